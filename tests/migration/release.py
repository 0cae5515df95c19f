"""The database of the release of November 2026, and what stood on people's phones then."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.database.migrate import migrate
from bot.adapters.database.sealing import check_keys
from bot.kernel.database.vault import Vault
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.desk import Consultant, data_of
from tests.helpers.eligibility import questions, value
from tests.helpers.world import Shown, World, make_world

FOLDER = Path(__file__).parent
FILE = FOLDER / "release_2026_11.sqlite"
KEY = (FOLDER / "key.txt").read_text(encoding="ascii").strip()
METTE, SOREN = 1, 2  # the consultants of CONSULTANT_IDS

# Chat ids of the participants; README.md says where each of them stands.
NADIA, OMAR, HANNA, YUSUF, DARIA, ELIF, BASHIR, MARIAM, ZOFIA, SAMIRA = range(101, 111)
KEMAL, LONE, FARID, LEILA, AMAL, JAWAD, OLENA, MINA, AZIZ, HALIMA, RASHID = range(111, 122)


@dataclass
class Phone(Consultant):
    """A participant's phone: buttons are pressed by their data, in the private chat."""

    async def writes(self, text: str) -> None:
        await self.person.says(text)

    async def sends_the_check(self) -> None:
        """From the summary; questions that the release did not have are asked first."""
        known = await answers_of(self.world, self.person.id)
        await self.taps(r"e:\d+:x")
        while (question := asked(self.last)) is not None:
            await self._answers(question, known.get(question.id))
        if (await self.person.application()).open:
            await self.taps(r"e:\d+:x")

    async def _answers(self, question: Question, known: str | None) -> None:
        """With the answer that is known, else by the rule for its kind."""
        answer = known or value(question)
        if question.kind == "several":
            for choice in (answer or "").split(",") if known is None else []:
                await self.taps(rf"e:\d+:t:{question.id}:{choice}")
            await self.taps(rf"e:\d+:d:{question.id}")
        elif question.kind == "one":
            await self.taps(rf"e:\d+:a:{question.id}:{answer}")
        elif answer is None:
            await self.taps(rf"e:\d+:k:{question.id}")
        else:
            await self.writes(answer)


def phone(world: World, chat_id: int, name: str = "") -> Phone:
    return Phone(world, world.person(chat_id, name), chat_id)


def mette(world: World) -> Consultant:
    """In the consultants' group."""
    return Consultant(world, world.person(METTE, "Mette"))


def soren(world: World) -> Consultant:
    """In the private chat with the bot."""
    return Consultant(world, world.person(SOREN, "Søren"), SOREN)


async def world_of_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world on a copy of that database, as it was when the program stopped.

    Nothing that waited then has been worked on yet: `world.settle()` does it.
    """
    monkeypatch.setattr("tests.helpers.world.VAULT", Vault([KEY]))
    world = await make_world(folder, consultant_ids=frozenset({METTE, SOREN}))
    _replace_database(world)
    _restore(world, json.loads((FOLDER / "phones.json").read_text(encoding="utf-8")))
    return world


def _replace_database(world: World) -> None:
    """Before the first connection."""
    file = world.database.engine.url.database
    assert file is not None, "these tests are about SQLite"
    Path(file).write_bytes(_migrated())


def _restore(world: World, kept: dict[str, Any]) -> None:
    """The clock, the counters of ids, and each screen with its buttons."""
    world.clock.now = datetime.fromisoformat(kept["now"]).astimezone(UTC)
    world.update_id, world.message_id = kept["update_id"], kept["message_id"]
    world.channel.next_id = kept["channel"]
    for chat_id, messages in kept["screens"].items():
        world.channel.screens[int(chat_id)] = [_shown(message) for message in messages]


def _shown(message: dict[str, Any]) -> Shown:
    rows = [[(label, data) for label, data in row] for row in message["buttons"]]
    return Shown(message["message_id"], message["text"], rows)


@cache
def _migrated() -> bytes:
    """With the migrations that came after the release; the key still opens it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(FILE, Path(folder) / "copy.sqlite3")
        url = f"sqlite+aiosqlite:///{copy}"
        migrate(url)
        check_keys(url, Vault([KEY]))
        return Path(copy).read_bytes()


def has_button(shown: Shown, pattern: str) -> bool:
    """With data like this."""
    return any(re.fullmatch(pattern, data) for data in data_of(shown))


def asked(shown: Shown) -> Question | None:
    """The question of the check that this message asks, with all buttons to answer it."""
    found = next((q for q in questions() if has_button(shown, rf"e:\d+:w:{q.id}")), None)
    if found is not None:
        for choice in found.choices:
            assert has_button(shown, rf"e:\d+:[at]:{found.id}:{choice.id}"), shown
        assert has_button(shown, rf"e:\d+:k:{found.id}") is found.optional, shown
    return found


async def answers_of(world: World, chat_id: int) -> dict[str, str | None]:
    """In the newest application."""
    application = await world.person(chat_id).application()
    return {answer.question_id: answer.value for answer in application.answers.values()}
