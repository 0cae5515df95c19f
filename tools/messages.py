"""`make messages`: extract the texts of code and content, and update every catalogue.

New texts have an empty translation (which a test reports), removed texts are deleted, and there
are no fuzzy entries.  The English catalogue repeats the source, so that it can be edited too.
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
# A constant date in the headers, so that a file changes only when a text does.
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {"phrase": None, "phrases": (1, 2)}


def extract() -> Catalog:
    """Return all texts, without their locations in the source."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel is partly untyped
    catalogue = Catalog(project="Egen Chef", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=_is_source)
    for _, _, message, _, _ in found:
        catalogue.add(message)
    return catalogue


def template() -> bytes:
    return _serialize(extract())


def update(language: str, new: Catalog) -> bytes:
    """Return the language's catalogue with the texts of `new` and its existing translations."""
    file = LOCALES / language / "LC_MESSAGES" / "messages.po"
    old = Catalog(locale=language, project="Egen Chef", fuzzy=False)
    if file.exists():
        with file.open("rb") as stream:
            old = read_po(stream, locale=language)
    old.update(deepcopy(new), no_fuzzy_matching=True)  # copied, as update shares the entries
    old.obsolete.clear()
    if language == "en":
        _repeat_source(old)
    return _serialize(old)


def main() -> None:
    new = extract()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(_serialize(new))
    for language in OWN_NAMES:
        file = LOCALES / language / "LC_MESSAGES" / "messages.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(update(language, new))
        with file.open("rb") as stream:
            empty = sum(
                1 for m in read_po(stream, locale=language) if m.id and not _translated(m.string)
            )
        sys.stdout.write(f"{language}: {len(new)} texts, {empty} without translation\n")


def _is_source(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in ("node_modules", "data", "tests", "locales")


def _translated(string: object) -> bool:
    return bool(string) and (not isinstance(string, tuple | list) or all(string))


def _repeat_source(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id and not _translated(message.string):
            message.string = message.id


def _serialize(catalogue: Catalog) -> bytes:
    out = BytesIO()
    catalogue.creation_date = catalogue.revision_date = FIXED_DATE
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
