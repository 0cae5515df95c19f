"""Crowd: how long somebody we know waits while 300 strangers begin at once.

Telegram enforces its limits here.  Measured is the time from the post of the known person's update
to the arrival of its answer: a press, every other second.
"""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bench import systems
from bench.comparison import BUTTON
from bench.driver import Driver
from bench.report import Report, log
from bench.seeding import seed
from tests.telegram_server import TelegramServer

KNOWN = 999
STRANGERS = range(10_000, 10_300)
CONNECTIONS = 40  # that Telegram opens to a webhook
GOAL = 2_000  # milliseconds


async def measure(folder: Path, report: Report, presses: int) -> None:
    """`presses` of the known person, one every two seconds from the moment the crowd begins."""
    home = folder / "crowd"
    home.mkdir()
    url = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
    await asyncio.to_thread(seed, url, home, (range(KNOWN, KNOWN + 1), 1))
    async with AsyncExitStack() as running:
        driver = await running.enter_async_context(
            Driver(server=TelegramServer(enforce_limits=True))
        )
        driver.add_people([KNOWN, *STRANGERS])
        await running.enter_async_context(
            systems.assistant(driver, home, DATABASE_URL=url, CONSULTANT_IDS="77")
        )
        begun = time.perf_counter()
        crowd = asyncio.create_task(_begin(driver))
        took = [await _press(driver) for _ in range(presses)]
        await crowd
        last = await _all_welcomed(driver, begun)
    report.row(
        "press of somebody we know, 300 strangers at once", f"{statistics.median(took):.0f} ms",
        f"slowest {max(took):.0f} ms; the last stranger's welcome after {last:.0f} s",
    )  # fmt: skip
    report.goal("known person in a crowd", max(took), GOAL, " ms")


async def _begin(driver: Driver) -> None:
    connections = asyncio.Semaphore(CONNECTIONS)

    async def start(chat_id: int) -> None:
        async with connections:
            await driver.post(driver.text_update(chat_id, "/start"))

    await asyncio.gather(*(start(chat_id) for chat_id in STRANGERS))


async def _press(driver: Driver) -> float:
    """Milliseconds until the answer."""
    await asyncio.sleep(2)
    took = await driver.presses(KNOWN, BUTTON)
    log(f"crowd: {took:.0f} ms")
    return took


async def _all_welcomed(driver: Driver, begun: float) -> float:
    """Seconds until each stranger has got a message."""
    while time.perf_counter() - begun < 120:
        got = {call.chat_id for call in driver.calls if call.method.lower() == "sendmessage"}
        if got.issuperset(STRANGERS):
            break
        await asyncio.sleep(0.2)
    return time.perf_counter() - begun
