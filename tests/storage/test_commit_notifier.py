"""What a commit brings is told to whom it concerns, and only what is really there."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, delete, select, update

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.database.outbox_tables import outbox as outbox_rows
from bot.kernel.messages import Verbatim, message
from bot.pipeline.inbox import Inbox
from tests.helpers.world import MONDAY, World

AMINA, OLENA = 42, 43


@dataclass
class Listener:
    """An inbox or an outbox that remembers what it was told."""

    sends: bool = True
    told: list[tuple[int, str | None]] = field(default_factory=list)
    background: int = 0

    def is_running(self) -> bool:
        return self.sends

    def notify(self, chat_id: int, first: OutboxRow | None = None) -> None:
        self.told.append((chat_id, first.key if first else None))

    def notify_background(self) -> None:
        self.background += 1

    def notify_urgent(self) -> None: ...


@pytest.fixture
def inbox(world: World) -> Listener:
    world.database.notifier.inbox = listener = Listener()
    return listener


@pytest.fixture
def outbox(world: World) -> Listener:
    world.database.notifier.outbox = listener = Listener()
    return listener


async def say(world: World, *keys: str, chat: int = AMINA, background: bool = False) -> None:
    async with world.uow() as uow:
        for key in keys:
            said = message(Verbatim(key))
            await uow[Outbox].put(
                key, chat, said, "da", MONDAY, SendOptions(background=background)
            )
        await uow.commit()


async def test_stored_update_notifies_after_commit(world: World, inbox: Listener) -> None:
    async with world.uow() as uow:
        await uow[Inbox].store(1, AMINA, {}, MONDAY)
        assert inbox.told == [], "not before anybody can find it"
        await uow.commit()
    assert inbox.told == [(AMINA, None)]


async def test_rolled_back_update_notifies_nobody(
    world: World, inbox: Listener, outbox: Listener
) -> None:
    async with world.uow() as uow:
        await uow[Inbox].store(1, AMINA, {}, MONDAY)
        await uow[Outbox].put("a", AMINA, message(), "da", MONDAY)
    await say(world)
    assert inbox.told == outbox.told == []


async def test_each_chat_is_notified_once_with_its_oldest_message(
    world: World, outbox: Listener
) -> None:
    async with world.uow() as uow:
        for key, chat in [("a", AMINA), ("b", OLENA), ("c", AMINA)]:
            await uow[Outbox].put(key, chat, message(), "da", MONDAY)
        await uow.commit()
    assert outbox.told == [(AMINA, "a"), (OLENA, "b")]


async def test_earlier_unsent_message_is_handed_over_first(world: World, outbox: Listener) -> None:
    await say(world, "old")
    await say(world, "new")
    assert outbox.told == [(AMINA, "old"), (AMINA, "old")]


async def test_no_message_is_handed_over_behind_a_postponed_one(
    world: World, outbox: Listener
) -> None:
    await say(world, "old")
    async with world.uow() as uow:
        row = await uow[Outbox].next_of(AMINA, MONDAY)
        assert row is not None
        await uow[Outbox].retry_later(row, MONDAY + timedelta(hours=1), "slow")
        await uow.commit()
    await say(world, "new")
    assert outbox.told[1:] == [(AMINA, None)]


async def test_notification_is_background_unless_an_answer_is_queued(
    world: World, outbox: Listener
) -> None:
    await say(world, "a", background=True)
    assert (outbox.told, outbox.background) == ([], 1)
    await say(world, "b", chat=OLENA)
    assert (outbox.told, outbox.background) == ([(OLENA, "b")], 1)


async def test_process_without_sender_reads_no_outbox_rows(world: World, outbox: Listener) -> None:
    outbox.sends = False
    await say(world, "a")
    assert outbox.told == [(AMINA, None)]


async def spoil(world: World, key: str) -> None:
    """Its message is one that this program can't read, such as a newer one has left behind."""
    async with world.database.engine.begin() as connection:
        of_key = outbox_rows.c.idempotency_key == bindparam("outbox_idempotency_key")
        values = {"outbox_idempotency_key": key, "message": {"no": "message"}}
        await connection.execute(update(outbox_rows).where(of_key), values)


async def test_undecodable_row_does_not_roll_back_the_update(
    world: World, outbox: Listener
) -> None:
    await say(world, "bad")
    await spoil(world, "bad")
    await say(world, "good")
    assert outbox.told[-1] == (AMINA, None)
    async with world.uow() as uow:
        assert await uow[Outbox].latest("good") is not None


async def test_sent_message_is_recorded_though_the_next_row_is_undecodable(world: World) -> None:
    await say(world, "good", "bad")
    await spoil(world, "bad")
    await world.delivery.work()
    await world.delivery.drained()
    async with world.database.engine.connect() as connection:
        sent = select(outbox_rows.c.idempotency_key).where(outbox_rows.c.sent_at.is_not(None))
        assert list((await connection.execute(sent)).scalars()) == ["good"]


async def test_result_of_an_erased_row_does_not_touch_a_row_reusing_its_id(
    world: World,
) -> None:
    await say(world, "erased")
    async with world.uow() as uow:
        erased = await uow[Outbox].next_of(AMINA, MONDAY)
        assert erased is not None
    async with world.database.engine.begin() as connection:
        await connection.execute(delete(outbox_rows))
    await say(world, "goodbye")
    async with world.uow() as uow:
        await uow[Outbox].sent(erased, 7, MONDAY, [8])
        left = await uow[Outbox].next_of(AMINA, MONDAY)
        assert left is not None and left.key == "goodbye"
