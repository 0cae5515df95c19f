"""What follows an erasure once it is committed: its last bytes, and the ledger's file."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.database.ledger import LedgerFile
from bot.kernel.database.erasures import Erasure, erasures
from bot.kernel.runtime.faults import fault

log = structlog.get_logger()


@dataclass
class AfterErasure:
    """`file`: None: the ledger is in the database only.

    `work` is done after each erasure, and until it succeeds; the first time after a start, in case
    the process had ended between the commit and this.
    """

    engine: AsyncEngine
    file: LedgerFile | None = None
    _is_due: bool = field(default=True, init=False)

    async def erased(self) -> None:
        """Somebody was erased."""
        self._is_due = True
        await self.work()

    async def work(self) -> None:
        """A failure is logged, and tried again by the next call."""
        if not self._is_due:
            return
        try:
            await self._write_ledger()
            self._is_due = not await self._forget()
        except Exception as error:  # noqa: BLE001  # the erasure itself is done
            log.error("erasure_not_finished", **fault(error))

    async def _write_ledger(self) -> None:
        if self.file is None:
            return
        async with self.engine.connect() as connection:
            rows = (await connection.execute(select(erasures))).all()
        await asyncio.to_thread(self.file.add, [Erasure(**row._mapping) for row in rows])

    async def _forget(self) -> bool:
        """Empty SQLite's write-ahead log; return False while somebody reads from it.

        Erased rows are overwritten in the database file itself (`secure_delete`).
        """
        if self.engine.dialect.name != "sqlite":
            return True
        async with self.engine.connect() as connection:
            return await connection.run_sync(_checkpoint)


def _checkpoint(connection: Connection) -> bool:
    raw: Any = connection.connection
    cursor = raw.cursor()  # without the BEGIN of the engine
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _, _ = cursor.fetchone()
        return not is_busy
    finally:
        cursor.close()
