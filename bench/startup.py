"""Time from the start of the process to its first answer."""

import asyncio
import statistics
import time
from pathlib import Path

from bench.driver import TIMEOUT, Driver
from bench.report import Report
from tests.helpers.program import Program

FIRST_CHAT = 1_000


async def measure(folder: Path, report: Report, starts: int) -> None:
    """Start with an empty folder, then `starts` times more, each with a waiting update."""
    async with Driver() as driver:
        seconds = [await _first_answer(driver, folder / "start", n) for n in range(starts + 1)]
    report.row("first start, with an empty folder: process to first answer", f"{seconds[0]:.2f} s")
    later = statistics.median(seconds[1:])
    report.row("start: process to first answer (polling, without Rasa)", f"{later:.2f} s")


async def _first_answer(driver: Driver, folder: Path, number: int) -> float:
    """Return seconds.  Each start has a new user."""
    person = driver.server.person(FIRST_CHAT + number, "Amina")
    await person.says("/start")
    program = Program(folder, driver.server.url)
    answered = driver.calls.next_message_in(person.id)
    started = time.perf_counter()
    try:
        await program.start()
        arrived, _ = await asyncio.wait_for(answered, TIMEOUT)
        await driver.server.settled(quiet=0.5, timeout=TIMEOUT)
    finally:
        await program.kill()
    return arrived - started
