"""Locks between several processes on one PostgreSQL database.

Each chat is processed by one process at a time, and one process is the leader: it delivers the
outbox, fetches files and runs the scheduled jobs.  Both are session-level advisory locks of one
connection that stays open; they end with the process.  A transaction that adds to the outbox
notifies the leader (NOTIFY).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.engine import OUTBOX_CHANNEL, Database

log = structlog.get_logger()

_LEADER = 2**62  # no chat has this id
CHECK_SECONDS = 1.0
ANSWER_SECONDS = 5.0  # after so long the connection counts as lost
# By default PostgreSQL keeps the locks of a machine that lost power for two hours, and those of a
# hanging process for ever.  A live process uses the connection every second.
_SESSION_SETTINGS = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
    "SET idle_session_timeout = '{hangs_after}s'"
)


class SingleProcess:
    """For SQLite, where only one process uses the database."""

    @asynccontextmanager
    async def chat(self, chat_id: int) -> AsyncIterator[bool]:
        yield True

    async def lead(self) -> None:
        """Return when this process is the leader."""

    async def lost(self) -> None:
        """Return when this process is no longer the leader."""
        await asyncio.Event().wait()

    async def listen(self, woken: Callable[[], None]) -> None:
        """Call `woken` whenever another process has added to the outbox."""
        await asyncio.Event().wait()

    async def close(self) -> None: ...


class AdvisoryLocks:
    """Locks of the connection's session; a lost connection loses them, and others may go on."""

    def __init__(self, database: Database, hangs_after: int = 15) -> None:
        self._database, self._hangs_after = database, hangs_after
        self._connection: AsyncConnection | None = None
        self._leader_connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()  # one query at a time per connection

    @asynccontextmanager
    async def chat(self, chat_id: int) -> AsyncIterator[bool]:
        """Yield False if another process has the chat, or the connection is lost."""
        ours = await self._try(chat_id)
        try:
            yield ours
        finally:
            if ours:
                await self._ask("SELECT pg_advisory_unlock(:key)", chat_id)

    async def lead(self) -> None:
        while not await self._try(_LEADER):  # noqa: ASYNC110  # until another process releases it
            await asyncio.sleep(CHECK_SECONDS)
        self._leader_connection = self._connection
        log.info("leading")

    async def lost(self) -> None:
        while await self._still_leads():  # noqa: ASYNC110  # until the connection breaks
            await asyncio.sleep(CHECK_SECONDS)
        log.warning("leads_no_longer")

    async def _still_leads(self) -> bool:
        """The lock belongs to one connection; one opened later does not hold it."""
        answers = await self._ask("SELECT :key = :key", _LEADER)
        return answers and self._connection is self._leader_connection

    async def listen(self, woken: Callable[[], None]) -> None:
        """Run until cancelled, reconnecting as needed; delivery polls meanwhile."""
        while True:
            try:
                await self._listen_once(woken)
            except (DBAPIError, psycopg.Error, OSError) as error:
                log.warning("listen_failed", error=type(error).__name__)
            await asyncio.sleep(CHECK_SECONDS)

    async def _listen_once(self, woken: Callable[[], None]) -> None:
        async with self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(f"LISTEN {OUTBOX_CHANNEL}")
            raw = (await connection.get_raw_connection()).driver_connection
            assert isinstance(raw, psycopg.AsyncConnection), "SQLite has no notifications"
            try:
                woken()  # for what was committed before LISTEN
                async for notification in raw.notifies():
                    if (
                        notification.payload != self._database.name
                    ):  # our own commits notify in-process
                        woken()
            finally:
                await (
                    connection.invalidate()
                )  # a listening connection must not go back to the pool

    async def close(self) -> None:
        async with self._turn:
            await self._drop()

    async def _try(self, key: int) -> bool:
        return await self._ask("SELECT pg_try_advisory_lock(:key)", key)

    async def _ask(self, query: str, key: int) -> bool:
        """Return the boolean result; False also if the connection broke, with all its locks."""
        async with self._turn:
            try:
                if self._connection is None:
                    engine = self._database.engine
                    self._connection = await engine.connect()
                    await self._connection.execution_options(isolation_level="AUTOCOMMIT")
                    await self._connection.exec_driver_sql(
                        _SESSION_SETTINGS.format(hangs_after=self._hangs_after)
                    )
                async with asyncio.timeout(ANSWER_SECONDS):
                    answer = await self._connection.execute(text(query), {"key": key})
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


def locks_of(database: Database) -> SingleProcess | AdvisoryLocks:
    return SingleProcess() if database.is_sqlite else AdvisoryLocks(database)
