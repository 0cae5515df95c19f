"""One transaction: all or nothing, and writers wait for each other instead of failing."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from bot.adapters.database.engine import Database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.eligibility.rules.application import Application, Decision, Status, abandon, begin, submit
from bot.eligibility.storage.repositories import Applications
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import message
from bot.kernel.participants import Participant
from bot.kernel.runtime.retry import retry_on_conflict
from bot.pipeline.inbox import Inbox
from bot.questionnaire.rules.answering import answer
from tests.helpers.vault import VAULT
from tests.helpers.world import MONDAY, World


def amina() -> Participant:
    return Participant(42, "Amina", "ar", MONDAY)


async def known(world: World) -> Participant | None:
    async with world.uow() as uow:
        return await uow[Participants].of_chat(42)


async def add(world: World, application: Application) -> None:
    async with world.uow() as uow:
        await uow[Applications].add(application)
        await uow.commit()


async def participant(world: World) -> int:
    person = amina()
    async with world.uow() as uow:
        await uow[Participants].add(person)
        await uow.commit()
    assert person.id is not None
    return person.id


async def write_and_fail(world: World) -> None:
    async with world.uow() as uow:
        await uow[Participants].add(amina())
        await uow[Inbox].store(1, 42, {}, MONDAY)
        await uow[Outbox].put("k", 42, message(), "da", MONDAY)
        raise ZeroDivisionError


async def test_exception_rolls_back(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        await write_and_fail(world)
    assert await known(world) is None
    async with world.uow() as uow:
        assert await uow[Inbox].row(1) is None
        assert await uow[Outbox].next_of(42, MONDAY) is None


async def test_changes_without_commit_are_rolled_back(world: World) -> None:
    async with world.uow() as uow:
        await uow[Participants].add(amina())
    assert await known(world) is None


async def test_cancelled_block_rolls_back_and_releases_the_lock(world: World) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with world.uow() as uow:
            await uow[Participants].add(amina())
            inside.set()
            await asyncio.sleep(3600)

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    async with asyncio.timeout(60):
        assert await known(world) is None


async def test_failed_statement_does_not_affect_the_next_block(world: World) -> None:
    await participant(world)
    with pytest.raises(IntegrityError):
        async with world.uow() as uow:
            await uow[Participants].add(amina())
    assert await known(world) is not None


async def test_concurrent_writers_all_proceed(world: World) -> None:
    async def write(number: int) -> None:
        async with world.uow() as uow:
            await uow[Inbox].store(number, number, {}, MONDAY)
            await asyncio.sleep(0)
            await uow.commit()

    await asyncio.gather(*(write(number) for number in range(40)))
    async with world.uow() as uow:
        assert len(await uow[Inbox].chats_waiting(MONDAY, parked_too=False)) == 40


async def test_two_processes_on_one_database_both_write(world: World) -> None:
    other = Database(str(world.database.engine.url), VAULT)

    async def write(database: Database, number: int) -> None:
        async with SqlUnitOfWork(database) as uow:
            await uow[Inbox].store(number, number, {}, MONDAY)
            await uow.commit()

    try:
        await asyncio.gather(
            *(write(database, 2 * n + place) for n in range(15)
              for place, database in enumerate([world.database, other]))
        )  # fmt: skip
    finally:
        await other.close()
    async with world.uow() as uow:
        assert len(await uow[Inbox].chats_waiting(MONDAY, parked_too=False)) == 30


async def test_concurrent_increments_lose_no_update(world: World) -> None:
    await participant(world)

    async def miss() -> None:
        async with world.uow() as uow:
            person = await uow[Participants].of_chat(42)
            assert person is not None
            person.misses += 1
            await uow.commit()

    await asyncio.gather(*(retry_on_conflict(miss) for _ in range(20)))
    person = await known(world)
    assert person is not None and person.misses == 20


async def test_participant_is_loaded_with_every_consent(world: World) -> None:
    person = amina()
    person.answer_consent("1", agreed=False, now=MONDAY)
    person.answer_consent("1", agreed=True, now=MONDAY + timedelta(hours=1))
    async with world.uow() as uow:
        await uow[Participants].add(person)
        await uow.commit()
    found = await known(world)
    assert found is not None and found is not person
    assert [(c.agreed, c.at) for c in found.consents] == [
        (False, MONDAY),
        (True, MONDAY + timedelta(hours=1)),
    ]


async def test_application_round_trips(world: World) -> None:
    questions = world.content.eligibility
    application = begin(await participant(world), questions, MONDAY)
    for sequence, question in enumerate(questions.questions):
        value = question.choices[0].id if question.choices else "متن خودم"
        answer(application, questions, question.id, value, sequence, MONDAY)
    submit(application, questions, MONDAY)
    application.decision = Decision.INVITED
    await add(world, application)
    assert application.id is not None
    async with world.uow() as uow:
        found = await uow[Applications].get(application.id)
    assert found is not None and found is not application
    assert found.answers.keys() == application.answers.keys()
    assert found.value("motivation") == "متن خودم"
    assert (found.status, found.decision) == (Status.SUBMITTED, Decision.INVITED)
    assert (found.outcome, found.submitted_at) == (application.outcome, MONDAY)


async def test_latest_application_skips_dropped_ones(world: World) -> None:
    person = await participant(world)
    first, second, third = (begin(person, world.content.eligibility, MONDAY) for _ in range(3))
    abandon(third)
    for application in (first, second, third):
        await add(world, application)
    async with world.uow() as uow:
        latest = await uow[Applications].latest(person)
        assert latest is not None and latest.id == second.id
        assert await uow[Applications].latest(person + 1) is None


async def test_unknown_participant_is_none(world: World) -> None:
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(7) is None
        assert await uow[Applications].get(7) is None
        with pytest.raises(NoResultFound):
            await uow[Participants].get(7)
