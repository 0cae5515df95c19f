"""What a commit brings is told to whom it concerns, and only what is really there."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.messages import Verbatim, message
from bot.services.ports import OutboxRow
from tests.helpers.world import MONDAY, World

AMINA, OLENA = 42, 43


@dataclass
class Listener:
    """An inbox or an outbox that remembers what it was told."""

    sends: bool = True
    told: list[tuple[int, str | None]] = field(default_factory=list)
    background: int = 0

    def listens(self) -> bool:
        return self.sends

    def tell(self, chat_id: int, first: OutboxRow | None = None) -> None:
        self.told.append((chat_id, first.key if first else None))

    def tell_of_background(self) -> None:
        self.background += 1


@pytest.fixture
def inbox(world: World) -> Listener:
    world.database.news.inbox = listener = Listener()
    return listener


@pytest.fixture
def outbox(world: World) -> Listener:
    world.database.news.outbox = listener = Listener()
    return listener


async def say(world: World, *keys: str, chat: int = AMINA, background: bool = False) -> None:
    async with world.uow() as uow:
        for key in keys:
            said = message(Verbatim(key))
            await uow.outbox.put(key, chat, said, "da", MONDAY, background=background)
        await uow.commit()


async def test_an_update_is_told_when_it_is_stored(world: World, inbox: Listener) -> None:
    async with world.uow() as uow:
        await uow.inbox.store(1, AMINA, {}, MONDAY)
        assert inbox.told == [], "not before anybody can find it"
        await uow.commit()
    assert inbox.told == [(AMINA, None)]


async def test_nothing_is_told_of_what_was_not_committed(
    world: World, inbox: Listener, outbox: Listener
) -> None:
    async with world.uow() as uow:
        await uow.inbox.store(1, AMINA, {}, MONDAY)
        await uow.outbox.put("a", AMINA, message(), "da", MONDAY)
    await say(world)
    assert inbox.told == outbox.told == []


async def test_each_chat_is_told_once_with_what_goes_first(world: World, outbox: Listener) -> None:
    async with world.uow() as uow:
        for key, chat in [("a", AMINA), ("b", OLENA), ("c", AMINA)]:
            await uow.outbox.put(key, chat, message(), "da", MONDAY)
        await uow.commit()
    assert outbox.told == [(AMINA, "a"), (OLENA, "b")]


async def test_what_waits_from_before_goes_first(world: World, outbox: Listener) -> None:
    await say(world, "old")
    await say(world, "new")
    assert outbox.told == [(AMINA, "old"), (AMINA, "old")]


async def test_behind_what_was_put_off_nothing_is_handed_over(
    world: World, outbox: Listener
) -> None:
    await say(world, "old")
    async with world.uow() as uow:
        row = await uow.outbox.next_of(AMINA, MONDAY)
        assert row is not None
        await uow.outbox.retry_later(row.id, MONDAY + timedelta(hours=1), "slow")
        await uow.commit()
    await say(world, "new")
    assert outbox.told[1:] == [(AMINA, None)]


async def test_background_is_told_as_such_and_an_answer_beside_it_is_not(
    world: World, outbox: Listener
) -> None:
    await say(world, "a", background=True)
    assert (outbox.told, outbox.background) == ([], 1)
    await say(world, "b", chat=OLENA)
    assert (outbox.told, outbox.background) == ([(OLENA, "b")], 1)


async def test_who_does_not_send_reads_nothing_for_it(world: World, outbox: Listener) -> None:
    outbox.sends = False
    await say(world, "a")
    assert outbox.told == [(AMINA, None)]
