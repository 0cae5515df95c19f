"""The assistant behind its entrances, with somebody in it whose words must stay theirs."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.adapters.telegram.receiving import Receiver
from bot.kernel.database.participants import Participants
from bot.pipeline.inbox import Inbox
from bot.privacy.storage.personal_data import PersonalData
from tests.fuzz.shapes import CONSULTANT, MARK, OTHER, SELF
from tests.helpers.eligibility import questions, to_question
from tests.helpers.world import Person, World, make_world, shipped

SECRET = "qhemmelighed"  # in all that the other person wrote
# More than any update may take: it is done, or given up and told.
ROUNDS = 14
# What a fault of ours would be told as.
FAULTS = frozenset({
    "update_failed", "work_failed", "look_failed", "delivery_failed", "not_given_up",
    "inbox_unavailable", "file_failed", "web_failed", "left_behind", "job_failed",
})  # fmt: skip


@dataclass
class Gate:
    world: World
    receiver: Receiver
    me: Person
    other: Person
    before: Any = None
    log: list[Mapping[str, Any]] = field(default_factory=list)
    next_id: int = 10_000

    async def takes(self, update: dict[str, Any]) -> None:
        """As the poll brings it; the number is Telegram's and always one."""
        self.next_id += 1
        await self.receiver.receive({**update, "update_id": self.next_id})

    async def presses(self, data: str, message_id: int | None, chat: int = SELF) -> None:
        by = CONSULTANT if chat != SELF else SELF
        where = {"id": chat, "type": "private" if chat > 0 else "supergroup"}
        query = {"id": "1", "from": {"id": by, "first_name": "K"}, "data": data}
        await self.takes({"callback_query": query | {"message": {"message_id": message_id,
                                                                 "chat": where}}})  # fmt: skip

    async def settles(self) -> None:
        """Everything has had its tries; nothing is left that would be tried for ever."""
        for _ in range(ROUNDS):
            await self.world.settle()
            if not await self.stored():
                return
            self.world.clock.forward(minutes=10)
        raise AssertionError(f"still not done: {self.log[-5:]}")

    async def stored(self) -> int:
        """Updates that came through the entrance and wait."""
        async with self.world.uow() as uow:
            return len(await uow[Inbox].chats_waiting(self.world.clock(), True))

    async def of_other(self) -> Any:
        async with self.world.uow() as uow:
            person = await uow[Participants].of_chat(OTHER)
            assert person is not None
            return await uow[PersonalData].collect(person), list(self.other.texts)

    async def check(self) -> None:
        """Nothing crashed, nothing leaked, and the other person's matters are as they were."""
        failed = [entry for entry in self.log if entry["event"] in FAULTS]
        assert not failed, failed
        assert MARK not in str(self.log) and SECRET not in str(self.log), self.log
        assert not any(SECRET in text for text in self.me.texts), "another person's words"
        assert await self.of_other() == self.before


def sounds_like_crisis(text: str) -> bool:
    return shipped().distress.kind_of(text) is not None


@asynccontextmanager
async def gate() -> AsyncIterator[Gate]:
    with tempfile.TemporaryDirectory() as folder:
        world = await make_world(Path(folder), consultant_ids=frozenset({CONSULTANT}))
        try:
            receiver = Receiver(
                world.uow, world.clock, world.channel, world.nlu, sounds_like_crisis
            )
            me, other = world.person(SELF, "Amina", "en"), world.person(OTHER, SECRET, "en")
            for person in (me, other):
                await person.says("/start")
                await person.presses("English")
                await person.presses("✅ Yes, that is okay")
                await to_question(person, questions()[1])
            gate = Gate(world, receiver, me, other)
            gate.before = await gate.of_other()
            with capture_logs() as log:
                gate.log = log  # type: ignore[assignment]  # MutableMapping is one
                yield gate
        finally:
            await world.worker.locks.close()
            await world.database.close()
