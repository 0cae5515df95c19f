"""SQLite's statements on the spot, and not by way of a thread.

The way to aiosqlite's thread and back, four times a statement, takes longer than most statements,
and a person's turn has a dozen.  While one runs here nothing else could run anyway: transactions
come one by one (`Database.turn`).  What may wait for another process (a lock) or for the disk (a
commit) still goes to the thread, and so does whatever comes while that is under way.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite

_WAITING = ("BEGIN", "PRAGMA")  # the lock of a transaction, and what sets up a connection


class NearbyConnection(aiosqlite.Connection):
    """`_execute` is the one way of all calls to SQLite (aiosqlite 0.22)."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy makes it for its own
        # Each is counted up on one side only: equal when the thread has nothing to do.
        self._asked = self._answered = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        is_idle = self._asked == self._answered and self._running and self._connection is not None
        if is_idle and not _may_wait(fn, args):
            return fn(*args, **named)
        self._asked += 1
        return await super()._execute(self._there, fn, *args, **named)  # type: ignore[no-untyped-call]  # aiosqlite

    def _there(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        try:
            return fn(*args, **named)
        finally:
            self._answered += 1


def _may_wait(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    """Our transactions take the lock as they begin (`BEGIN IMMEDIATE`), and need none after it."""
    of_connection = isinstance(getattr(fn, "__self__", None), sqlite3.Connection)
    if of_connection:
        return fn.__name__ not in ("cursor", "rollback")
    return bool(args) and isinstance(args[0], str) and args[0].startswith(_WAITING)


def connect(file: str, **named: Any) -> NearbyConnection:
    """As `aiosqlite.connect`; SQLite itself is safe to call from two threads in turn."""
    return NearbyConnection(lambda: sqlite3.connect(file, **named | {"check_same_thread": False}))
