"""Updates of a crowd are stored together; one that can't be stored holds up no other."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.kernel.unit_of_work import UnitOfWork
from bot.pipeline.batched_store import MOST_TOGETHER, Arrival, BatchedStore
from bot.pipeline.inbox import Inbox, inbox
from bot.pipeline.intake import store_update
from bot.pipeline.updates import parse
from tests.helpers.world import World


class Refused(Exception):
    pass


def arrival(number: int, chat_id: int = 42) -> Arrival:
    sender = {"id": chat_id, "first_name": "P", "language_code": "en"}
    chat = {"id": chat_id, "type": "private"}
    message = {"message_id": number, "chat": chat, "from": sender, "text": f"text {number}"}
    update = {"update_id": number, "message": message}
    return Arrival(parse(update), update)


def store_of(world: World, refused: Callable[[int], bool] = lambda _: False) -> BatchedStore:
    async def put(uow: UnitOfWork, one: Arrival) -> None:
        if refused(one.incoming.update_id):
            raise Refused
        await store_update(uow[Inbox], one.masked, one.incoming, world.clock())

    return BatchedStore(world.uow, put)


async def stored(world: World) -> list[int]:
    async with world.uow() as uow:
        return list((await uow._session.execute(select(inbox.c.update_id))).scalars())


async def crowd(world: World, store: BatchedStore, count: int) -> list[Any]:
    """All arrive while the database is busy."""
    async with world.database.turn():
        tasks = [asyncio.create_task(store.store(arrival(n))) for n in range(1, count + 1)]
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def commits(world: World) -> list[str]:
    found: list[str] = []
    event.listen(world.database.engine.sync_engine, "commit", lambda _: found.append("commit"))
    return found


async def test_crowd_is_stored_in_few_transactions(world: World, commits: list[str]) -> None:
    commits.clear()
    await crowd(world, store_of(world), 3 * MOST_TOGETHER)
    assert len(commits) == 3
    assert await stored(world) == list(range(1, 3 * MOST_TOGETHER + 1))


async def test_update_that_can_not_be_stored_fails_alone(world: World) -> None:
    results = await crowd(world, store_of(world, lambda n: n == 7), 20)
    assert [n for n, result in enumerate(results, 1) if isinstance(result, Refused)] == [7]
    assert await stored(world) == [n for n in range(1, 21) if n != 7]


async def test_single_update_that_can_not_be_stored_is_tried_once(world: World) -> None:
    tried: list[int] = []

    def refuse(update_id: int) -> bool:
        tried.append(update_id)
        return True

    with pytest.raises(Refused):
        await store_of(world, refuse).store(arrival(1))
    assert tried == [1]
    await store_of(world).store(arrival(1))
    assert await stored(world) == [1]


async def test_cancelled_update_leaves_the_others_alone(world: World) -> None:
    store = store_of(world)
    async with world.database.turn():
        tasks = [asyncio.create_task(store.store(arrival(n))) for n in range(1, 6)]
        await asyncio.sleep(0)
        tasks[0].cancel()  # it was the one that had begun
        tasks[3].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await stored(world) == [2, 3, 5]


async def test_updates_of_a_chat_keep_their_order_after_a_failure(world: World) -> None:
    order: list[int] = []

    async def put(uow: UnitOfWork, one: Arrival) -> None:
        if one.incoming.update_id == 2:
            raise Refused
        await store_update(uow[Inbox], one.masked, one.incoming, world.clock())
        order.append(one.incoming.update_id)

    await crowd(world, BatchedStore(world.uow, put), 6)
    assert order[-5:] == [1, 3, 4, 5, 6]
