"""Schema migrations at start."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

_STARTING = 2**62 + 1  # among the advisory locks; no chat has such a number
FOLDER = Path(__file__).parent / "migrations"


def migrate(url: str, revision: str = "head") -> None:
    """`url` as the engine takes it; migrations run on the blocking driver of the same database.

    All or nothing: a kill in the middle leaves the schema as it was.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    engine = blocking_engine(url)
    try:
        with engine.begin() as connection:
            one_at_a_time(connection)
            config.attributes["connection"] = connection
            given = _counters(connection)
            command.upgrade(config, revision)
            _keep_counters(connection, given)
    finally:
        engine.dispose()


def _counters(connection: Connection) -> dict[str, int]:
    """The highest number given in each table of SQLite, to erased rows too."""
    exists = text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
    if connection.dialect.name != "sqlite" or connection.execute(exists).first() is None:
        return {}
    rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq for row in rows}


def _keep_counters(connection: Connection, given: dict[str, int]) -> None:
    """A migration that rebuilds a table of SQLite forgets the numbers of its erased rows."""
    now = _counters(connection)
    for name, number in given.items():
        if now.get(name, 0) < number:
            values = {"name": name, "number": number}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :number)"), values)


def blocking_engine(url: str) -> Engine:
    """A blocking engine for maintenance before the assistant runs."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite+aiosqlite":
        parsed = parsed.set(drivername="sqlite")
        if parsed.database:
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def one_at_a_time(connection: Connection) -> None:
    """Serialize migrations of processes that start at the same time (PostgreSQL)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _STARTING})


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver would commit before every CREATE TABLE
    connection.execute("PRAGMA secure_delete=ON")


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
