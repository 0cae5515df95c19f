"""Several processes on one PostgreSQL: nothing is lost where two meet, and one leads."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.adapters.database.engine import Database
from bot.adapters.database.locks import CHECK_SECONDS, AdvisoryLocks, locks_of
from bot.adapters.database.migrate import migrate
from bot.adapters.database.sealing import check_keys
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import Conflict
from bot.pipeline.inbox import Inbox
from bot.pipeline.leader import run_while_leader
from tests.helpers import postgres
from tests.helpers.vault import VAULT
from tests.helpers.world import MONDAY

HANG_GUARD = 60.0  # seconds; nothing passes or fails by how long it takes


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
        await uow[Participants].add(Participant(42, "Amina", "ar", MONDAY))
        await uow.commit()


async def misses(database: Database) -> int:
    async with SqlUnitOfWork(database) as uow:
        person = await uow[Participants].of_chat(42)
        assert person is not None
        return person.misses


async def test_concurrent_changes_of_a_row_both_count(first: Database, second: Database) -> None:
    await add_amina(first)

    async def miss(database: Database) -> None:
        async with SqlUnitOfWork(database) as uow:
            person = await uow[Participants].of_chat(42)
            assert person is not None
            person.misses += 1
            await asyncio.sleep(0.01)
            await uow.commit()

    await asyncio.gather(*(retry_on_conflict(lambda d=d: miss(d)) for d in [first, second] * 3))  # type: ignore[misc]  # mypy can't infer a lambda's default
    assert await misses(first) == 6


async def test_second_writer_gets_a_conflict_and_changes_nothing(
    first: Database, second: Database
) -> None:
    await add_amina(first)

    async def overtaken() -> None:
        async with SqlUnitOfWork(first) as slow:
            person = await slow[Participants].of_chat(42)
            assert person is not None
            await _set_misses(second, 7)
            person.misses = 1
            await slow.commit()

    with pytest.raises(Conflict):
        await overtaken()
    assert await misses(first) == 7


async def _set_misses(database: Database, number: int) -> None:
    async with SqlUnitOfWork(database) as uow:
        person = await uow[Participants].of_chat(42)
        assert person is not None
        person.misses = number
        await uow.commit()


async def test_chat_is_processed_by_one_process_at_a_time(
    first: Database, second: Database
) -> None:
    here, there = locks_of(first), locks_of(second)
    async with here.chat(42) as mine, there.chat(42) as theirs, there.chat(43) as another:
        assert mine and not theirs and another
    async with there.chat(42) as theirs:
        assert theirs
    await here.close()
    await there.close()


async def test_another_process_leads_when_the_leader_ends(
    first: Database, second: Database
) -> None:
    here, there = locks_of(first), locks_of(second)
    led: list[str] = []
    started = {name: asyncio.Event() for name in ("here", "there")}

    async def work(name: str) -> None:
        led.append(name)
        started[name].set()
        await asyncio.Event().wait()

    one = asyncio.create_task(run_while_leader(here, lambda: work("here")))
    await asyncio.wait_for(started["here"].wait(), HANG_GUARD)
    other = asyncio.create_task(run_while_leader(there, lambda: work("there")))
    await asyncio.sleep(0.1)
    assert led == ["here"]
    one.cancel()
    await here.close()  # as the end of the process does
    await asyncio.wait_for(started["there"].wait(), HANG_GUARD)
    other.cancel()
    await there.close()
    assert led == ["here", "there"]
    assert CHECK_SECONDS <= 1, "seconds without a leader, at most"


async def test_hanging_leader_loses_the_lead(first: Database, second: Database) -> None:
    hangs, waits = AdvisoryLocks(first, hangs_after=1), locks_of(second)
    await hangs.lead()  # and asks nothing from then on
    await asyncio.wait_for(waits.lead(), HANG_GUARD)
    await asyncio.wait_for(hangs.lost(), HANG_GUARD)
    await hangs.close()
    await waits.close()


async def test_reconnecting_for_a_chat_lock_does_not_gain_the_lead(
    first: Database, second: Database
) -> None:
    locks = locks_of(first)
    await locks.lead()
    await break_all_locks(second)
    async with locks.chat(42) as ours:
        assert not ours  # it finds out that the connection is gone
    async with locks.chat(42) as ours:
        assert ours
    await asyncio.wait_for(locks.lost(), HANG_GUARD)
    await locks.close()


async def test_leader_is_notified_of_messages_queued_by_another_process(
    first: Database, second: Database
) -> None:
    locks, heard = locks_of(first), asyncio.Event()
    listening = asyncio.create_task(locks.listen(heard.set))
    await asyncio.wait_for(heard.wait(), HANG_GUARD)  # once at the beginning
    heard.clear()
    async with SqlUnitOfWork(second) as uow:
        await uow[Outbox].put("a", 42, Message(()), "da", MONDAY)
        await asyncio.sleep(0.05)
        assert not heard.is_set(), "it is not there yet"
        await uow.commit()
    await asyncio.wait_for(heard.wait(), HANG_GUARD)  # `listen` never looks by itself
    listening.cancel()
    await locks.close()


async def test_listener_reconnects(first: Database, second: Database) -> None:
    locks, heard = locks_of(first), asyncio.Event()
    listening = asyncio.create_task(locks.listen(heard.set))
    await asyncio.wait_for(heard.wait(), HANG_GUARD)
    heard.clear()
    async with second.engine.connect() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE starts_with(query, 'LISTEN')"
        )
    await asyncio.wait_for(heard.wait(), HANG_GUARD)
    listening.cancel()
    await locks.close()


async def test_concurrent_starts_on_an_empty_database_wait_for_each_other() -> None:
    url = await asyncio.to_thread(postgres.bare_database)
    await asyncio.gather(*(asyncio.to_thread(migrate, url) for _ in range(3)))
    await asyncio.gather(*(asyncio.to_thread(check_keys, url, VAULT) for _ in range(3)))


async def test_update_received_by_two_processes_is_stored_once(
    first: Database, second: Database
) -> None:
    new: list[bool] = []

    async def store(database: Database) -> None:
        async with SqlUnitOfWork(database) as uow:
            is_new = await uow[Inbox].store(1, 42, {}, MONDAY)
            await asyncio.sleep(0.01)
            await uow.commit()
        new.append(is_new)

    await asyncio.gather(*(retry_on_conflict(lambda d=d: store(d)) for d in (first, second)))  # type: ignore[misc]  # mypy can't infer a lambda's default
    assert sorted(new) == [False, True]


async def break_all_locks(database: Database) -> None:
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )


async def test_lost_connection_ends_the_lead(first: Database, second: Database) -> None:
    locks = locks_of(first)
    assert isinstance(locks, AdvisoryLocks)
    await locks.lead()
    await break_all_locks(second)
    await asyncio.wait_for(locks.lost(), HANG_GUARD)
    await locks.close()
