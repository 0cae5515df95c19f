"""Who does what where several processes work on one PostgreSQL database.

A chat is worked on by one process at a time, and one process leads: it sends, fetches and ticks.
Both are advisory locks of one connection that is kept open: with the process they end.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database

log = structlog.get_logger()

_LEADER = 2**62  # no chat has such a number
CHECK_EVERY = 1.0


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

    async def close(self) -> None: ...


class AdvisoryLocks:
    """Locks of the connection's session; a lost connection loses them, and others may go on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
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
        log.info("leading")

    async def lost(self) -> None:
        while await self._ask("SELECT :key = :key", _LEADER):  # noqa: ASYNC110  # so may a network
            await asyncio.sleep(CHECK_EVERY)
        log.warning("leads_no_longer")

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
                return bool(
                    (await self._connection.execute(text(question), {"key": key})).scalar()
                )
            except (DBAPIError, InterfaceError, OSError) as error:
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
