"""Who does what where several processes work on one PostgreSQL database.

A chat is worked on by one process at a time, and one process leads: it sends, fetches and ticks.
Both are advisory locks of one connection that is kept open: with the process they end.  Whoever
puts something into the outbox says so in its transaction (NOTIFY), and the leader hears it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.engine import NEWS, Database

log = structlog.get_logger()

_LEADER = 2**62  # no chat has such a number
CHECK_EVERY = 1.0
ANSWERS_WITHIN = 5.0  # an answer that takes longer is a lost connection
# PostgreSQL would hold the locks of a machine that lost its power for two hours, and those of a
# process that hangs for ever.  A process that lives asks every second.
_LET_GO = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
    "SET idle_session_timeout = '{hangs_after}s'"
)


class OneProcess:
    """SQLite: nobody else is there."""

    @asynccontextmanager
    async def chat(self, chat_id: int) -> AsyncIterator[bool]:
        yield True

    async def lead(self) -> None:
        """Returns when this process leads."""

    async def lost(self) -> None:
        """Returns when it leads no longer."""
        await asyncio.Event().wait()

    async def listen(self, woken: Callable[[], None]) -> None:
        """Calls `woken` when something was put into the outbox by another process."""
        await asyncio.Event().wait()

    async def close(self) -> None: ...


class AdvisoryLocks:
    """Locks of the connection's session; a lost connection loses them, and others may go on."""

    def __init__(self, database: Database, hangs_after: int = 15) -> None:
        self._database, self._hangs_after = database, hangs_after
        self._connection: AsyncConnection | None = None
        self._leads_on: AsyncConnection | None = None
        self._turn = asyncio.Lock()  # a connection answers one question at a time

    @asynccontextmanager
    async def chat(self, chat_id: int) -> AsyncIterator[bool]:
        """False where another process works on it, or nobody can be asked."""
        ours = await self._try(chat_id)
        try:
            yield ours
        finally:
            if ours:
                await self._ask("SELECT pg_advisory_unlock(:key)", chat_id)

    async def lead(self) -> None:
        while not await self._try(_LEADER):  # noqa: ASYNC110  # another process lets go of it
            await asyncio.sleep(CHECK_EVERY)
        self._leads_on = self._connection
        log.info("leading")

    async def lost(self) -> None:
        while await self._still_leads():  # noqa: ASYNC110  # so may a network
            await asyncio.sleep(CHECK_EVERY)
        log.warning("leads_no_longer")

    async def _still_leads(self) -> bool:
        """The lead is the connection's; a newer one, made for a chat, has none."""
        answers = await self._ask("SELECT :key = :key", _LEADER)
        return answers and self._connection is self._leads_on

    async def listen(self, woken: Callable[[], None]) -> None:
        """Until cancelled.  While nothing can be heard, whoever sends looks by itself."""
        while True:
            try:
                await self._hear(woken)
            except (DBAPIError, psycopg.Error, OSError) as error:
                log.warning("hears_nothing", error=type(error).__name__)
            await asyncio.sleep(CHECK_EVERY)

    async def _hear(self, woken: Callable[[], None]) -> None:
        async with self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(f"LISTEN {NEWS}")
            raw = (await connection.get_raw_connection()).driver_connection
            assert isinstance(raw, psycopg.AsyncConnection), "SQLite has no notifications"
            try:
                woken()  # what was said before it listened
                async for told in raw.notifies():
                    if told.payload != self._database.name:  # of our own we know (services.news)
                        woken()
            finally:
                await connection.invalidate()  # nobody else shall get one that listens

    async def close(self) -> None:
        async with self._turn:
            await self._drop()

    async def _try(self, key: int) -> bool:
        return await self._ask("SELECT pg_try_advisory_lock(:key)", key)

    async def _ask(self, question: str, key: int) -> bool:
        """False, too, where the connection broke: all its locks are gone then."""
        async with self._turn:
            try:
                if self._connection is None:
                    engine = self._database.engine
                    self._connection = await engine.connect()
                    await self._connection.execution_options(isolation_level="AUTOCOMMIT")
                    await self._connection.exec_driver_sql(
                        _LET_GO.format(hangs_after=self._hangs_after)
                    )
                async with asyncio.timeout(ANSWERS_WITHIN):
                    answer = await self._connection.execute(text(question), {"key": key})
                return bool(answer.scalar())
            except (DBAPIError, psycopg.Error, OSError) as error:  # TimeoutError is an OSError
                log.warning("locks_lost", error=type(error).__name__)
                await self._drop()
                return False

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


def locks_of(database: Database) -> OneProcess | AdvisoryLocks:
    return OneProcess() if database.is_sqlite else AdvisoryLocks(database)
