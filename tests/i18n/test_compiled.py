"""Compiled catalogues that are missing or older than their texts stop the start."""

import os
import shutil
from pathlib import Path

import pytest

from bot.i18n.catalogues import FOLDER, CatalogueMissing, check


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A copy in which every text is newer than what was compiled from it, as a copy may be."""
    shutil.copytree(FOLDER, tmp_path / "locales")
    for compiled in tmp_path.rglob("*.mo"):
        os.utime(compiled, (0, 0))
    return tmp_path / "locales"


def test_newer_source_with_identical_texts_is_accepted(locales: Path) -> None:
    check(locales)


def test_compiled_catalogues_suffice_without_sources(locales: Path) -> None:
    for source in locales.rglob("*.po"):
        source.unlink()
    check(locales)


def test_outdated_catalogue_is_rejected_by_language(locales: Path) -> None:
    source = locales / "da" / "LC_MESSAGES" / "messages.po"
    source.write_text(source.read_text().replace("Det tæller.", "Det er godt."))
    with pytest.raises(CatalogueMissing, match=r"for da .* run make"):
        check(locales)


def test_missing_catalogue_is_rejected_by_language(locales: Path) -> None:
    (locales / "so" / "LC_MESSAGES" / "messages.mo").unlink()
    with pytest.raises(CatalogueMissing, match=r"for so .* run make"):
        check(locales)
