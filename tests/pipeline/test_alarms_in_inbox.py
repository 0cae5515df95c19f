"""An alarm in the inbox waits for nobody: no crowd, no rate limit, no Rasa."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.adapters.telegram.receiving import Receiver
from bot.crisis.rules import DistressList
from bot.pipeline import inbox_worker
from bot.pipeline.inbox import inbox
from bot.pipeline.inbox_worker import InboxWorker, ParticipantRateLimiter
from tests.helpers.world import Person, World, shipped

DIE = "i want to die"
CROWD = 300
words: DistressList = shipped().distress


def text(person: int, number: int, said: str = "hello") -> dict[str, Any]:
    sender = {"id": person, "first_name": f"P{person}", "language_code": "en"}
    chat = {"id": person, "type": "private"}
    message = {"message_id": number, "chat": chat, "from": sender, "text": said}
    return {"update_id": 10_000 + number, "message": message}


async def receives(world: World, *updates: dict[str, Any]) -> None:
    def is_alarm(said: str) -> bool:
        return words.kind_of(said) is not None

    receiver = Receiver(world.uow, world.clock, world.channel, world.nlu, is_alarm)
    for update in updates:
        await receiver.receive(update)


@asynccontextmanager
async def working(world: World, worker: InboxWorker) -> AsyncIterator[None]:
    world.database.notifier.inbox = worker
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def worker_of(world: World, **more: Any) -> InboxWorker:
    limiter = more.pop("rate_limiter", ParticipantRateLimiter(10_000))
    return InboxWorker(
        world.uow, world.clock, world.assistant, more.pop("nlu", world.nlu), world.worker.locks,
        limiter, **more,
    )  # fmt: skip


async def done(world: World, *conditions: Any) -> int:
    async with world.uow() as uow:
        statement = select(func.count()).select_from(inbox).where(inbox.c.done_at.is_not(None))
        found = await uow._session.execute(statement.where(*conditions))
        return int(found.scalar_one())


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not await condition():  # noqa: ASYNC110  # the database tells nobody
            await asyncio.sleep(0.005)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is measured in seconds here."""
    monkeypatch.setattr(inbox_worker, "OVERTAKE_AFTER", 0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("restarted", [False, True])
async def test_alarm_is_not_behind_a_crowd(world: World, restarted: bool) -> None:
    crowd = [text(1_000 + n, n, "/start") for n in range(1, CROWD + 1)]
    alarm = text(42, CROWD + 1, DIE)
    before = 0
    if restarted:
        await receives(world, *crowd, alarm)
    async with working(world, worker_of(world)):
        if not restarted:
            async with world.database.turn():  # the crowd comes while the database is busy
                stored = asyncio.create_task(receives(world, *crowd, alarm))
                await asyncio.sleep(0)
            await stored
            before = await done(world)
        await until(lambda: done(world, inbox.c.urgent))
        handled = await done(world, ~inbox.c.urgent)
    assert handled - before < 30, f"{handled} others were handled first"


@pytest.mark.usefixtures("at_once")
async def test_alarm_is_not_held_up_by_the_rate_limit_of_its_person(
    world: World, amina: Person
) -> None:
    async with working(world, worker_of(world, rate_limiter=ParticipantRateLimiter(2))):
        await receives(world, *[text(amina.id, 100 + n, "/menu") for n in range(20)])
        await receives(world, text(amina.id, 200, DIE))
        await until(lambda: done(world, inbox.c.urgent))
        assert await done(world, inbox.c.update_id > 10_000) < 20
    await world.settle()
    assert any("🆘" in shown.text for shown in world.team)


class HungNlu:
    def __init__(self) -> None:
        self.asked = asyncio.Event()

    def is_ready(self) -> bool:
        return True

    def prefetch(self, chat_id: int, text: str) -> None: ...

    async def submit(self, *_: Any) -> None:
        self.asked.set()
        await asyncio.Event().wait()


@pytest.mark.usefixtures("at_once")
async def test_alarm_does_not_wait_for_a_text_that_rasa_is_reading(
    world: World, amina: Person
) -> None:
    nlu = HungNlu()
    async with working(world, worker_of(world, nlu=nlu)):
        await receives(world, text(amina.id, 300, "what is a budget"))
        await asyncio.wait_for(nlu.asked.wait(), 60)
        await receives(world, text(amina.id, 301, DIE))
        await until(lambda: done(world, inbox.c.urgent))
    await world.settle()
    assert any("🆘" in shown.text for shown in world.team)
    assert sum("what is a budget" in shown.text for shown in world.team) == 1, "passed on after it"


async def test_alarm_that_can_is_handled_in_the_order_of_its_chat(
    world: World, amina: Person
) -> None:
    async with working(world, worker_of(world)):
        await receives(world, text(amina.id, 400, "/consultant"), text(amina.id, 401, DIE))
        await until(lambda: done(world, inbox.c.urgent))
        assert await done(world, inbox.c.update_id == 10_400) == 1
    await world.settle()
    assert sum("🆘" in shown.text for shown in world.team) == 1


async def test_alarm_in_a_text_that_comes_late_is_raised(world: World, amina: Person) -> None:
    late = amina._message(None, text=DIE)
    await amina.says("/menu")
    await world.arrives("message", late)
    assert any("🆘" in shown.text for shown in world.team) and amina.sees("112")


async def test_update_of_a_group_is_no_alarm(world: World) -> None:
    update = text(-1001, 500, DIE)
    update["message"]["chat"] = {"id": -1001, "type": "supergroup"}
    update["message"]["from"]["id"] = 900
    await receives(world, update)
    async with world.uow() as uow:
        assert (await uow._session.execute(select(inbox.c.urgent))).scalars().all() == [False]
