"""SQLite without aiosqlite's thread, whose way there and back costs more than all a test does."""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from typing import Any

import aiosqlite
from sqlalchemy import event

from bot.adapters.database.engine import Database

_STATEMENTS = frozenset({"execute", "executemany", "commit"})


def at_once(database: Database) -> Database:
    """Call it before the first connection.

    Tasks still take turns at each statement.  Our transactions come one by one (`Database.turn`),
    so none waits for another in here; where a second `Database` opens the same file, one would.
    """
    event.listen(database.engine.sync_engine, "do_connect", _without_thread)
    return database


def _without_thread(_: Any, __: Any, ___: Any, named: dict[str, Any]) -> None:
    named["async_creator_fn"] = _connect


def _connect(file: str, **named: Any) -> aiosqlite.Connection:
    return _Connection(lambda: sqlite3.connect(file, **named))


class _Connection(aiosqlite.Connection):
    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._tx = _Now()  # type: ignore[assignment]  # the queue to the thread

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        if fn.__name__ in _STATEMENTS:
            await asyncio.sleep(0)
        return fn(*args, **named)


class _Now:
    """What would be put into the queue is done."""

    def put_nowait(self, item: tuple[Any, Callable[[], Any]]) -> None:
        future, function = item
        try:
            result = function()
        except Exception as error:
            if future is None:
                raise
            future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)
