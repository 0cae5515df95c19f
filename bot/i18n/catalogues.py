"""Gettext catalogues, one per language; `make` compiles messages.po to messages.mo."""

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from bot.kernel.languages import OWN_NAMES

FOLDER = Path(__file__).parents[2] / "locales"


class CatalogueMissing(Exception):
    """A compiled catalogue is missing or outdated."""

    def __init__(self, language: str, folder: Path) -> None:
        super().__init__(
            f"no compiled catalogue for {language} in {folder}, or an outdated one: run make"
        )


def check(folder: Path = FOLDER) -> None:
    """Check that all compiled catalogues are up to date.  Raises CatalogueMissing."""
    for language in OWN_NAMES:
        compiled = folder / language / "LC_MESSAGES" / "messages.mo"
        if not compiled.exists() or _is_outdated(compiled, language):
            raise CatalogueMissing(language, folder)


def _is_outdated(compiled: Path, language: str) -> bool:
    """Compare the contents if the source is newer: copying also changes its time."""
    source = compiled.with_suffix(".po")
    if not source.exists() or source.stat().st_mtime <= compiled.stat().st_mtime:
        return False
    fresh = BytesIO()
    with source.open("rb") as file:
        write_mo(fresh, read_po(file, locale=language))
    return fresh.getvalue() != compiled.read_bytes()


@cache
def translations(language: str, folder: Path = FOLDER) -> NullTranslations:
    """Return the cached catalogue of a language."""
    return Translations.load(str(folder), [language], "messages")


@cache
def locale(language: str) -> Locale:
    """Return the cached Babel locale of a language."""
    return Locale.parse(language)
