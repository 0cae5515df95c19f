"""Several processes on one PostgreSQL: nothing is lost where two meet, and one leads."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.participants import Participant
from bot.services.again import again
from bot.services.leading import while_leading
from bot.services.ports import Conflict
from bot.storage.engine import Database
from bot.storage.locks import AdvisoryLocks, locks_of
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.helpers import postgres
from tests.helpers.vault import VAULT
from tests.helpers.world import MONDAY


@pytest.fixture
async def url() -> str:
    return await asyncio.to_thread(postgres.new_database)


@pytest.fixture
async def first(url: str) -> AsyncIterator[Database]:
    database = Database(url, VAULT)
    yield database
    await database.close()


@pytest.fixture
async def second(url: str) -> AsyncIterator[Database]:
    database = Database(url, VAULT)
    yield database
    await database.close()


async def add_amina(database: Database) -> None:
    async with SqlUnitOfWork(database) as uow:
        await uow.participants.add(Participant(42, "Amina", "ar", MONDAY))
        await uow.commit()


async def misses(database: Database) -> int:
    async with SqlUnitOfWork(database) as uow:
        person = await uow.participants.of_chat(42)
        assert person is not None
        return person.misses


async def test_two_who_change_the_same_both_count(first: Database, second: Database) -> None:
    await add_amina(first)

    async def miss(database: Database) -> None:
        async with SqlUnitOfWork(database) as uow:
            person = await uow.participants.of_chat(42)
            assert person is not None
            person.misses += 1
            await asyncio.sleep(0.01)
            await uow.commit()

    await asyncio.gather(*(again(lambda d=d: miss(d)) for d in [first, second] * 3))  # type: ignore[misc]  # mypy can't infer a lambda's default
    assert await misses(first) == 6


async def test_who_comes_second_is_told_so_and_has_done_nothing(
    first: Database, second: Database
) -> None:
    await add_amina(first)

    async def overtaken() -> None:
        async with SqlUnitOfWork(first) as slow:
            person = await slow.participants.of_chat(42)
            assert person is not None
            await _set_misses(second, 7)
            person.misses = 1
            await slow.commit()

    with pytest.raises(Conflict):
        await overtaken()
    assert await misses(first) == 7


async def _set_misses(database: Database, number: int) -> None:
    async with SqlUnitOfWork(database) as uow:
        person = await uow.participants.of_chat(42)
        assert person is not None
        person.misses = number
        await uow.commit()


async def test_a_chat_is_worked_on_by_one_process_at_a_time(
    first: Database, second: Database
) -> None:
    here, there = locks_of(first), locks_of(second)
    async with here.chat(42) as mine, there.chat(42) as theirs, there.chat(43) as another:
        assert mine and not theirs and another
    async with there.chat(42) as theirs:
        assert theirs
    await here.close()
    await there.close()


async def test_when_the_leader_ends_another_leads(first: Database, second: Database) -> None:
    here, there = locks_of(first), locks_of(second)
    led: list[str] = []
    started = {name: asyncio.Event() for name in ("here", "there")}

    async def work(name: str) -> None:
        led.append(name)
        started[name].set()
        await asyncio.Event().wait()

    one = asyncio.create_task(while_leading(here, lambda: work("here")))
    await asyncio.wait_for(started["here"].wait(), 5)
    other = asyncio.create_task(while_leading(there, lambda: work("there")))
    await asyncio.sleep(0.1)
    assert led == ["here"]
    one.cancel()
    await here.close()  # as the end of the process does
    await asyncio.wait_for(started["there"].wait(), 5)
    other.cancel()
    await there.close()
    assert led == ["here", "there"]


async def test_a_lost_connection_ends_the_lead(first: Database, second: Database) -> None:
    locks = locks_of(first)
    assert isinstance(locks, AdvisoryLocks)
    await locks.lead()
    async with second.engine.connect() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
    await asyncio.wait_for(locks.lost(), 5)
    await locks.close()
