"""Mixed faults for as long as you like: `python -m tests.faults.soak --seconds 1800 --people 50`.

The real program in a process of its own, people who go their way, everything that can go wrong
around them, and an account in the end.
"""

import argparse
import asyncio
import contextlib
import logging
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.loader import load
from tests.faults.account import Account, account_of
from tests.faults.alarms import DISTRESSED, FLOODER, SECONDS_MOST, Crises, Flooder
from tests.faults.crowd import One
from tests.faults.prepared import prepared, run_in_week
from tests.faults.weather import Weather, moody_rasa, moody_translator
from tests.helpers.consultants import KIRSTEN
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.telegram_server import TelegramServer
from tests.telegram_server.loopback import serving
from tests.telegram_server.people import Person

TEAM = -1001
LONGEST_REST = 1200.0  # seconds for what waits in the end


@dataclass
class Plan:
    seconds: float
    people: int
    seed: int = 1
    tasks: int = 2
    between_ends: tuple[float, float] = (8.0, 25.0)
    each: tuple[str, ...] = ()  # else as they come, for so many seconds
    seconds_between_crises: float = 60.0
    burst: int = 150  # texts that the one who floods sends at once
    quiet: float = 5.0


@dataclass
class Outcome:
    account: Account
    weather: Weather
    crises: Crises
    flooder: Flooder
    seconds: float

    @property
    def may_repeat(self) -> int:
        return self.weather.may_repeat + self.weather.lost_answers()

    @property
    def is_good(self) -> bool:
        told = self.account
        in_time = self.crises.percentile <= SECONDS_MOST
        return told.faultless and told.repeated <= self.may_repeat and in_time

    def __str__(self) -> str:
        told, weather = self.account, self.weather
        faults = ", ".join(f"{name} {n}" for name, n in sorted(weather.happened.items()))
        return "\n".join([
            f"{self.seconds:.0f} s; {sum(weather.happened.values())} faults: {faults}",
            f"updates {told.updates}, answers {told.answers}, files {told.files}, "
            f"messages to people {told.messages}",
            f"lost {len(told.lost)} {told.lost[:9]}",
            f"applied twice {len(told.twice)} {told.twice[:9]}",
            f"out of order or wrong {len(told.disorder)} {told.disorder[:9]}",
            f"messages repeated {told.repeated} (may be {self.may_repeat}: under way at an end, "
            "or with an answer of Telegram that was lost after its effect)",
            f"texts of one who floods {len(self.flooder.texts)}",
            str(self.crises),
            f"people's words in the log {len(told.told)} {told.told[:9]}",
            f"slowest end after SIGTERM {weather.longest_stop:.1f} s",
        ])  # fmt: skip


async def soak(plan: Plan, folder: Path) -> Outcome:
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL + 1)  # it minds connections that break
    chance = random.Random(plan.seed)
    content, began = load(), time.monotonic()
    learners = plan.people // 2
    crises = int(plan.seconds // plan.seconds_between_crises)
    known = [*range(100, 100 + learners), FLOODER, *range(DISTRESSED, DISTRESSED + crises)]
    await prepared(folder, run_in_week(1), {id: f"Zqw{id}" for id in known})
    bot_port, rasa_port, translate_port = free_port(), free_port(), free_port()
    rasa = moody_rasa(FakeRasa(f"http://127.0.0.1:{bot_port}/actions/webhook", TOKEN))
    translator = moody_translator()
    async with AsyncExitStack() as running:
        telegram = await running.enter_async_context(TelegramServer())
        await running.enter_async_context(serving(rasa, rasa_port))
        await running.enter_async_context(serving(translator, translate_port))
        consultant = telegram.person(KIRSTEN, "Kirsten", started=True)
        team = telegram.group(TEAM, "Konsulenter", members=[consultant])
        until = began + plan.seconds
        phones = [
            telegram.person(100 + n, f"Zqw{100 + n}", language_code="en", started=n < learners)
            for n in range(plan.people)
        ]
        people = [
            One(phone, content, until, random.Random(f"{plan.seed}/{phone.id}"))
            for phone in phones
        ]
        program = Program(
            folder, telegram.url, f"http://127.0.0.1:{rasa_port}", bot_port,
            {"TRANSLATE_URL": f"http://127.0.0.1:{translate_port}"}, piped=True,
        )  # fmt: skip
        weather = Weather(telegram, program, rasa, translator, chance)
        flooder = Flooder(_known(telegram, FLOODER), plan.seconds, plan.burst)
        distressed = Crises(
            [_known(telegram, DISTRESSED + n) for n in range(crises)], team, consultant,
            plan.seconds_between_crises, weather.calm,
        )  # fmt: skip
        try:
            await program.start()
            await program.ready(60)
            ways = [
                asyncio.create_task(p.learns(plan.tasks) if n < learners else p.joins())
                for n, p in enumerate(people)
            ]
            ways += [
                asyncio.create_task(flooder.floods()),
                asyncio.create_task(distressed.happen()),
            ]
            await _until_one_fails(
                ways,
                weather.each(plan.each) if plan.each else weather.blows(plan.seconds),
                weather.ends(plan.seconds, plan.between_ends),
            )
            weather.clears()
            await weather.keep_running()
            # Whatever was put off for a while has its time, and the group its slow pace.
            await _empty_queues(folder)
            await telegram.settled(quiet=plan.quiet, timeout=1200)
            await program.ready(60)
            assert await program.stop() == 0
        finally:
            await program.kill()
        account = await account_of(folder, telegram, people, program.log)
        account.lost += [f"of the flood: {text}" for text in flooder.missing(team)]
    return Outcome(account, weather, distressed, flooder, time.monotonic() - began)


async def _empty_queues(folder: Path) -> None:
    """Wait until nothing is left to be handled, passed on or sent, at the pace of a group."""
    waiting = (
        "SELECT (SELECT COUNT(*) FROM inbox WHERE done_at IS NULL)"
        " + (SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL)"
        " + (SELECT COUNT(*) FROM relays WHERE state = 'held')"
    )
    async with asyncio.timeout(LONGEST_REST):
        while await asyncio.to_thread(_count, folder, waiting):  # noqa: ASYNC110  # it is polled
            await asyncio.sleep(1)


def _count(folder: Path, statement: str) -> int:
    file = folder / "egen-chef.sqlite3"
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as connection:
        return int(connection.execute(statement).fetchone()[0])


def _known(telegram: TelegramServer, id: int) -> Person:
    return telegram.person(id, f"Zqw{id}", language_code="en", started=True)


async def _until_one_fails(
    ways: list["asyncio.Task[None]"], *faults: Coroutine[Any, Any, None]
) -> None:
    tasks = [*ways, *(asyncio.create_task(f) for f in faults)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", action="store_true", help="the folder, to look into")
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="egen-soak-"))
    sys.stdout.write(f"seed {told.seed}, {told.people} people, {told.seconds:.0f} s, {folder}\n")
    sys.stdout.flush()
    outcome = asyncio.run(soak(Plan(told.seconds, told.people, told.seed), folder))
    sys.stdout.write(f"{outcome}\n")
    if not told.keep:
        shutil.rmtree(folder)
    raise SystemExit(not outcome.is_good)


if __name__ == "__main__":
    main()
