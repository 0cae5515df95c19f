"""Typst templates: fonts and files they can use."""

import re
from pathlib import Path

import pytest
import typst

from bot.documents import typst_files
from bot.documents.typst_files import TEMPLATES


def test_only_bundled_fonts_are_used() -> None:
    ours = ("Vazirmatn", "IBM Plex Sans", "Noto")
    built_in = ("DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern")
    assert all(f.startswith(ours + built_in) for f in typst_files._fonts().families())


def test_a_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    for path in ("/etc/passwd", "../secret"):
        (folder / "nosy.typ").write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            typst.compile(folder / "nosy.typ", root=folder, font_paths=typst_files._fonts())


def test_templates_import_only_local_files() -> None:
    """Packages would come from the network."""
    for template in TEMPLATES.glob("*.typ"):
        imported = re.findall(r'#(?:import|include)\s+"([^"]+)"', template.read_text())
        assert all((TEMPLATES / name).exists() for name in imported), template
