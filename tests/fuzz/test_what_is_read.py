"""What is read at the start, and files: understood, or refused with a reason."""

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import loader
from bot.content.loader import FOLDER, ContentError, load, read
from bot.course.schema import WeekYaml
from bot.eligibility.schema import EligibilityYaml
from bot.files.rules.inspection import inspected
from bot.files.rules.refusals import Refused
from bot.office.schema import OfficeYaml
from bot.onboarding.schema import WelcomeYaml
from bot.phrasebook.schema import PhrasebookYaml
from bot.plan.schema import PlanYaml
from bot.settings import Settings, SettingsError, read_settings
from tests.fuzz.shapes import tries
from tests.helpers.files import TAKEN

STEPS = load().course.step_names
READERS: dict[str, Callable[[Path], Any]] = {
    "eligibility.yml": lambda file: read(file, EligibilityYaml).questionnaire(),
    "welcome.yml": lambda file: read(file, WelcomeYaml),
    "office.yml": lambda file: read(file, OfficeYaml).plan(),
    "plan.yml": lambda file: read(file, PlanYaml, STEPS).outline(),
    "phrasebook.yml": lambda file: read(file, PhrasebookYaml).phrasebook(),
    "course/week1.yml": lambda file: read(file, WeekYaml).as_week(),
    "course/week6.yml": lambda file: read(file, WeekYaml).as_week(),
    "facts.yml": lambda file: loader._facts(file.parent),
    "glossary.yml": lambda file: loader._facts(file.parent),
    "distress.yml": lambda file: loader._distress(file.parent),
}
INSTEAD = [
    "", "x", "- x", "{}", "[]", "null", "7", "-1", "1e999", "true", "'", '"', "{a", "&a [*a]",
    "*nobody", "!!python/object/apply:os.system [id]", "? [x]", "x: y: z", "\t", "\x00", "{x}",
    "2026-99-99", "~", "| ", "<<: *a", "a" * 5000, "🙂", "\u2028", "%", "12:00", "[" * 500,
]  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    name = draw(st.sampled_from(sorted(READERS)))
    lines = len((FOLDER / name).read_text().splitlines())
    edit = st.tuples(
        st.integers(0, lines - 1),
        st.integers(0, 4),
        st.sampled_from(INSTEAD) | st.text(max_size=9),
    )
    return name, draw(st.lists(edit, min_size=1, max_size=3))


def changed(lines: list[str], place: int, how: int, instead: str) -> list[str]:
    line = lines[place % len(lines)]
    key, colon, _ = line.partition(": ")
    new = [[], [line, line], [f"{key}{colon}{instead}"], [f"  {line}"], [instead]][how]
    return [*lines[:place], *new, *lines[place + 1 :]] or [""]


@tries(60)
@given(edits())
def test_damaged_content_is_loaded_or_reported_with_its_line(
    change: tuple[str, list[tuple[int, int, str]]],
) -> None:
    name, mistakes = change
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        for beside in ("facts.yml", "glossary.yml"):
            shutil.copy(FOLDER / beside, folder)
        lines = (FOLDER / name).read_text().splitlines()
        for place, how, instead in mistakes:
            lines = changed(lines, place, how, instead)
        file.write_text("\n".join(lines), encoding="utf-8", errors="replace")
        try:
            READERS[name](file)
        except ContentError as mistake:
            assert mistake.line >= 1 and "\n" not in str(mistake)


NAMES = sorted(name.upper() for name in Settings.model_fields)
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
VALUES = texts | st.sampled_from([
    "", " ", "0", "-1", "1", "99999", "true", "polling", "webhook", "x", "http://", "https://x.dk",
    "http://[::1", "http://x:0", "sqlite+aiosqlite:///x", "postgresql+psycopg://u:p@h/d", "mysql://",
    "1,2,3", "1,,x", ",", "1:A", "Europe/Copenhagen", "../../etc/passwd", "DEBUG", "12 34", "æ",
    "a" * 43 + "=", "٣", "1e5", "/", "nul\\0", "[1]", '{"a": 1}',
])  # fmt: skip
environments = st.dictionaries(
    st.sampled_from([*NAMES, *(f"{name}_FILE" for name in NAMES)]), VALUES, max_size=8
)


@tries(80)
@given(environments, st.binary(max_size=30) | environments.map(
    lambda found: "\n".join(f"{k}={v}" for k, v in found.items()).encode()
))  # fmt: skip
def test_any_environment_is_accepted_or_rejected_in_one_line(
    environment: dict[str, str], file: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        (Path(folder) / ".env").write_bytes(file)
        patch.chdir(folder)
        for name in (*NAMES, *(f"{name}_FILE" for name in NAMES)):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setitem(os.environ, name, value)
        try:
            read_settings()
        except SettingsError as refused:
            assert str(refused) and "\n" not in str(refused)


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """Files as people send them, cut, torn and glued together."""
    whole = bytearray(draw(st.sampled_from(sorted(TAKEN.values()))))
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, max(len(whole) - 1, 0)))
        whole[place : place + draw(st.integers(0, 4))] = draw(st.binary(max_size=6))
    more = draw(st.sampled_from([b"", *TAKEN.values()]))
    return (
        bytes(whole[: draw(st.integers(0, len(whole)))] if draw(st.booleans()) else whole) + more
    )


@tries(150)
@given(contents())
def test_any_file_content_is_accepted_or_rejected(content: bytes) -> None:
    look = partial(inspected, content)
    try:
        assert look().mime in TAKEN
    except Refused:
        with pytest.raises(Refused):
            look()  # and always for the same reason
