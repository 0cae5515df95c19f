"""Does a button turn grow with the people in the database?  And how long does a start take?"""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bench import systems
from bench.beside import BUTTON, grown
from bench.filling import fill
from bench.report import Report, Spread, say
from bench.telegram import LONGEST, Turns
from tests.helpers.program import Program

SIZES = (10, 1_000, 100_000)
MESSAGES = 2  # of each person, in and out
FIRST = 1_000
PRESSING = 10  # people by turns, so that nobody's pace is reached


async def measure(folder: Path, report: Report, rounds: int) -> None:
    """A program for each size, all at the same time; their turns alternate."""
    async with AsyncExitStack() as running:
        bots: dict[int, Turns] = {}
        for size in SIZES:
            say(f"{size:,} people with {MESSAGES} messages in and out each")
            home = folder / f"people-{size}"
            home.mkdir()
            people = range(FIRST, FIRST + size)
            database = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
            await asyncio.to_thread(fill, database, home, (people, MESSAGES))
            bots[size] = turns = await running.enter_async_context(Turns())
            turns.people(range(FIRST, FIRST + PRESSING))
        for size, turns in bots.items():
            home = folder / f"people-{size}"
            await running.enter_async_context(systems.assistant(turns, home))
        times: dict[int, list[float]] = {size: [] for size in SIZES}
        for number in range(rounds):
            for size, turns in bots.items():
                who = FIRST + number % PRESSING
                times[size].append(await turns.presses(who, BUTTON))
        spreads = {size: Spread(found[5:]) for size, found in times.items()}
        grown(report, "button turn, people in the database", spreads)


async def start(folder: Path, report: Report, starts: int) -> None:
    """From the start of the process to the answer to an update that waited for it."""
    async with Turns() as turns:
        found = [await _first_answer(turns, folder / "start", n) for n in range(starts + 1)]
    report.row("first start, with an empty folder: process to first answer", f"{found[0]:.2f} s")
    later = statistics.median(found[1:])
    report.row("start: process to first answer (polling, without Rasa)", f"{later:.2f} s")


async def _first_answer(turns: Turns, folder: Path, number: int) -> float:
    """In seconds; each start has a newcomer."""
    person = turns.server.person(FIRST + number, "Amina")
    await person.says("/start")
    program = Program(folder, turns.server.url)
    said = turns.calls.first_in(person.id)
    began = time.perf_counter()
    try:
        await program.start()
        ended, _ = await asyncio.wait_for(said, LONGEST)
        await turns.server.settled(quiet=0.5, timeout=LONGEST)
    finally:
        await program.kill()
    return ended - began
