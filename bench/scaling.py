"""Does the time of a button turn grow with the number of people in the database?"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from bench import systems
from bench.comparison import BUTTON, report_growth
from bench.driver import Driver
from bench.report import Report, Timings, log
from bench.seeding import seed

SIZES = (10, 1_000, 100_000)
MESSAGES = 2  # of each person, in and out
FIRST_CHAT = 1_000
PRESSING = 10  # people who take turns, so that no rate limit of a chat is reached
WARM_UP = 5  # turns


async def measure(folder: Path, report: Report, rounds: int) -> None:
    """Run one program for each size, all at the same time; their turns alternate."""
    async with AsyncExitStack() as running:
        drivers: dict[int, Driver] = {}
        for size in SIZES:
            log(f"{size:,} people with {MESSAGES} messages in and out each")
            home = folder / f"people-{size}"
            home.mkdir()
            people = range(FIRST_CHAT, FIRST_CHAT + size)
            database = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
            await asyncio.to_thread(seed, database, home, (people, MESSAGES))
            drivers[size] = driver = await running.enter_async_context(Driver())
            driver.add_people(range(FIRST_CHAT, FIRST_CHAT + PRESSING))
        for size, driver in drivers.items():
            home = folder / f"people-{size}"
            await running.enter_async_context(systems.assistant(driver, home))
        times: dict[int, list[float]] = {size: [] for size in SIZES}
        for number in range(rounds):
            for size, driver in drivers.items():
                chat_id = FIRST_CHAT + number % PRESSING
                times[size].append(await driver.presses(chat_id, BUTTON))
        timings = {size: Timings(found[WARM_UP:]) for size, found in times.items()}
        report_growth(report, "button turn, people in the database", timings)
