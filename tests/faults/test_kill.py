"""kill -9 at random moments while people answer: nothing is lost and nothing happens twice.

EGEN_KILLS and EGEN_PEOPLE make it longer: the promise was tried with 100 kills and 20 people.
"""

import asyncio
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.eligibility.rules.application import REASON_QUESTION
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.consultants import KIRSTEN
from tests.helpers.eligibility import AT_SUMMARY, JOIN, SEND, labels, progress, questions
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.telegram_server import TelegramServer
from tests.telegram_server.loopback import serving
from tests.telegram_server.people import Person

KILLS = int(os.environ.get("EGEN_KILLS", "3"))
PEOPLE = int(os.environ.get("EGEN_PEOPLE", "4"))
LONG = 600


async def press(person: Person, label: str, under: str) -> None:
    """A person waits for the message to come, however long the bot is away, and presses once."""
    await person.sees(under, timeout=LONG)
    await person.presses(label)


async def shows(person: Person, label: str) -> None:
    while not any(label in message.labels for message in person.screen()):  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def answer_all(person: Person, haste: random.Random) -> None:
    await person.says("/start")
    await press(person, "English", "Which language")
    await press(person, "✅ Yes, that is okay", "Is it okay that I store")
    await press(person, JOIN, "Thank you! Now you can")
    for question in questions():
        await person.sees(progress(question), timeout=LONG)
        await answer(person, question)
        await asyncio.sleep(haste.uniform(0, 1.5))
    await press(person, SEND, AT_SUMMARY)
    await person.sees("I have sent your answers", timeout=LONG)


async def answer(person: Person, question: Question) -> None:
    """Press each button once it is there, and wait for each tick, or write."""
    for label in labels(question):
        await shows(person, label)
        await person.presses(label)
        if label.startswith("☐"):
            await shows(person, label.replace("☐", "☑"))
    if not labels(question):
        await person.says(f"because of {person.id}")


@pytest.mark.slow
async def test_sigkill_at_any_moment_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)
    bot_port, rasa_port = free_port(), free_port()
    rasa = FakeRasa(f"http://127.0.0.1:{bot_port}/actions/webhook", TOKEN)
    async with TelegramServer() as telegram, serving(rasa.app(), rasa_port):
        people = [
            telegram.person(100 + n, f"Person{n}", language_code="en") for n in range(PEOPLE)
        ]
        consultant = telegram.person(KIRSTEN, "Kirsten", started=True)
        telegram.group(-1001, "Konsulenter", members=[consultant])
        program = Program(tmp_path, telegram.url, f"http://127.0.0.1:{rasa_port}", bot_port)
        await program.start()
        answering = [asyncio.create_task(answer_all(p, random.Random(p.id))) for p in people]
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.3, 4))
            await program.kill()
            await program.start()
        await asyncio.wait_for(asyncio.gather(*answering), LONG)
        # Longer than the pace of a group: the consultants hear of everybody, one after the other.
        await telegram.settled(quiet=6, timeout=300)
        await program.ready()
        assert await program.stop() == 0
        repeats = [most_repeated(p) for p in people]
        # What was done but not noted before a kill is done again: an answer to a press, an edit
        # that changes nothing.  Telegram says so; it refuses nothing else.
        refused = [
            c.answer["description"] for c in telegram.calls if c.status not in (0, 200, 409)
        ]
        expected = ("too old", "not modified")
        assert [why for why in refused if not any(e in why for e in expected)] == []
    check_database(f"sqlite:///{tmp_path / 'egen-chef.sqlite3'}", PEOPLE)
    # A message may come twice only where the process died between sending it and noting it.
    assert sum(repeats) <= KILLS


def most_repeated(person: Person) -> int:
    """How many messages of the bot stand on the screen more than once."""
    seen = Counter(m.text for m in person.screen() if m.text and not m.edited)
    return sum(count - 1 for count in seen.values())


def check_database(url: str, people: int) -> None:
    total = len(questions())
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT a.participant_id, a.status, COUNT(*) FROM applications a "
                "JOIN answers ON application_id = a.id GROUP BY a.id"
            )
        ).all()
        left = connection.execute(
            text("SELECT COUNT(*) FROM inbox WHERE done_at IS NULL OR failure IS NOT NULL")
        ).scalar()
        unsent = connection.execute(
            text("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL OR failure IS NOT NULL")
        ).scalar()
        reasons = connection.execute(
            text("SELECT value FROM answers WHERE question_id = :reason"),
            {"reason": REASON_QUESTION},
        ).scalars()
        assert len(set(reasons)) == people
    assert [tuple(row[1:]) for row in rows] == [("submitted", total)] * people
    assert (left, unsent) == (0, 0)
