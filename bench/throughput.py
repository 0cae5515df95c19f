"""Throughput: many people press a button at once, until every update has been processed.

An update is processed when its row in the inbox says so: its effect and its answer are committed.
Sending is limited to Telegram's 30 messages per second, whatever the number of workers, and is not
part of the measurement.
"""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench import systems
from bench.comparison import BUTTON
from bench.driver import FIRST_UPDATE, Driver
from bench.report import Report, log
from bench.seeding import seed
from bot.adapters.telegram.channel import WEBHOOK_PATH
from bot.pipeline.inbox import inbox
from tests.helpers import postgres

PEOPLE = range(1_000, 1_040)
SQLITE, ONE, TWO = "SQLite, 1 worker", "PostgreSQL, 1 worker", "PostgreSQL, 2 workers"


async def measure(folder: Path, report: Report, presses: int, rounds: int) -> None:
    """Each person presses `presses` times per round; the set-ups take turns."""
    found: dict[str, list[float]] = {SQLITE: [], ONE: [], TWO: []}
    for number in range(rounds):
        for setup, rates in found.items():
            home = folder / f"{setup[:3]}-{setup[-9]}-{number}"
            home.mkdir()
            sqlite = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
            url = sqlite if setup == SQLITE else postgres.bare_database()
            rates.append(await _rate(url, home, 2 if setup == TWO else 1, presses))
            log(f"{setup}: {rates[-1]:.1f} turns a second")
    medians = {setup: statistics.median(rates) for setup, rates in found.items()}
    for setup, rate in medians.items():
        compared = f"{rate / medians[ONE]:.2f}× one worker" if setup == TWO else ""
        report.row(f"throughput, {setup}", f"{rate:.1f} turns/s", compared)


async def _rate(url: str, home: Path, workers: int, presses: int) -> float:
    await asyncio.to_thread(seed, url, home, (PEOPLE, 1))
    async with AsyncExitStack() as running:
        driver = await running.enter_async_context(Driver())
        driver.add_people(PEOPLE)
        targets = []
        for _ in range(workers):  # in the same folder, as they share the encryption key
            program = systems.assistant(driver, home, DATABASE_URL=url)
            port = (await running.enter_async_context(program)).port
            targets.append(f"http://127.0.0.1:{port}{WEBHOOK_PATH}")
        engine = sa.create_engine(url.replace("+aiosqlite", ""))
        running.callback(engine.dispose)
        await _press(driver, targets, 1)  # warm-up: imports and query plans
        await _until_processed(engine, len(PEOPLE))
        started = time.perf_counter()
        await _press(driver, targets, presses)
        await _until_processed(engine, len(PEOPLE) * (presses + 1))
        return len(PEOPLE) * presses / (time.perf_counter() - started)


async def _press(driver: Driver, targets: list[str], presses: int) -> None:
    """Everybody presses at the same time, one press after the other, to alternating workers."""

    async def one(chat_id: int) -> None:
        for number in range(presses):
            update: dict[str, Any] = driver.press_update(chat_id, BUTTON)
            await driver.post(update, targets[(chat_id + number) % len(targets)])

    await asyncio.gather(*(one(chat_id) for chat_id in PEOPLE))


async def _until_processed(engine: sa.Engine, wanted: int) -> None:
    while await asyncio.to_thread(_count, engine) < wanted:  # noqa: ASYNC110  # other processes write it
        await asyncio.sleep(0.1)


def _count(engine: sa.Engine) -> int:
    statement = sa.select(sa.func.count()).select_from(inbox)
    mine = inbox.c.update_id >= FIRST_UPDATE, inbox.c.done_at.is_not(None)
    with engine.connect() as connection:
        return int(connection.execute(statement.where(*mine)).scalar_one())
