"""Looks into files in a process of its own, one at a time."""

import asyncio
import contextlib
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.inspection_child import OUT_OF_MEMORY, REFUSED
from bot.files.rules.inspected import Inspected
from bot.files.rules.refusals import Refusal, Refused

_PROJECT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-E", "-s", "-m", "bot.adapters.inspection_child")
SECONDS = 180  # by the clock, on a busy machine; the child's own limit is in CPU time
# How the process ends when the file broke its decoder or took more than its share.
_BY_THE_FILE = frozenset({
    OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS,
    -signal.SIGILL, -signal.SIGFPE,
})  # fmt: skip


class InspectionFailed(Exception):
    """The process did not answer, through no fault of the file; trying again may help."""


@dataclass
class ChildInspector:
    """One file at a time, so that several large pictures do not add up in memory."""

    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1), init=False)

    async def inspect(self, content: bytes) -> Inspected:
        """Raises Refused, InspectionFailed."""
        async with self._turn:
            status, answer = await self._ask(content)
        if status == 0:
            mime, _, inspected = answer.partition(b"\n")
            return Inspected(mime.decode(), inspected)
        if status == REFUSED:
            raise Refused(Refusal(answer.decode()))
        if status in _BY_THE_FILE:
            raise Refused(Refusal.KIND)
        raise InspectionFailed(f"status {status}")

    async def _ask(self, content: bytes) -> tuple[int, bytes]:
        child = await asyncio.create_subprocess_exec(
            *_COMMAND, cwd=_PROJECT, env={}, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SECONDS):
                answer, _ = await child.communicate(content)
        except TimeoutError:
            raise InspectionFailed("took too long") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        assert child.returncode is not None, "it has ended"
        return child.returncode, answer
