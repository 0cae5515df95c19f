"""Working off the inbox: texts are interpreted, updates done once, failures retried."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.kernel.unit_of_work import UnitOfWork
from bot.pipeline.inbox import Inbox, InboxRow, inbox
from bot.pipeline.keyed_tasks import KeyedTasks
from bot.pipeline.ports import FindOutFirst
from tests.helpers.world import MONDAY, Person, World


def start(update_id: int, chat_id: int = 42) -> dict[str, Any]:
    sender = {"id": chat_id, "first_name": "P", "language_code": "en"}
    message = {
        "message_id": update_id, "chat": {"id": chat_id, "type": "private"}, "from": sender,
        "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }  # fmt: skip
    return {"update_id": update_id, "message": message}


async def store(world: World, *updates: int) -> None:
    async with world.uow() as uow:
        for update in updates:
            await uow[Inbox].store(update, 42, start(update), world.clock())
        await uow.commit()


async def row(world: World, update_id: int) -> InboxRow | None:
    async with world.uow() as uow:
        return await uow[Inbox].row(update_id)


async def test_drained_worker_has_done_its_updates(world: World) -> None:
    await store(world, 1, 2)
    await world.worker.work()
    await world.worker.drained()
    assert await row(world, 1) is None and await row(world, 2) is None


async def test_text_is_interpreted_and_done(world: World, amina: Person) -> None:
    update = await amina.says("what is this?")
    assert world.nlu.heard == ["what is this?"]
    assert await row(world, update) is None


async def test_text_that_called_no_action_is_tried_again(world: World, amina: Person) -> None:
    class Deaf:
        def is_ready(self) -> bool:
            return True

        def prefetch(self, chat_id: int, text: str) -> None: ...

        async def submit(self, *_: object) -> None: ...

    world.worker.nlu = Deaf()
    update = await amina.says("what is this?")
    waiting = await row(world, update)
    assert waiting is not None and waiting.attempts == 1
    async with world.database.engine.connect() as connection:
        statement = select(inbox.c.failure, inbox.c.next_try_at)
        failure, at = (
            await connection.execute(statement.where(inbox.c.update_id == update))
        ).one()
    assert failure == "NoActionCalled" and at > world.clock()
    world.worker.nlu = world.nlu
    world.clock.forward(hours=1)
    await world.settle()
    assert await row(world, update) is None and world.nlu.heard == ["what is this?"]


async def test_repeated_update_is_stored_once(world: World) -> None:
    async with world.uow() as uow:
        assert await uow[Inbox].store(1, 42, start(1), world.clock())
        assert not await uow[Inbox].store(1, 42, {}, world.clock())
        assert await uow[Inbox].done(1, world.clock())
        assert not await uow[Inbox].done(1, world.clock()), "somebody else was faster"


async def test_update_to_be_tried_later_holds_up_those_behind_it(world: World) -> None:
    await store(world, 1, 2)
    now = world.clock()
    async with world.uow() as uow:
        first, more = await uow[Inbox].next_of(42, now, True)
        assert first is not None and (first.update_id, more) == (1, True)
        await uow[Inbox].retry_later(1, now + timedelta(seconds=5), "away")
        assert await uow[Inbox].next_of(42, now, True) == (None, False)
        due, _ = await uow[Inbox].next_of(42, now + timedelta(seconds=5), True)
        assert due is not None and (due.update_id, due.attempts) == (1, 1)
        await uow[Inbox].done(1, now)
        last, more = await uow[Inbox].next_of(42, now, True)
        assert last is not None and (last.update_id, more) == (2, False)


async def test_parked_texts_wait_until_they_can_be_interpreted(world: World) -> None:
    await store(world, 1)
    now = world.clock()
    async with world.uow() as uow:
        assert not await uow[Inbox].has_parked(42)
        await uow[Inbox].park(1, "why.goodday", now)
        assert await uow[Inbox].has_parked(42) and not await uow[Inbox].has_parked(43)
        assert await uow[Inbox].chats_waiting(now, parked_too=False) == []
        assert await uow[Inbox].chats_waiting(now, parked_too=True) == [42]
        assert await uow[Inbox].next_of(42, now, parked_too=False) == (None, False)
        parked, _ = await uow[Inbox].next_of(42, now, parked_too=True)
        assert parked is not None and (parked.parked, parked.waiting) == (True, "why.goodday")


async def test_done_updates_are_removed_after_their_time(world: World) -> None:
    await store(world, 1, 2, 3)
    now = world.clock()
    async with world.uow() as uow:
        await uow[Inbox].done(1, now - timedelta(days=2))
        await uow[Inbox].done(2, now)
        before = now - timedelta(days=1)
        assert await uow[Inbox].remove_before(before, really=False) == 1
        assert await uow[Inbox].remove_before(before, really=True) == 1
        assert await uow[Inbox].remove_before(before, really=True) == 0
        await uow.commit()
    async with world.database.engine.connect() as connection:
        kept = (await connection.execute(select(inbox.c.update_id))).scalars().all()
    assert sorted(kept) == [2, 3]


async def test_cancelled_task_ends_quietly() -> None:
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
    tasks = KeyedTasks("test")
    tasks.start(1, asyncio.sleep(60))
    await asyncio.sleep(0)
    tasks._busy[1].cancel()
    await tasks.drained()
    await asyncio.sleep(0)
    assert faults == [] and not tasks.is_busy(1)


class Curious:
    """An update handler that wants something found out before each update."""

    def __init__(self, questions: int) -> None:
        self.questions, self.handled = questions, 0

    async def handle(self, uow: UnitOfWork, row: InboxRow) -> FindOutFirst | None:
        if self.questions > 0:
            return FindOutFirst(self.find_out)
        self.handled += 1
        await uow[Inbox].done(row.update_id, MONDAY)
        return None

    async def find_out(self) -> None:
        self.questions -= 1


async def test_update_is_handled_once_what_it_needs_is_found_out(world: World) -> None:
    curious: Any = Curious(questions=1)
    world.worker.assistant = curious
    await store(world, 1)
    await world.worker.work()
    await world.worker.drained()
    assert curious.handled == 1 and await row(world, 1) is None


async def test_update_that_never_gets_its_answer_is_tried_later(world: World) -> None:
    curious: Any = Curious(questions=1_000)
    world.worker.assistant = curious
    await store(world, 1)
    await world.worker.work()
    await world.worker.drained()
    waiting = await row(world, 1)
    assert waiting is not None and waiting.attempts == 1 and curious.questions > 900
