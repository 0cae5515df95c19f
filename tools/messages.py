"""`make messages`: read the texts of code and content, and bring every catalogue up to date.

A text that is new is empty in the catalogues until somebody translates it (a test insists); a
text that is gone goes.  Nothing is guessed: no fuzzy entries.  English repeats the source, so it
can be changed too.
"""

import sys
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from bot.kernel.languages import OWN_NAMES

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
# Dates in the headers would change the files when no text did.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {"phrase": None, "phrases": (1, 2)}


def extract() -> Catalog:
    """All texts, sorted, without places or dates: the file changes only when a text does."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel's lack
    catalogue = Catalog(project="Egen Chef", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=_ours)
    for _, _, message, _, _ in found:
        catalogue.add(message)
    return catalogue


def template() -> bytes:
    return _written(extract())


def update(language: str, new: Catalog) -> bytes:
    """The language's catalogue with the texts of `new` and the translations it had."""
    file = LOCALES / language / "LC_MESSAGES" / "messages.po"
    old = Catalog(locale=language, project="Egen Chef", fuzzy=False)
    if file.exists():
        with file.open("rb") as stream:
            old = read_po(stream, locale=language)
    old.update(deepcopy(new), no_fuzzy_matching=True)  # update shares its entries
    old.obsolete.clear()
    if language == "en":
        _repeat_source(old)
    return _written(old)


def main() -> None:
    new = extract()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(_written(new))
    for language in OWN_NAMES:
        file = LOCALES / language / "LC_MESSAGES" / "messages.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(update(language, new))
        with file.open("rb") as stream:
            empty = sum(
                1 for m in read_po(stream, locale=language) if m.id and not _translated(m.string)
            )
        sys.stdout.write(f"{language}: {len(new)} texts, {empty} without translation\n")


def _ours(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in ("node_modules", "data", "tests", "locales")


def _translated(string: object) -> bool:
    return bool(string) and (not isinstance(string, tuple | list) or all(string))


def _repeat_source(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id and not _translated(message.string):
            message.string = message.id


def _written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    catalogue.creation_date = catalogue.revision_date = UNDATED
    write_po(
        out,
        catalogue,
        omit_header=catalogue.locale is None,
        sort_output=True,
        no_location=True,
        width=100,
    )
    return out.getvalue()


if __name__ == "__main__":
    main()
