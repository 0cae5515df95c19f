"""The engine for the configured database: SQLite by default, PostgreSQL beyond one machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.adapters.database import inline_sqlite as inline_sqlite
from bot.adapters.database.after_erasure import AfterErasure
from bot.adapters.database.turnstile import Priority, Turnstile
from bot.kernel.database.sealed import seal_parameters
from bot.kernel.database.vault import Vault
from bot.pipeline.commit_notifier import CommitNotifier

# Of PostgreSQL's client: seconds to connect, and until a machine that is gone is given up.
_CONNECT_ARGS = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}  # fmt: skip
OUTBOX_CHANNEL = "egen_chef_outbox"  # the channel on which processes tell each other of it


class Database:
    """An engine, and a fair lock that lets one transaction run at a time.

    SQLite allows one writer; a fair lock of our own beats its busy polling.
    On PostgreSQL those of one process would only collide with each other: twenty people at once
    make each of twenty transactions last twenty times as long.
    """

    def __init__(self, url: str, vault: Vault) -> None:
        # Two consultants and a person may act on the same rows: PostgreSQL finds that out.
        options: Any = (
            {}
            if url.startswith("sqlite")
            else {"isolation_level": "SERIALIZABLE", "connect_args": _CONNECT_ARGS}
        )
        self.engine: AsyncEngine = create_async_engine(url, **options)
        # Column types see nothing but the dialect (kernel.database.sealed.Sealed).
        self.engine.dialect.vault = vault  # type: ignore[attr-defined]  # ours
        self.vault = vault
        event.listen(
            self.engine.sync_engine, "before_execute", seal_parameters(vault), retval=True
        )
        self.after_erasure = AfterErasure(self.engine)
        self.notifier = CommitNotifier()
        self.name = uuid4().hex  # tells our own notifications from those of other processes
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._turnstile = Turnstile()
        if self.is_sqlite:
            # SQLAlchemy ends a connection whose user was cancelled twice, and aiosqlite 0.22.1
            # answers only the first time: what waits for the second held up the end for ever.
            self.engine.dialect.do_terminate = self.engine.dialect.do_close  # type: ignore[method-assign]  # no other way in
            event.listen(self.engine.sync_engine, "connect", _set_up_sqlite)
            event.listen(self.engine.sync_engine, "do_connect", _use_inline_connection)
            event.listen(self.engine.sync_engine, "begin", _begin_immediately)

    @asynccontextmanager
    async def turn(self, priority: Priority = Priority.OTHER) -> AsyncIterator[None]:
        async with self._turnstile.turn(priority):
            yield

    async def close(self) -> None:
        await self.engine.dispose()


def _use_inline_connection(_: Any, __: Any, ___: Any, named: dict[str, Any]) -> None:
    named["async_creator_fn"] = inline_sqlite.connect  # the way SQLAlchemy's dialect is told of it


def _set_up_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, or the driver would start it too late
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what Telegram was told we have survives a power cut, not only a crash of ours.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # erased rows are overwritten, not just unlinked
    # Shorter than the time in which we must end: what waits here can't be told to stop.
    cursor.execute("PRAGMA busy_timeout=3000")
    cursor.close()


def _begin_immediately(connection: Any) -> None:
    # Taking the write lock at once avoids the deadlock of two readers that both want to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
