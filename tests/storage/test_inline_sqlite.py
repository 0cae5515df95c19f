"""SQLite on the spot: quick statements here, what may wait in the thread, all in their order."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.adapters.database.inline_sqlite import InlineConnection, connect

TABLE = "CREATE TABLE IF NOT EXISTS thread (name TEXT)"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[InlineConnection]:
    made = connect(str(tmp_path / "a.sqlite3"), timeout=1, isolation_level=None)
    async with made:
        await made.execute(TABLE)
        yield made


async def run(connection: InlineConnection, statement: str) -> None:
    """As SQLAlchemy does it."""
    cursor = await connection.cursor()
    await cursor.execute(statement)
    await cursor.close()


async def thread_of(connection: InlineConnection, statement: str) -> str:
    """In which thread it runs."""
    found: list[str] = []
    assert connection._conn is not None
    connection._conn.set_trace_callback(lambda _: found.append(threading.current_thread().name))
    await run(connection, statement)
    connection._conn.set_trace_callback(None)
    return "here" if found[0] == threading.current_thread().name else "there"


def locked_by_another(folder: Path) -> Callable[[], None]:
    """What lets go of it."""
    other = sqlite3.connect(folder / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other.close


async def test_statements_run_inline_and_blocking_ones_in_a_thread(
    connection: InlineConnection,
) -> None:
    where = {
        statement: await thread_of(connection, statement)
        for statement in (
            "PRAGMA busy_timeout=1000", "BEGIN IMMEDIATE", "INSERT INTO thread VALUES ('a')",
            "SELECT * FROM thread",
        )
    }  # fmt: skip
    assert list(where.values()) == ["there", "there", "here", "here"]
    await connection.commit()


async def test_event_loop_runs_while_another_process_holds_the_lock(
    connection: InlineConnection, tmp_path: Path
) -> None:
    let_go = locked_by_another(tmp_path)
    waiting = asyncio.create_task(run(connection, "BEGIN IMMEDIATE"))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not waiting.done(), "it waits, and we did not"
    let_go()
    async with asyncio.timeout(60):
        await waiting
    assert await thread_of(connection, "SELECT 1") == "here", "it is through with waiting"


async def test_later_statements_queue_behind_the_blocked_one(
    connection: InlineConnection, tmp_path: Path
) -> None:
    """Also where whoever waited has given up: the connection is not used by two at once."""
    let_go = locked_by_another(tmp_path)
    waiting = asyncio.create_task(run(connection, "BEGIN IMMEDIATE"))
    await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    behind = asyncio.create_task(run(connection, "SELECT 1"))
    await asyncio.sleep(0.01)
    assert not behind.done()
    let_go()
    async with asyncio.timeout(60):
        await behind
        await connection.rollback()
    assert not connection.in_transaction


async def test_error_is_raised_to_its_caller(connection: InlineConnection) -> None:
    for statement in ("SELECT * FROM nowhere", "PRAGMA nothing(", "BEGIN NOTHING"):
        with pytest.raises(sqlite3.OperationalError):
            await run(connection, statement)
    assert await thread_of(connection, "SELECT 1") == "here"


async def test_closed_connection_raises(tmp_path: Path) -> None:
    made = connect(str(tmp_path / "b.sqlite3"))
    async with made:
        await made.execute(TABLE)
    with pytest.raises(ValueError, match="onnection"):
        await run(made, "SELECT 1")
