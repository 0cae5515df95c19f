"""JSON input of Typst templates, in the reader's language."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.i18n.catalogues import locale
from bot.i18n.direction import is_rtl
from bot.i18n.render import Renderer
from bot.kernel.messages import Param

_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class TemplateData:
    """Converts phrases, dates and numbers to template input."""

    renderer: Renderer

    def json(self, language: str, **fields: Any) -> str:
        """Return the fields as JSON, with the language and its direction."""
        words = {name: self._words(field, language) for name, field in fields.items()}
        frame = {"language": language, "rtl": is_rtl(locale(language))}
        return json.dumps(frame | words)

    def _words(self, field: Any, language: str) -> Any:
        match field:
            case str() | int():
                return field
            case date():
                return [field.year, field.month, field.day]
            case list() | tuple():
                return [self._words(one, language) for one in field]
            case dict():
                return {name: self._words(one, language) for name, one in field.items()}
            case _:
                return self._plain(field, language)

    def _plain(self, param: Param, language: str) -> str:
        return _CONTROLS.sub(" ", self.renderer.plain(param, language)).strip()
