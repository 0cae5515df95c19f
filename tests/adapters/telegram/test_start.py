"""Start and end of the program: Rasa or Telegram away, a wrong setting, a signal."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.adapters.rasa.child import STOP_SECONDS
from bot.adapters.telegram.polling import CONFIRM_SECONDS
from bot.adapters.web.app import SHUTDOWN_SECONDS
from bot.pipeline.keyed_tasks import SECONDS_TO_END
from tests.helpers.eligibility import JOIN, labels, progress, questions, shown_after
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.loopback import serving

pytestmark = pytest.mark.slow

HANG_GUARD = 60.0  # seconds; nothing passes or fails by how long it takes


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.group(-1001, "Konsulenter")
        yield server


@pytest.fixture
def amina(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", language_code="en")


@pytest.fixture
async def program(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Program]:
    """Not started; nothing listens at its Rasa address until a test starts one there."""
    rasa_url = f"http://127.0.0.1:{free_port()}"
    program = Program(tmp_path / "data", telegram.url, rasa_url)
    yield program
    if program.process is not None:
        await program.kill()


@asynccontextmanager
async def a_rasa_for(program: Program) -> AsyncIterator[FakeRasa]:
    rasa = FakeRasa(program.actions_url, TOKEN)
    async with serving(rasa.app(), int(program.rasa_url.rpartition(":")[2])):
        yield rasa


async def health(program: Program, path: str = "/health") -> tuple[int, dict[str, Any]]:
    """Wait until the program listens."""
    deadline = asyncio.get_running_loop().time() + HANG_GUARD
    while True:
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                answer = await client.get(f"http://127.0.0.1:{program.port}{path}")
            return answer.status_code, answer.json()
        except httpx.TransportError:
            assert asyncio.get_running_loop().time() < deadline, program.log
            await asyncio.sleep(0.05)


async def until_health(program: Program, **parts: bool) -> tuple[int, dict[str, Any]]:
    async with asyncio.timeout(HANG_GUARD):
        while True:
            status, body = await health(program)
            if parts.items() <= body.items():
                return status, body
            await asyncio.sleep(0.05)


async def to_the_menu(person: Person) -> None:
    await person.says("/start")
    await person.sees("Which language")
    await person.presses("English")
    await person.sees("Is it okay that I store")
    await person.presses("✅ Yes, that is okay")
    await person.sees("Thank you! Now you can")


# Rasa away.


async def test_buttons_and_commands_work_while_rasa_is_away(
    program: Program, telegram: TelegramServer, amina: Person
) -> None:
    first, second = questions()[:2]
    await program.start()
    await until_health(program, telegram=True)
    await to_the_menu(amina)
    await amina.presses(JOIN)
    await amina.sees(progress(first))
    for label in labels(first):
        await amina.presses(label)
    await amina.sees(progress(second))
    await amina.says("/help")
    await amina.sees("I help you find out")
    await amina.says("why do you ask me all this")
    await amina.sees("One moment please.")
    for label in labels(second):
        await amina.presses(label)
    await amina.sees(shown_after(second))
    await telegram.settled(quiet=1)
    assert not telegram.unanswered()


async def test_waiting_text_is_answered_after_a_restart(
    program: Program, telegram: TelegramServer, amina: Person
) -> None:
    await program.start()
    await until_health(program, telegram=True)
    await amina.says("/start")
    await amina.sees("Which language")
    await amina.presses("English")
    await amina.sees("Is it okay that I store")
    await amina.says("bot_challenge")
    await amina.sees("One moment please.")
    await telegram.settled()
    await program.kill()
    async with a_rasa_for(program) as rasa:
        await program.start()
        await amina.sees("I am a computer program. The consultant", HANG_GUARD)
        await telegram.settled(quiet=1)
        assert rasa.heard == ["bot_challenge"]
    assert sum("One moment please." in shown.text for shown in amina.screen()) == 1


async def test_waiting_text_is_answered_when_rasa_comes(program: Program, amina: Person) -> None:
    await program.start()
    await until_health(program, telegram=True)
    await amina.says("/start")
    await amina.sees("Which language")
    await amina.says("bot_challenge")
    await amina.sees("One moment please.")
    async with a_rasa_for(program):
        await amina.sees("I am a computer program. The consultant", HANG_GUARD)


# Health.


async def test_health_is_503_while_a_part_is_missing(
    program: Program, telegram: TelegramServer
) -> None:
    await program.start()
    status, body = await until_health(program, telegram=True)
    parts = {"live": True, "database": True, "telegram": True}
    assert (status, body) == (503, parts | {"rasa": False, "ready": False})
    async with a_rasa_for(program):
        status, body = await until_health(program, rasa=True)
        assert (status, body) == (200, parts | {"rasa": True, "ready": True})
        assert await health(program, "/health/ready") == (status, body)
    status, body = await until_health(program, rasa=False)
    assert (status, body["ready"]) == (503, False)
    assert await health(program, "/health/live") == (200, {"live": True})


# Telegram away.


async def test_start_waits_for_telegram(
    program: Program, telegram: TelegramServer, amina: Person
) -> None:
    outages = [telegram.faults.add("*", drop="before"), telegram.faults.add("*", garbage=True)]
    lasting = telegram.faults.add("*", status=502, times=None)
    await amina.says("/start")
    await program.start()
    status, body = await until_health(program, database=True, telegram=False)
    assert (status, body["live"]) == (503, True)
    assert await telegram.world.activity.until(lambda: lasting.hits > 0, HANG_GUARD), (
        "it tries again"
    )
    assert all(outage.hits for outage in outages)
    telegram.faults.clear()
    await amina.sees("Which language", HANG_GUARD)
    await until_health(program, telegram=True)


async def test_sigterm_stops_the_program_while_it_waits_for_telegram(
    program: Program, telegram: TelegramServer
) -> None:
    outage = telegram.faults.add("*", times=None, status=502)
    await program.start()
    assert await telegram.world.activity.until(lambda: outage.hits > 0, HANG_GUARD)
    assert await program.stop() == 0


# Shutdown.


def test_time_limits_of_the_shutdown_leave_room_within_ten_seconds() -> None:
    """The parts end side by side; `docker stop` and systemd kill after ten seconds or more."""
    limits = (SHUTDOWN_SECONDS, CONFIRM_SECONDS, STOP_SECONDS, SECONDS_TO_END)
    assert max(limits) <= 5


async def test_sigterm_stops_the_program_cleanly(
    program: Program, telegram: TelegramServer, amina: Person
) -> None:
    await program.start()
    await until_health(program, telegram=True)
    await amina.says("/start")
    await amina.sees("Which language")
    assert await program.stop() == 0
    assert "Traceback" not in program.log and '"level": "error"' not in program.log
    for name in ("CONTROLLER_CONTACT", "DPO_CONTACT"):
        assert f"{name} is not set; people are told to ask you" in program.log


# Settings.


async def only_line(program: Program) -> str:
    """Return the single line that a refused start prints."""
    await program.start()
    assert program.process is not None
    assert await asyncio.wait_for(program.process.wait(), HANG_GUARD) == 2, program.log
    [line] = program.log.splitlines()
    assert line.startswith("Egen Chef cannot start. ")
    return line


async def test_taken_port_is_reported_in_one_line_before_telegram_is_called(
    program: Program, telegram: TelegramServer
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", program.port))
        taken.listen()
        assert "HTTP_PORT" in await only_line(program)
    assert telegram.calls == []


COMPLETE = {"PUBLIC_URL": "https://bot.example", "WEBHOOK_SECRET": "secret"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "PUBLIC_URL"),
        (COMPLETE | {"WEBHOOK_SECRET": ""}, "WEBHOOK_SECRET"),
        (COMPLETE | {"PUBLIC_URL": "bot.example"}, "PUBLIC_URL"),
    ],
)
async def test_incomplete_webhook_settings_are_reported_in_one_line(
    program: Program, given: dict[str, str], named: str
) -> None:
    program.settings = {"TELEGRAM_MODE": "webhook", **given}
    assert named in await only_line(program)
