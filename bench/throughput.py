"""Turns a second: many people press at once until every update is done.

Done is what the inbox says: the effect and the answer are written.  Sending is held to Telegram's
thirty messages a second, however many workers there are, and is not waited for.
"""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench import systems
from bench.beside import BUTTON
from bench.filling import fill
from bench.report import Report, say
from bench.telegram import FIRST_UPDATE, Turns
from bot.adapters.telegram.channel import WEBHOOK_PATH
from bot.storage.tables import inbox
from tests.helpers import postgres

PEOPLE = range(1_000, 1_040)
SQLITE, ONE, TWO = "SQLite, 1 worker", "PostgreSQL, 1 worker", "PostgreSQL, 2 workers"


async def measure(folder: Path, report: Report, presses: int, rounds: int) -> None:
    """`presses` of each person; the set-ups by turns."""
    found: dict[str, list[float]] = {SQLITE: [], ONE: [], TWO: []}
    for number in range(rounds):
        for setup, rates in found.items():
            home = folder / f"{setup[:3]}-{setup[-9]}-{number}"
            home.mkdir()
            sqlite = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
            url = sqlite if setup == SQLITE else postgres.bare_database()
            rates.append(await _rate(url, home, 2 if setup == TWO else 1, presses))
            say(f"{setup}: {rates[-1]:.1f} turns a second")
    medians = {setup: statistics.median(rates) for setup, rates in found.items()}
    for setup, rate in medians.items():
        compared = f"{rate / medians[ONE]:.2f}× one worker" if setup == TWO else ""
        report.row(f"throughput, {setup}", f"{rate:.1f} turns/s", compared)


async def _rate(url: str, home: Path, workers: int, presses: int) -> float:
    await asyncio.to_thread(fill, url, home, (PEOPLE, 1))
    async with AsyncExitStack() as running:
        turns = await running.enter_async_context(Turns())
        turns.people(PEOPLE)
        targets = []
        for _ in range(workers):  # the same folder: they share its key
            program = systems.assistant(turns, home, DATABASE_URL=url)
            port = (await running.enter_async_context(program)).port
            targets.append(f"http://127.0.0.1:{port}{WEBHOOK_PATH}")
        engine = sa.create_engine(url.replace("+aiosqlite", ""))
        running.callback(engine.dispose)
        await _press(turns, targets, 1)  # what is imported and planned with the first turn
        await _done(engine, len(PEOPLE))
        began = time.perf_counter()
        await _press(turns, targets, presses)
        await _done(engine, len(PEOPLE) * (presses + 1))
        return len(PEOPLE) * presses / (time.perf_counter() - began)


async def _press(turns: Turns, targets: list[str], presses: int) -> None:
    """Each person one press after the other, all people at once; each press to the next worker."""

    async def one(chat_id: int) -> None:
        for number in range(presses):
            update: dict[str, Any] = turns.press(chat_id, BUTTON)
            await turns.post(update, targets[(chat_id + number) % len(targets)])

    await asyncio.gather(*(one(chat_id) for chat_id in PEOPLE))


async def _done(engine: sa.Engine, wanted: int) -> None:
    while await asyncio.to_thread(_count, engine) < wanted:  # noqa: ASYNC110  # others' doing
        await asyncio.sleep(0.1)


def _count(engine: sa.Engine) -> int:
    statement = sa.select(sa.func.count()).select_from(inbox)
    mine = inbox.c.update_id >= FIRST_UPDATE, inbox.c.done_at.is_not(None)
    with engine.connect() as connection:
        return int(connection.execute(statement.where(*mine)).scalar_one())
