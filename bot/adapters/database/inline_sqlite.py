"""Run SQLite statements in the event-loop thread.

aiosqlite hands every call to a thread and back, four times a statement; that takes longer than
most statements, and one update has a dozen.  Nothing else could run meanwhile anyway, as
transactions come one by one (`Database.turn`).  Calls that may block on a lock of another process
or on the disk (BEGIN, PRAGMA, commit) still go to the thread, and so does every call that comes
while one of them is running.

This is the only module that relies on private parts of aiosqlite (`Connection._execute`,
`_running`, `_connection`, `_thread`); tests/storage/test_inline_sqlite.py fails when they change.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite

_WAITING = ("BEGIN", "PRAGMA")  # take the lock of a transaction; set up a connection


class InlineConnection(aiosqlite.Connection):
    """Overrides `_execute`, through which all calls to SQLite go (aiosqlite 0.22)."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy makes it for its own
        # Each is incremented by one thread only; equal when the thread is idle.
        self._sent = self._done = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        is_idle = self._sent == self._done and self._running and self._connection is not None
        if is_idle and not _may_block(fn, args):
            return fn(*args, **named)
        self._sent += 1
        return await super()._execute(self._in_thread, fn, *args, **named)  # type: ignore[no-untyped-call]  # aiosqlite

    def _in_thread(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        try:
            return fn(*args, **named)
        finally:
            self._done += 1


def _may_block(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    """Whether a call can block.  `BEGIN IMMEDIATE` takes the lock; later statements need none."""
    of_connection = isinstance(getattr(fn, "__self__", None), sqlite3.Connection)
    if of_connection:
        return fn.__name__ not in ("cursor", "rollback")
    return bool(args) and isinstance(args[0], str) and args[0].startswith(_WAITING)


def connect(file: str, **named: Any) -> InlineConnection:
    """As `aiosqlite.connect`; SQLite itself is safe to call from two threads in turn."""
    return InlineConnection(lambda: sqlite3.connect(file, **named | {"check_same_thread": False}))
