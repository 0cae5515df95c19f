"""Two real workers on one PostgreSQL: orders are kept, one sends, and whoever dies is replaced.

EGEN_PEOPLE makes it longer: the promise was tried with 20 people.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.test_kill import answer_all, check_database, most_repeated, press
from tests.helpers import postgres
from tests.helpers.balancer import Balancer
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.helpers.vault import KEY
from tests.telegram_server import TelegramServer
from tests.telegram_server.loopback import serving
from tests.telegram_server.people import Person

pytestmark = pytest.mark.slow

PEOPLE = int(os.environ.get("EGEN_PEOPLE", "3"))
HASTY = 2
WORDS = [f"word {n}" for n in range(5)]
LONG = 600
AWAY = 2.0
# The number of the leader's lock, as PostgreSQL shows it.
_WHO_LEADS = (
    "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
    "WHERE locktype = 'advisory' AND classid = 1073741824 AND objid = 0 AND granted"
)


@dataclass
class Workers:
    """The workers by name, each with a Rasa server of its own, behind a balancer."""

    server: postgres.Server
    telegram: TelegramServer
    balancer: Balancer
    rasas: list[FakeRasa] = field(default_factory=list)
    programs: dict[str, Program] = field(default_factory=dict)

    async def ready(self) -> None:
        for program in self.programs.values():
            await program.ready()

    def leader(self) -> str | None:
        row = self._row(_WHO_LEADS)
        return str(row[0]) if row else None

    async def sent_once(self, person: Person) -> int:
        """How many messages: as many as there are in the outbox."""
        sent = [c for c in self.telegram.calls_of("sendMessage") if c.chat_id == person.id]
        assert len(sent) == await asyncio.to_thread(self.to_be_sent, person)
        return len(sent)

    def to_be_sent(self, person: Person) -> int:
        row = self._row(
            f"SELECT count(*) FROM outbox WHERE chat_id = {person.id} AND method = 'send'"
        )
        return int(row[0]) if row else 0

    def _row(self, question: str) -> tuple[Any, ...] | None:
        with psycopg.connect(self.server.url.replace("+psycopg", "")) as connection:
            return connection.execute(question.encode()).fetchone()

    async def other_leader(self, than: str | None) -> None:
        """Wait until another process leads."""
        async with asyncio.timeout(LONG):
            while await asyncio.to_thread(self.leader) in (None, than):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def heard(self, person: Person) -> list[str]:
        """In which order the servers heard what this person wrote."""
        return [text for text in self.all_heard if text.startswith(f"{person.id} ")]

    @property
    def all_heard(self) -> list[str]:
        return self.rasas[0].heard  # they share the list


@asynccontextmanager
async def two_workers(folder: Path, chance: random.Random) -> AsyncIterator[Workers]:
    ports = [free_port(), free_port()]
    balancer = Balancer(ports, chance, twice=0.1)
    async with AsyncExitStack() as stack:
        server = await asyncio.to_thread(postgres.Server)
        stack.callback(server.end)
        address = await stack.enter_async_context(serving(balancer.app()))
        telegram = await stack.enter_async_context(TelegramServer(webhook_host=address))
        workers = Workers(server, telegram, balancer)
        heard: list[str] = []
        for name, port in zip(("first", "second"), ports, strict=True):
            rasa = FakeRasa(f"http://127.0.0.1:{port}/actions/webhook", TOKEN, heard)
            program = Program(
                folder / name, telegram.url,
                await stack.enter_async_context(serving(rasa.app())), port, {
                    "TELEGRAM_MODE": "webhook", "PUBLIC_URL": "https://bot.example",
                    "WEBHOOK_SECRET": "secret", "ENCRYPTION_KEYS": KEY,
                    "DATABASE_URL": f"{server.url}&application_name={name}",
                },
            )  # fmt: skip
            stack.push_async_callback(program.kill)
            workers.rasas.append(rasa)
            workers.programs[name] = program
        # At once: one of them makes the tables.
        await asyncio.gather(*(program.start() for program in workers.programs.values()))
        await workers.ready()
        yield workers


async def at_the_menu(person: Person) -> None:
    await person.says("/start")
    await press(person, "English", "Which language")
    await press(person, "✅ Yes, that is okay", "Is it okay that I store")
    await person.sees("Thank you! Now you can", timeout=LONG)


async def writes_all_at_once(person: Person) -> None:
    await at_the_menu(person)
    for word in WORDS:
        await person.says(f"{person.id} {word}")


async def test_two_workers_keep_order_through_crashes_and_database_loss(
    tmp_path: Path,
) -> None:
    async with two_workers(tmp_path, random.Random(3)) as workers:
        telegram = workers.telegram
        telegram.group(-1001, "Konsulenter", members=[])
        people = [
            telegram.person(100 + n, f"Person{n}", language_code="en") for n in range(PEOPLE)
        ]
        hasty = [telegram.person(500 + n, f"Hasty{n}", language_code="en") for n in range(HASTY)]

        await asyncio.gather(*(writes_all_at_once(person) for person in hasty))
        await telegram.settled(quiet=2, timeout=LONG)
        for person in hasty:
            assert workers.heard(person) == [f"{person.id} {word}" for word in WORDS]
            assert await workers.sent_once(person) >= 3 + len(WORDS)

        late = telegram.person(600, "Late", language_code="en")
        await at_the_menu(late)
        telegram.hold()
        for word in WORDS[:3]:
            await late.says(f"{late.id} {word}")
        telegram.release(reversed)
        await telegram.settled(quiet=2, timeout=LONG)
        # Each has its answer; what was overtaken is told so, and never heard behind the newer one.
        assert workers.heard(late) == sorted(workers.heard(late)) != []
        assert await workers.sent_once(late) >= 3 + 3

        answering = [asyncio.create_task(answer_all(p, random.Random(p.id))) for p in people]
        await asyncio.sleep(3)
        led = await asyncio.to_thread(workers.leader)
        assert led is not None
        await workers.programs[led].kill()
        await workers.other_leader(than=led)
        await asyncio.sleep(2)  # the other one does it all
        await workers.programs[led].start()

        await workers.ready()
        await asyncio.to_thread(workers.server.break_down)
        await asyncio.sleep(AWAY)
        await asyncio.to_thread(workers.server.start)
        await workers.other_leader(than=None)

        await asyncio.wait_for(asyncio.gather(*answering), LONG)
        await telegram.settled(quiet=6, timeout=LONG)
        await workers.ready()
        assert set(workers.balancer.taken) == set(workers.balancer.ports)
        for program in workers.programs.values():
            assert await program.stop() == 0
        repeats = [most_repeated(person) for person in people]
        await asyncio.to_thread(check_database, workers.server.url, PEOPLE)
        # Twice only what was on its way when the leader died, or when the database did.
        assert max(repeats) <= 2 and sum(repeats) <= PEOPLE
