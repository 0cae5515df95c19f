"""docs/trust.md: what it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")


def test_every_test_named_in_the_trust_page_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    tests = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py")]
    there = {name for text in tests for name in re.findall(r"def (test_\w+)", text)}
    assert len(named) > 80 and named <= there, named - there


def test_every_file_named_in_the_trust_page_exists() -> None:
    files = re.findall(r"`(tests/[\w/.]+)`", PAGE)
    linked = [path.split("#")[0] for path in re.findall(r"\]\(([^)#][^)]*)\)", PAGE)]
    assert files and linked
    for path in [*(ROOT / f for f in files), *(ROOT / "docs" / p for p in linked)]:
        assert path.exists(), path
