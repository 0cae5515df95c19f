"""The process that looks into a file: its answers, its limits, its end."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.adapters import inspector
from bot.adapters.inspection_child import OUT_OF_MEMORY
from bot.adapters.inspector import ChildInspector, InspectionFailed
from bot.files.rules.file_types import DOCX
from bot.files.rules.inspection import inspected
from bot.files.rules.refusals import Refusal, Refused
from tests.files.test_inspection import ACTIVE
from tests.helpers.files import EXE, JPEG, PDF, WORD, picture

PRINT_ENVIRONMENT = "import os, sys; sys.stdout.write('text/plain\\n' + ' '.join(os.environ))"


def answers(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Run this program instead of the child."""
    monkeypatch.setattr(inspector, "_COMMAND", (sys.executable, "-c", program))


@pytest.mark.parametrize("content", [JPEG, PDF, WORD, picture(b"x", "PNG") + b"\n\nmore"])
async def test_answer_is_that_of_the_rules(content: bytes) -> None:
    assert await ChildInspector().inspect(content) == inspected(content)


async def test_reason_of_a_refusal_is_told() -> None:
    for content, expected in (
        (EXE, Refusal.KIND), (b"", Refusal.NOT_THERE), (ACTIVE["Word: altChunk"], Refusal.ACTIVE),
    ):  # fmt: skip
        with pytest.raises(Refused) as raised:
            await ChildInspector().inspect(content)
        assert raised.value.refusal is expected


async def test_child_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    answers(monkeypatch, PRINT_ENVIRONMENT)
    found = await ChildInspector().inspect(b"")
    assert b"TELEGRAM" not in found.content


@pytest.mark.parametrize(
    "program",
    ["import os; os.abort()", f"raise SystemExit({OUT_OF_MEMORY})",
     "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"],
)  # fmt: skip
async def test_file_that_breaks_its_decoder_is_refused(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    answers(monkeypatch, program)
    with pytest.raises(Refused):
        await ChildInspector().inspect(JPEG)


@pytest.mark.parametrize(
    "program", ["raise SystemExit(1)", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"]
)
async def test_child_that_ends_through_no_fault_of_the_file_is_a_failure_to_retry(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    answers(monkeypatch, program)
    with pytest.raises(InspectionFailed):
        await ChildInspector().inspect(JPEG)


async def test_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "alive"
    answers(monkeypatch, f"import time; time.sleep(3); open({str(note)!r}, 'w')")
    monkeypatch.setattr(inspector, "SECONDS", 0.2)
    with pytest.raises(InspectionFailed):
        await ChildInspector().inspect(JPEG)
    await asyncio.sleep(3.2)
    assert not note.exists()


async def test_child_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import resource as r, sys; from bot.adapters.inspection_child import _limit; _limit();"
        "print('text/plain'); print(r.getrlimit(r.RLIMIT_AS)[1] < 2**31,"
        " r.getrlimit(r.RLIMIT_CPU)[1] < 100, r.getrlimit(r.RLIMIT_FSIZE)[1] == 0)"
    )
    answers(monkeypatch, program)
    assert (await ChildInspector().inspect(b"")).content.split() == [b"True"] * 3


async def test_files_are_looked_at_one_at_a_time() -> None:
    one = ChildInspector()
    found = await asyncio.gather(*(one.inspect(WORD) for _ in range(3)))
    assert [f.mime for f in found] == [DOCX] * 3
