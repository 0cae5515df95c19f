"""Alarm: how long "I want to die" takes to the consultants' group while others flood the bot.

Telegram enforces its limits here.  One person in an open talk keeps writing, a crowd presses
buttons, and others write that they want to die, one after the other.  Measured is the time from
the post of the update to the arrival of the alarm, in the group and in private to a consultant.
"""

import asyncio
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bench import systems
from bench.comparison import BUTTON
from bench.driver import Driver
from bench.report import Report, log
from bench.seeding import seed
from tests.telegram_server import TelegramServer
from tests.telegram_server.wire import CallRecord

GROUP, CONSULTANT = -1001, 77
WRITER = 999  # the one who never stops
CROWD = range(1_000, 1_300)
DISTRESSED = range(2_000, 2_020)
WRITES_EVERY = 0.2  # seconds
CONNECTIONS = 40  # that Telegram opens to a webhook
GOAL = 2_000  # milliseconds


async def measure(folder: Path, report: Report, alarms: int, seconds_between: float) -> None:
    """`alarms` people are in a crisis, `seconds_between` them; fewer than 20 in a minute."""
    home = folder / "alarm"
    home.mkdir()
    url = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
    everybody = range(WRITER, DISTRESSED.stop)
    await asyncio.to_thread(seed, url, home, (everybody, 1))
    async with AsyncExitStack() as running:
        server = TelegramServer(enforce_limits=True)
        driver = await running.enter_async_context(Driver(server=server))
        driver.add_people(everybody)
        server.person(CONSULTANT, "Mette", started=True)
        await running.enter_async_context(
            systems.assistant(driver, home, DATABASE_URL=url, CONSULTANT_IDS=str(CONSULTANT))
        )
        flood = asyncio.create_task(_flood(driver))
        await asyncio.sleep(10)
        took = [await _alarm(driver, n, seconds_between) for n in DISTRESSED[:alarms]]
        flood.cancel()
        await asyncio.gather(flood, return_exceptions=True)
        refused = len(server.violations)
    for place, milliseconds in zip(("group", "consultant"), zip(*took, strict=True), strict=True):
        worst = f"slowest {max(milliseconds):.0f} ms, {refused} refused by Telegram"
        report.row(
            f"alarm in a flood, {place}", f"{statistics.median(milliseconds):.0f} ms", worst
        )
        report.goal(f"alarm to the {place}", max(milliseconds), GOAL, " ms")


async def _flood(driver: Driver) -> None:
    """A person in an open talk writes without pause; a crowd presses all at once, again."""
    await driver.post(driver.text_update(WRITER, "/consultant"))

    connections = asyncio.Semaphore(CONNECTIONS)

    async def post(update: Mapping[str, Any]) -> None:
        async with connections:
            await driver.post(update)

    async def writes() -> None:
        while True:
            await driver.post(driver.text_update(WRITER, "and another thing"))
            await asyncio.sleep(WRITES_EVERY)

    async def presses() -> None:
        while True:
            updates = [driver.press_update(chat_id, BUTTON) for chat_id in CROWD]
            await asyncio.gather(*(post(update) for update in updates))
            await asyncio.sleep(15)

    await asyncio.gather(writes(), presses())


async def _alarm(driver: Driver, chat_id: int, pause: float) -> tuple[float, float]:
    """Milliseconds to the group, and to the consultant."""
    await asyncio.sleep(pause)
    update = driver.text_update(chat_id, "I want to die")
    update["message"]["from"]["first_name"] = f"P{chat_id}"
    begun, wall = time.perf_counter(), len(driver.calls)
    posted = asyncio.create_task(driver.post(update))
    arrived: dict[int, float] = {}
    while len(arrived) < 2 and time.perf_counter() - begun < 60:
        for call in _alarms(driver.calls[wall:], f"P{chat_id}"):
            arrived.setdefault(call.chat_id, time.perf_counter() - begun)
        await asyncio.sleep(0.01)
    await posted
    found = [arrived.get(chat, 60.0) * 1000 for chat in (GROUP, CONSULTANT)]
    log(f"alarm: {found[0]:.0f} ms to the group, {found[1]:.0f} ms to the consultant")
    return found[0], found[1]


def _alarms(calls: list[CallRecord], name: str) -> Iterator[CallRecord]:
    for call in calls:
        sent = call.method.lower() == "sendmessage" and call.status == 200
        if sent and re.search(rf"🆘.*{name}", call.call.text("text"), re.DOTALL):
            yield call
