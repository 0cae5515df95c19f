"""kill -9 around the moment when weeks are released: none is skipped, and none comes twice.

EGEN_KILLS makes it longer: the promise was tried with 100 kills.
"""

import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.content.loader import load
from tests.faults.prepared import prepared, run_in_week
from tests.helpers.program import Program
from tests.telegram_server import Person, TelegramServer

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("EGEN_KILLS", "6"))
PEOPLE = 12
LONG = 120
WEEK_HEAD = re.compile(r"🌱 Week (\d):")


@dataclass
class Course:
    """A run that began so many weeks ago, in a database that no program has seen since."""

    folder: Path
    weeks: list[int]

    async def prepared(self) -> None:
        run = run_in_week(len(self.weeks), PEOPLE)
        await prepared(self.folder, run, {100 + n: f"Person{100 + n}" for n in range(PEOPLE)})

    def rows(self, sql: str) -> list[tuple[int, int]]:
        engine = create_engine(f"sqlite:///{self.folder / 'egen-chef.sqlite3'}")
        with engine.connect() as connection:
            return [(int(a), int(b)) for a, b in connection.execute(text(sql))]

    def check(self) -> None:
        weeks = self.rows("SELECT enrolment_id, week FROM releases")
        assert sorted(weeks) == [(p + 1, w) for p in range(PEOPLE) for w in self.weeks]
        tasks = sum(len(w.tasks) for w in load().course.weeks if w.number in self.weeks)
        submissions = self.rows(
            "SELECT enrolment_id, COUNT(DISTINCT task_id) * 1000 + COUNT(*) FROM works "
            "GROUP BY enrolment_id"
        )
        assert submissions == [(p + 1, tasks * 1001) for p in range(PEOPLE)], "each task once"
        left = self.rows(
            "SELECT COUNT(*), COUNT(failure) FROM outbox "
            "WHERE sent_at IS NULL OR failure IS NOT NULL"
        )
        assert left == [(0, 0)]


def weeks_on(person: Person) -> list[int]:
    found = [WEEK_HEAD.match(shown.text) for shown in person.screen()]
    return [int(match[1]) for match in found if match]


async def everybody_has(people: list[Person], weeks: list[int], program: Program) -> None:
    try:
        async with asyncio.timeout(LONG):
            while not all(set(weeks) <= set(weeks_on(p)) for p in people):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    except TimeoutError:
        missing = {p.id: weeks_on(p) for p in people if not set(weeks) <= set(weeks_on(p))}
        raise AssertionError(f"weeks on screens: {missing}\n{program.log[-2000:]}") from None


def members(telegram: TelegramServer) -> list[Person]:
    telegram.group(-1001, "Konsulenter", members=[])
    return [
        telegram.person(100 + n, f"Person{100 + n}", language_code="en", started=True)
        for n in range(PEOPLE)
    ]


async def test_sigkill_at_any_moment_neither_skips_nor_repeats_a_week(tmp_path: Path) -> None:
    """Five weeks are due at once: so many messages that most kills come between two of them."""
    course, chance = Course(tmp_path, list(range(1, 6))), random.Random(11)
    await course.prepared()
    async with TelegramServer() as telegram:
        people = members(telegram)
        program = Program(tmp_path, telegram.url)
        for kill in range(KILLS):
            await program.start()
            await at_a_random_moment(program, chance, kill)
            await program.kill()
        await starts(program)  # there may be nothing left to do
        await everybody_has(people, course.weeks, program)
        await telegram.settled(quiet=1, timeout=LONG)
        assert await program.stop() == 0
        twice = [n - 1 for p in people for n in Counter(weeks_on(p)).values() if n > 1]
        in_order = [p for p in people if list(dict.fromkeys(weeks_on(p))) == course.weeks]
        assert len(in_order) == PEOPLE
    course.check()
    assert sum(twice) <= KILLS, "a message may come twice for one kill, no more"


async def at_a_random_moment(program: Program, chance: random.Random, kill: int) -> None:
    """While it starts, while it releases (a person at a time), or while it sends."""
    released, ready = told(program, "week_released"), told(program, "telegram_ready")
    if kill % 3 == 0:
        await asyncio.sleep(chance.uniform(0.5, 3))
        return
    await until(lambda: told(program, "week_released") > released
                or told(program, "telegram_ready") > ready)  # fmt: skip
    await asyncio.sleep(chance.uniform(0, 0.05 if kill % 3 == 1 else 0.8))


async def starts(program: Program) -> None:
    ready = told(program, "telegram_ready")
    await program.start()
    await until(lambda: told(program, "telegram_ready") > ready)


def told(program: Program, event: str) -> int:
    log = program.folder / "bot.log"
    return log.read_text().count(event) if log.exists() else 0


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def test_three_weeks_of_downtime_are_caught_up_once_in_order(
    tmp_path: Path,
) -> None:
    course = Course(tmp_path, [1, 2, 3])
    await course.prepared()
    async with TelegramServer() as telegram:
        people = members(telegram)
        program = Program(tmp_path, telegram.url)
        for _ in range(2):  # the second start finds nothing to do
            await starts(program)
            await everybody_has(people, course.weeks, program)
            await telegram.settled(quiet=1, timeout=LONG)
            assert await program.stop() == 0
        assert all(weeks_on(p) == course.weeks for p in people)
    course.check()
