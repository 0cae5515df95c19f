"""Memory after very many turns: `python -m bench.memory TURNS SECONDS`, a process of its own.

The real services, inbox, outbox and database file in one process; Telegram takes everything at
once, and texts are understood by a table.  A line of JSON for each mark: turns, megabytes.
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

from bench.beside import BUTTON
from bench.filling import fill
from bench.report import Report, say
from bench.systems import megabytes
from bot.adapters.telegram.receiving import Receiver
from bot.bootstrap import Core, build, set_up_logging
from bot.i18n.markup import TelegramHtml
from bot.services.delivery import NoLimits
from bot.services.inbox_worker import Pace
from bot.services.ports import OutboxRow
from bot.settings import Settings
from tests.helpers.program import ROOT
from tests.helpers.world import FakeMind

PEOPLE = range(1_000, 1_500)
AT_ONCE = 50
MARKS = 20
GOAL = 100_000


class Nowhere:
    """A Telegram that takes everything."""

    def __init__(self) -> None:
        self.message_ids = itertools.count(1)

    def reachable(self, chat_id: int) -> bool:
        return True

    async def acknowledge(self, callback_id: str) -> None: ...

    async def deliver(self, row: OutboxRow) -> int | None:
        return next(self.message_ids)


async def measure(report: Report, turns: int, seconds: float) -> None:
    say(f"memory: up to {turns:,} turns in one process, {seconds:.0f} s at most")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.memory", str(turns), str(seconds),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 0, "the process of bench.memory failed"
    marks = [(int(n), float(mb)) for n, mb in (json.loads(line) for line in told.splitlines())]
    last, held = marks[-1]
    slope = _slope(marks[len(marks) // 2 :])  # the first half fills caches and pools
    at_goal = held + max(slope, 0) * max(GOAL - last, 0)
    report.row("memory before the first turn", f"{marks[0][1]:.0f} MB")
    report.row(f"memory after {last:,} turns", f"{held:.0f} MB",
               f"{slope * 10_000:+.1f} MB for 10,000 turns in the second half")  # fmt: skip
    how = "" if last >= GOAL else f" (extrapolated from {last:,})"
    report.goal(f"memory after {GOAL:,} turns{how}", at_goal, 250, " MB")


def _slope(marks: list[tuple[int, float]]) -> float:
    """Megabytes a turn, by least squares."""
    mean_x = sum(x for x, _ in marks) / len(marks)
    mean_y = sum(y for _, y in marks) / len(marks)
    spread = sum((x - mean_x) ** 2 for x, _ in marks)
    return sum((x - mean_x) * (y - mean_y) for x, y in marks) / spread if spread else 0.0


def _updates() -> Iterator[dict[str, Any]]:
    """People by turns; of each four things one is a text, the others are presses."""
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
    mind, nowhere = FakeMind(core.assistant), Nowhere()
    mind.means("hello", "greet")
    worker, delivery = core.queues(nowhere, mind, NoLimits())
    worker.pace = Pace(most=1_000_000)
    receiver = Receiver(core.uow, core.clock, nowhere, mind)
    updates, began, done = _updates(), time.monotonic(), 0
    _mark(0)
    marks, until = 1, began + seconds
    while done < turns and time.monotonic() < until:
        for update in itertools.islice(updates, AT_ONCE):
            await receiver.receive(update)
        for queue in (worker, delivery):
            await queue.work()
            await queue.drained()
        done += AT_ONCE
        mind.heard.clear()
        passed = max(done / turns, (time.monotonic() - began) / seconds)
        if passed * MARKS >= marks:
            marks += 1
            _mark(done)


def _mark(turns: int) -> None:
    sys.stdout.write(f"{json.dumps([turns, megabytes(os.getpid())])}\n")
    sys.stdout.flush()


def _hurry(connection: Any, _: Any) -> None:
    """Turns need not survive a power cut: what they hold in memory is the same."""
    connection.execute("PRAGMA synchronous=OFF")


async def main(turns: int, seconds: float) -> None:
    set_up_logging("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(_env_file=None, data_dir=folder, consultant_chat_id=-1001)
        fill(settings.database, folder, (PEOPLE, 1))
        core = build(settings, TelegramHtml())
        event.listen(core.database.engine.sync_engine, "connect", _hurry)
        await _turns(core, turns, seconds)
        await core.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
