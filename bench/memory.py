"""Memory after many turns: `python -m bench.memory TURNS SECONDS`, in a process of its own.

Services, inbox, outbox and database file are real; a null Telegram accepts everything at once and
a table stands in for Rasa.  Prints samples as JSON lines: [turns, megabytes].
"""

import asyncio
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.comparison import BUTTON
from bench.report import Report, log
from bench.seeding import seed
from bench.systems import resident_megabytes
from bot.adapters.telegram.receiving import Receiver
from bot.bootstrap import Core, build, set_up_logging
from bot.i18n.markup import TelegramHtml
from bot.kernel.database.outbox_tables import OutboxRow
from bot.pipeline.inbox_worker import ParticipantRateLimiter
from bot.pipeline.limits import NoLimits
from bot.settings import Settings
from tests.helpers.program import ROOT
from tests.helpers.world import FakeNlu

PEOPLE = range(1_000, 1_500)
BATCH_SIZE = 50
SAMPLES = 20
TARGET_TURNS = 100_000


class NullTelegram:
    """Accepts every message and sends nothing."""

    def __init__(self) -> None:
        self.message_ids = itertools.count(1)

    def reachable(self, chat_id: int) -> bool:
        return True

    async def acknowledge(self, callback_id: str) -> None: ...

    async def deliver(self, row: OutboxRow) -> int | None:
        return next(self.message_ids)


async def measure(report: Report, turns: int, seconds: float) -> None:
    log(f"memory: up to {turns:,} turns in one process, {seconds:.0f} s at most")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.memory", str(turns), str(seconds),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0, "the process of bench.memory failed"
    samples = [(int(n), float(mb)) for n, mb in (json.loads(line) for line in output.splitlines())]
    last, used = samples[-1]
    slope = _slope(samples[len(samples) // 2 :])  # the first half fills caches and pools
    at_target = used + max(slope, 0) * max(TARGET_TURNS - last, 0)
    report.row("memory before the first turn", f"{samples[0][1]:.0f} MB")
    report.row(f"memory after {last:,} turns", f"{used:.0f} MB",
               f"{slope * 10_000:+.1f} MB for 10,000 turns in the second half")  # fmt: skip
    how = "" if last >= TARGET_TURNS else f" (extrapolated from {last:,})"
    report.goal(f"memory after {TARGET_TURNS:,} turns{how}", at_target, 250, " MB")


def _slope(samples: list[tuple[int, float]]) -> float:
    """Return megabytes per turn, by least squares."""
    mean_x = sum(x for x, _ in samples) / len(samples)
    mean_y = sum(y for _, y in samples) / len(samples)
    spread = sum((x - mean_x) ** 2 for x, _ in samples)
    return sum((x - mean_x) * (y - mean_y) for x, y in samples) / spread if spread else 0.0


def _updates() -> Iterator[dict[str, Any]]:
    """Yield updates of everybody in turn; one of four is a text, the others are presses."""
    for number in itertools.count(1_000_000):
        chat_id = PEOPLE[number % len(PEOPLE)]
        person = {"id": chat_id, "first_name": "Amina", "language_code": "en"}
        message = {"message_id": number, "chat": {"id": chat_id, "type": "private"},
                   "from": person, "date": 0}  # fmt: skip
        if number // len(PEOPLE) % 4:
            press = {"id": "7", "from": person, "message": message, "data": BUTTON}
            yield {"update_id": number, "callback_query": press}
        else:
            yield {"update_id": number, "message": message | {"text": "hello"}}


async def _turns(core: Core, turns: int, seconds: float) -> None:
    nlu, telegram = FakeNlu(core.assistant), NullTelegram()
    nlu.means("hello", "greet")
    worker, delivery = core.queues(telegram, nlu, NoLimits())
    worker.rate_limiter = ParticipantRateLimiter(most=1_000_000)
    receiver = Receiver(core.uow, core.clock, telegram, nlu)
    updates, started, done = _updates(), time.monotonic(), 0
    _print_sample(0)
    samples, until = 1, started + seconds
    while done < turns and time.monotonic() < until:
        for update in itertools.islice(updates, BATCH_SIZE):
            await receiver.receive(update)
        for queue in (worker, delivery):
            await queue.work()
            await queue.drained()
        done += BATCH_SIZE
        nlu.heard.clear()
        passed = max(done / turns, (time.monotonic() - started) / seconds)
        if passed * SAMPLES >= samples:
            samples += 1
            _print_sample(done)


def _print_sample(turns: int) -> None:
    sys.stdout.write(f"{json.dumps([turns, resident_megabytes(os.getpid())])}\n")
    sys.stdout.flush()


def _disable_fsync(connection: Any, _: Any) -> None:
    """Speed up: memory does not depend on durability."""
    connection.execute("PRAGMA synchronous=OFF")


async def main(turns: int, seconds: float) -> None:
    set_up_logging("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own switch
            data_dir=folder,
            consultant_chat_id=-1001,
            consultant_ids=frozenset({900}),
        )
        seed(settings.database, folder, (PEOPLE, 1))
        core = build(settings, TelegramHtml())
        event.listen(core.database.engine.sync_engine, "connect", _disable_fsync)
        await _turns(core, turns, seconds)
        await core.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
