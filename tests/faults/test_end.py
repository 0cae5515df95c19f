"""SIGTERM in the middle of things: the program ends, whatever hangs, with nothing half done.

`Program.stop` waits for a minute and what hangs here for ten: no test depends on the machine.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.faults.weather import Moody
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.loopback import serving

pytestmark = pytest.mark.slow

PATIENT = 60.0


@asynccontextmanager
async def running(
    folder: Path, rasa_url: str = ""
) -> AsyncIterator[tuple[TelegramServer, Program]]:
    async with TelegramServer() as telegram:
        telegram.group(-1001, "Konsulenter", members=[])
        program = Program(folder, telegram.url, rasa_url)
        await program.start()
        try:
            yield telegram, program
        finally:
            await program.kill()


async def ends(program: Program) -> None:
    assert await program.stop() == 0, program.log[-2000:]
    assert "Traceback" not in program.log and "left_behind" not in program.log


def greetings(person: Person) -> int:
    return sum("Which language" in shown.text for shown in person.screen())


async def test_message_in_flight_at_shutdown_is_sent_and_recorded_once(tmp_path: Path) -> None:
    async with running(tmp_path) as (telegram, program):
        amina = telegram.person(42, "Amina", language_code="en")
        slow = telegram.faults.add("sendMessage", answer_delay=1.5)
        await amina.says("/start")
        await amina.sees("Which language", PATIENT)
        assert slow.hits, "Telegram has it, and we do not know yet"
        await ends(program)
        await program.start()
        await amina.says("/help")
        await amina.sees("I help you find out", PATIENT)
        await telegram.settled(quiet=1, timeout=PATIENT)
        assert greetings(amina) == 1, amina.drawn()


async def test_shutdown_with_locked_database_resumes_after_restart(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as (telegram, program):
        amina = telegram.person(42, "Amina", language_code="en")
        await amina.says("/start")
        await amina.sees("Which language", PATIENT)
        with closing(
            sqlite3.connect(tmp_path / "egen-chef.sqlite3", isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            await amina.presses("English")
            await asyncio.sleep(0.5)  # it waits for the lock by now
            await ends(program)
            other.execute("ROLLBACK")
        await program.start()
        await amina.sees("Is it okay that I store", PATIENT)
        await telegram.settled(quiet=1, timeout=PATIENT)
        with closing(sqlite3.connect(tmp_path / "egen-chef.sqlite3")) as there:
            people, waiting = (
                there.execute(f"SELECT COUNT(*) FROM {what}").fetchone()[0]
                for what in ("participants", "inbox WHERE done_at IS NULL")
            )
        assert (people, waiting) == (1, 0)
        assert amina.drawn().count("I write English from now on.") == 1, amina.drawn()


async def test_hanging_tasks_do_not_delay_shutdown(tmp_path: Path) -> None:
    """Telegram, Rasa in the middle of a text, and a request that never comes to its end."""
    port = free_port()
    rasa = Moody(FakeRasa("http://127.0.0.1:9", TOKEN).app())
    async with (
        serving(rasa, port),
        running(tmp_path, f"http://127.0.0.1:{port}") as (telegram, program),
    ):
        amina = telegram.person(42, "Amina", language_code="en")
        await program.ready(PATIENT)
        rasa.mood = "hung"
        await amina.says("what is this")
        await asyncio.sleep(0.5)
        for method in ("*", "getUpdates"):
            telegram.faults.add(method, delay=600, times=None)
        await amina.says("/start")
        _, writer = await asyncio.open_connection("127.0.0.1", program.port)
        writer.write(
            b"POST /actions/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
            b"Authorization: Bearer " + TOKEN.encode() + b"\r\n\r\n{"
        )
        await writer.drain()
        await asyncio.sleep(0.5)
        await ends(program)
        writer.close()
