"""A crowd of strangers keeps nobody waiting whom we know."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.pipeline.inbox_worker import MOST_HANDLED, MOST_STRANGERS
from bot.pipeline.known_chats import KNOWN_AFTER, READ_EVERY, KnownChats
from bot.pipeline.limits import STRANGERS, Limits
from bot.pipeline.ports import UninterpretedText
from tests.helpers.world import TEAM, Person, World
from tests.pipeline.test_alarms_in_inbox import HungNlu, receives, text, until, worker_of, working

CONSULTANT = 77


async def person(world: World, chat_id: int, age: timedelta, *answers: bool) -> None:
    came = Participant(chat_id, "P", "en", world.clock() - age)
    for agreed in answers:
        came.answer_consent("1", agreed, world.clock())
    async with world.uow() as uow:
        await uow[Participants].add(came)
        await uow.commit()


async def the_consultants(uow: UnitOfWork) -> frozenset[int]:
    return frozenset({CONSULTANT})


async def known(world: World) -> KnownChats:
    chats = KnownChats(the_consultants)
    async with world.uow() as uow:
        await chats.refresh(uow, world.clock())
    return chats


@pytest.mark.parametrize(
    ("age", "answers", "expected"),
    [
        (KNOWN_AFTER + timedelta(seconds=1), [True], True),
        (KNOWN_AFTER + timedelta(seconds=1), [True, False], True),
        (KNOWN_AFTER, [True], False),
        (KNOWN_AFTER * 9, [], False),
        (KNOWN_AFTER * 9, [False], False),
    ],
    ids=["yes", "withdrawn", "came today", "no answer", "no"],
)
async def test_known_is_who_consented_and_came_before_today(
    world: World, age: timedelta, answers: list[bool], expected: bool
) -> None:
    await person(world, 1, age, *answers)
    assert (1 in await known(world)) is expected


async def test_groups_and_consultants_are_known(world: World) -> None:
    chats = await known(world)
    assert TEAM in chats and 0 in chats and CONSULTANT in chats and 78 not in chats


async def test_people_become_known_within_a_minute(world: World) -> None:
    chats = await known(world)
    await person(world, 1, KNOWN_AFTER * 2, True)
    for later, expected in ((READ_EVERY - timedelta(seconds=1), False), (READ_EVERY, True)):
        async with world.uow() as uow:
            await chats.refresh(uow, world.clock() + later)
        assert (1 in chats) is expected


async def test_clock_set_back_reads_them_again(world: World) -> None:
    chats = await known(world)
    await person(world, 1, KNOWN_AFTER * 9, True)
    async with world.uow() as uow:
        await chats.refresh(uow, world.clock() - timedelta(days=3))
    assert 1 in chats


# Handling.


class Busy:
    """Handles nothing to its end."""

    def __init__(self) -> None:
        self.begun: list[int] = []

    async def handle(self, uow: Any, row: Any) -> UninterpretedText | None:
        self.begun.append(row.chat_id)
        await uow.__aexit__(None, None, None)  # the database is free for others
        await asyncio.Event().wait()
        return None


async def test_strangers_share_a_few_places(world: World, amina: Person) -> None:
    assistant = Busy()
    world.clock.forward(days=2)
    async with world.uow() as uow:
        found = await uow[Participants].of_chat(amina.id)
        assert found is not None
        found.answer_consent("1", True, world.clock())
        await uow.commit()
    worker = worker_of(world)
    worker.assistant = assistant  # type: ignore[assignment]  # only what is used here
    await receives(world, *[text(1_000 + n, n) for n in range(1, 3 * MOST_HANDLED)])
    await receives(world, text(amina.id, 900))
    async with working(world, worker):

        async def amina_begun() -> bool:
            return amina.id in assistant.begun

        await until(amina_begun)
        await asyncio.sleep(0.05)
        assert len(assistant.begun) == MOST_STRANGERS + 1


async def test_text_at_rasa_holds_up_no_press_of_strangers(world: World) -> None:
    nlu = HungNlu()
    async with working(world, worker_of(world, nlu=nlu)):
        for n in range(MOST_STRANGERS + 2):
            await receives(world, text(1_000 + n, 10 + n, "/start"))
        await world.settle()
        await receives(world, *[text(1_000 + n, 100 + n, "what is it") for n in range(3)])
        await asyncio.wait_for(nlu.asked.wait(), 60)
        start = text(2_000, 200, "/start")
        await receives(world, start)

        async def begun() -> bool:
            async with world.uow() as uow:
                return await uow[Participants].of_chat(2_000) is not None

        await until(begun)


# Sending.


def message_to(chat_id: int, urgent: bool = False) -> OutboxRow:
    return OutboxRow(
        1, chat_id, "send", Message(()), "en", None, 0, None, None, None, False, False, "k", None,
        urgent,
    )  # fmt: skip


class Regulars(KnownChats):
    def __contains__(self, chat_id: int) -> bool:
        return chat_id < 1_000


def limits() -> Limits:
    return Limits(known=Regulars())


async def send(limits: Limits, row: OutboxRow, sent: list[tuple[int, float]]) -> None:
    await limits.wait(row)
    sent.append((row.chat_id, asyncio.get_running_loop().time()))
    limits.arrived(row)


@pytest.mark.looptime
async def test_known_person_waits_for_no_message_to_strangers() -> None:
    shared, sent = limits(), []  # type: tuple[Limits, list[tuple[int, float]]]
    crowd = [asyncio.create_task(send(shared, message_to(1_000 + n), sent)) for n in range(900)]
    await asyncio.sleep(3)
    begun = asyncio.get_running_loop().time()
    await send(shared, message_to(42), sent)
    assert asyncio.get_running_loop().time() - begun < 0.2
    await asyncio.gather(*crowd)
    last = max(at for _, at in sent)
    assert last == pytest.approx(900 * STRANGERS[1], rel=0.1), "nobody is forgotten"


@pytest.mark.looptime
async def test_alarm_of_a_stranger_waits_for_no_other_stranger() -> None:
    shared, sent = limits(), []  # type: tuple[Limits, list[tuple[int, float]]]
    crowd = [asyncio.create_task(send(shared, message_to(1_000 + n), sent)) for n in range(300)]
    await asyncio.sleep(1)
    begun = asyncio.get_running_loop().time()
    await send(shared, message_to(5_000, urgent=True), sent)
    assert asyncio.get_running_loop().time() - begun < 0.2
    await asyncio.gather(*crowd)
