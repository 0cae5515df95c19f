"""The gettext catalogues, one a language, compiled by `make` into locales/<lang>/LC_MESSAGES/messages.mo."""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.support import Translations

from bot.domain.languages import OWN_NAMES

FOLDER = Path(__file__).parents[2] / "locales"


class CatalogueMissing(Exception):
    def __init__(self, language: str, folder: Path) -> None:
        super().__init__(f"no compiled catalogue for {language} in {folder}: run make")


def check(folder: Path = FOLDER) -> None:
    """At start, so that nobody reads English by accident.  Raises CatalogueMissing."""
    for language in OWN_NAMES:
        if not (folder / language / "LC_MESSAGES" / "messages.mo").exists():
            raise CatalogueMissing(language, folder)


@cache
def translations(language: str, folder: Path = FOLDER) -> NullTranslations:
    return Translations.load(str(folder), [language], "messages")


@cache
def locale(language: str) -> Locale:
    return Locale.parse(language)
