"""The documentation names files and classes that exist."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("docs/adr/*.md"),
    *ROOT.glob("tests/*/README.md"),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]
PATH = re.compile(r"`((?:bot|actions|tests|tools|bench|rasa_server)/[\w/.]+)`")
EXAMPLES = {"tests/heldout/vi.tsv"}  # of a language that there is not
CLASS = re.compile(r"`([A-Z][a-z]+[A-Z]\w+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    named = set(PATH.findall(page.read_text(encoding="utf-8"))) - EXAMPLES
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_link_leads_to_a_file() -> None:
    missing = [link for page in PAGES for link in _links(page) if not link.exists()]
    assert missing == []


@pytest.mark.parametrize("name", ["docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"])
def test_every_class_that_a_page_names_exists(name: str) -> None:
    named = set(CLASS.findall((ROOT / name).read_text(encoding="utf-8")))
    folders = ("bot", "actions", "rasa_server/components")
    code = "\n".join(
        file.read_text("utf-8") for f in folders for file in ROOT.glob(f"{f}/**/*.py")
    )
    assert named and sorted(named - set(re.findall(r"\w+", code))) == []


def _links(page: Path) -> Iterator[Path]:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in link:
            yield page.parent / link


def test_import_rules_name_every_subject() -> None:
    """A package with rules, views, handlers or a consultant's side is a subject."""
    settings = tomllib.loads(Path("pyproject.toml").read_text())
    layers, inside, _, frameworks, *_ = settings["tool"]["importlinter"]["contracts"]
    subjects = {name.removeprefix("bot.") for name in inside["containers"]}
    assert subjects <= set(layers["layers"])
    assert inside["containers"] and set(inside["containers"]) <= set(frameworks["source_modules"])
    parts = ("handlers", "consultant", "rules", "storage")
    shaped = {
        folder.name
        for folder in Path("bot").iterdir()
        if any((folder / part).exists() or (folder / f"{part}.py").exists() for part in parts)
    }
    assert shaped == subjects
