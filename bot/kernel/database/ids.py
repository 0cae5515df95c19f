"""Numbers of rows, none of which is ever given twice.

SQLite keeps the highest number of an AUTOINCREMENT table in `sqlite_sequence`, PostgreSQL in the
sequence of the column; erasing rows does not lower them.  An older copy of a database does not
know the numbers given since: after a restore or a move they go on at `floor` (see `advance`).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, event, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper

from bot.kernel.database.sealed import row_columns, sealed_columns
from bot.kernel.database.types import metadata

_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_A_SECOND = 10  # more numbers than one table has ever given in a second, on average


def floor(now: datetime) -> int:
    """A number above all that were given before `now`, whatever was restored and erased since.

    Holds while a table gets fewer than ten rows a second on average and the clock is right.
    """
    return int((now - _SINCE).total_seconds() * _A_SECOND)


def is_numbered(table: Table) -> bool:
    """Whether the database gives the numbers of a table's rows."""
    return table.autoincrement_column is not None


def next_id(connection: Connection, table: Table) -> int:
    """Give the next number, for a row that is inserted in this transaction."""
    if connection.dialect.name == "postgresql":
        sequence = _sequence(connection, table)
        return _number(connection, "SELECT nextval(CAST(:s AS regclass))", s=sequence)
    raised = "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = :name RETURNING seq"
    found = connection.execute(text(raised), {"name": table.name}).scalar()
    if found is None:
        _set_sqlite(connection, table, 1)
    return int(found or 1)


async def next_id_of(session: AsyncSession, table: Table) -> int:
    """`next_id` in the transaction of a session."""
    return await (await session.connection()).run_sync(next_id, table)


async def was_given(session: AsyncSession, table: Table, number: int) -> bool:
    """Whether some row of a table has or had this number."""
    return 0 < number <= await (await session.connection()).run_sync(highest, table)


def highest(connection: Connection, table: Table) -> int:
    """The highest number given so far, to erased rows too; 0: none."""
    if connection.dialect.name == "sqlite":
        found = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name"
        return _number(connection, found, name=table.name)
    sequence = _sequence(connection, table)
    found = "SELECT coalesce(pg_sequence_last_value(CAST(:s AS regclass)), 0)"
    return _number(connection, found, s=sequence)


def advance(connection: Connection, table: Table, to: int) -> None:
    """Give numbers above `to` from now on; never lower ones than before."""
    if to <= highest(connection, table):
        return
    if connection.dialect.name == "sqlite":
        _set_sqlite(connection, table, to)
        return
    sequence = _sequence(connection, table)
    raised = "SELECT setval(CAST(:s AS regclass), :number)"
    _number(connection, raised, s=sequence, number=to)


def advance_all(connection: Connection, to: int) -> None:
    """`advance` all tables."""
    for table in metadata.sorted_tables:
        if is_numbered(table):
            advance(connection, table, to)


def _set_sqlite(connection: Connection, table: Table, number: int) -> None:
    given = {"name": table.name, "number": number}
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
    connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :number)"), given)


def _sequence(connection: Connection, table: Table) -> str:
    column = table.autoincrement_column
    assert column is not None, f"{table.name} is numbered"
    named = text("SELECT pg_get_serial_sequence(:table, :column)")
    given = {"table": table.name, "column": column.name}
    return str(connection.execute(named, given).scalar_one())


def _number(connection: Connection, statement: str, **parameters: Any) -> int:
    return int(connection.execute(text(statement), parameters).scalar_one())


@event.listens_for(Mapper, "before_insert")
def _number_sealed_rows(mapper: Any, connection: Connection, entity: Any) -> None:
    """Sealed values are bound to the number of their row: it must be known at the INSERT."""
    table = mapper.local_table
    column = table.autoincrement_column
    if column is None or not sealed_columns(table) or row_columns(table) != (column,):
        return
    name = mapper.get_property_by_column(column).key
    if getattr(entity, name) is None:
        setattr(entity, name, next_id(connection, table))
