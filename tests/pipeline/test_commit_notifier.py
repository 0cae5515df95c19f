"""A commit begins the work it brings: no turn waits for the next look, or looks for itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import event

from bot.adapters.database.locks import SingleProcess
from bot.adapters.telegram.receiving import Receiver
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.messages import Verbatim, message
from bot.pipeline.delivery import Delivery
from bot.pipeline.inbox_worker import InboxWorker
from tests.helpers.world import NoLimits, World

AMINA = 42


@dataclass
class Channel:
    """Accepts a message when released and notes the number of transactions by then."""

    worker: InboxWorker
    transactions: list[int] = field(default_factory=lambda: [0])
    transactions_at_send: list[int] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    notifier: asyncio.Condition = field(default_factory=asyncio.Condition)

    def reachable(self, chat_id: int) -> bool:
        return True

    async def acknowledge(self, callback_id: str) -> None: ...

    async def deliver(self, row: OutboxRow) -> int:
        self.transactions_at_send.append(self.transactions[0])
        await self.open.wait()
        self.sent.append(row.key)
        async with self.notifier:
            self.notifier.notify_all()
        return len(self.sent)

    async def has(self, count: int) -> list[str]:
        async with asyncio.timeout(60), self.notifier:
            await self.notifier.wait_for(lambda: len(self.sent) >= count)
        return self.sent


@dataclass
class Elsewhere(SingleProcess):
    """Another process has every chat until we have asked so often."""

    asks: int
    asked: int = 0

    @asynccontextmanager
    async def chat(self, chat_id: int) -> AsyncIterator[bool]:
        self.asked += 1
        yield self.asked > self.asks


@pytest.fixture
async def channel(world: World) -> AsyncIterator[Channel]:
    """The queues run, as they do in the program."""
    worker = InboxWorker(
        world.uow,
        world.clock,
        world.assistant,
        world.nlu,
        world.worker.locks,
        world.worker.rate_limiter,
    )
    made = Channel(worker)
    made.open.set()
    delivery = Delivery(world.uow, world.clock, made, NoLimits())
    world.database.notifier.inbox, world.database.notifier.outbox = worker, delivery

    def count(_: object) -> None:
        made.transactions[0] += 1

    event.listen(world.database.engine.sync_engine, "begin", count)
    queues = [asyncio.create_task(queue.run()) for queue in (worker, delivery)]
    while made.transactions[0] < 2:  # noqa: ASYNC110  # the first look of each
        await asyncio.sleep(0.001)
    yield made
    for queue in queues:
        queue.cancel()
    await asyncio.gather(*queues, return_exceptions=True)


def start(number: int) -> dict[str, object]:
    sender = {"id": AMINA, "first_name": "Amina", "language_code": "en"}
    said = {
        "message_id": number, "chat": {"id": AMINA, "type": "private"}, "from": sender,
        "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }  # fmt: skip
    return {"update_id": number, "message": said}


async def say(world: World, *keys: str, background: bool = False) -> None:
    async with world.uow() as uow:
        for key in keys:
            said = message(Verbatim(key))
            await uow[Outbox].put(
                key, AMINA, said, "da", world.clock(), SendOptions(background=background)
            )
        await uow.commit()


async def test_update_needs_two_transactions_until_its_answer_is_sent(
    world: World, channel: Channel
) -> None:
    """One stores the update, one holds its effect and the answer.  A look may come in between."""
    receiver = Receiver(world.uow, world.clock, channel, world.nlu)
    found = []
    for number in range(1, 4):
        before = channel.transactions[0]
        await receiver.receive(start(number))
        await channel.has(number)
        found.append(channel.transactions_at_send[number - 1] - before)
        await asyncio.sleep(0.02)
    assert min(found) == 2, found


async def test_chat_locked_by_another_process_is_taken_once_released(
    world: World, channel: Channel
) -> None:
    channel.worker.locks = locks = Elsewhere(asks=4)
    await Receiver(world.uow, world.clock, channel, world.nlu).receive(start(1))
    assert (await channel.has(1), locks.asked) == (["u1:1"], 5)


async def test_message_queued_during_a_send_follows_in_order(
    world: World, channel: Channel
) -> None:
    channel.open.clear()
    await say(world, "a")
    while not channel.transactions_at_send:  # noqa: ASYNC110  # nothing tells when
        await asyncio.sleep(0.001)
    await say(world, "b")
    await say(world, "c", "d")
    channel.open.set()
    assert await channel.has(4) == ["a", "b", "c", "d"]


async def test_answer_never_overtakes_earlier_messages_of_its_chat(
    world: World, channel: Channel
) -> None:
    channel.open.clear()
    await say(world, "in the background", background=True)
    await say(world, "answer")
    channel.open.set()
    assert await channel.has(2) == ["in the background", "answer"]
