"""Copy of all rows into another, empty database; encrypted values stay encrypted.

Rows get no number again that was given in the old database: see `kernel.database.ids`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, Text, func, insert, select, type_coerce

from bot.adapters.database.migrate import blocking_engine, migrate
from bot.adapters.database.schema import metadata
from bot.kernel.database.ids import advance, floor, highest, is_numbered
from bot.kernel.database.sealed import Sealed

_BATCH = 500


class NotEmpty(Exception):
    """The target database is not empty."""


def move(source: str, target: str) -> dict[str, int]:
    """Copy atomically and return the row count of each table.  Raises NotEmpty, SQLAlchemyError.

    Nobody may write to either meanwhile.
    """
    migrate(source)
    migrate(target)
    origin, goal = blocking_engine(source), blocking_engine(target)
    try:
        with origin.begin() as old, goal.begin() as new:
            if any(_count(new, table) for table in metadata.sorted_tables):
                raise NotEmpty
            rows = {table.name: _copy(old, new, table) for table in metadata.sorted_tables}
            _count_on(old, new)
            return rows
    finally:
        origin.dispose()
        goal.dispose()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _copy(old: Connection, new: Connection, table: Table) -> int:
    rows = old.execute(select(*_stored(table)).order_by(*table.primary_key.columns))
    for batch in _batches(rows):
        # As they are: values of sealed columns are tokens already.
        new.execute(insert(table).values([_as_stored(table, row) for row in batch]))
    return _count(new, table)


def _stored(table: Table) -> list[Any]:
    return [
        type_coerce(column, Text).label(column.name) if _is_sealed(column.type) else column
        for column in table.columns
    ]


def _as_stored(table: Table, row: Sequence[Any]) -> dict[Any, Any]:
    return {
        column: type_coerce(value, Text) if _is_sealed(column.type) else value
        for column, value in zip(table.columns, row, strict=True)
    }


def _is_sealed(kind: object) -> bool:
    return isinstance(kind, Sealed)


def _batches(rows: Any) -> Iterator[Sequence[Any]]:
    while batch := rows.fetchmany(_BATCH):
        yield batch


def _count_on(old: Connection, new: Connection) -> None:
    """Give numbers above all that were given; the target may have been in use before."""
    for table in metadata.sorted_tables:
        if is_numbered(table):
            advance(new, table, max(highest(old, table), floor(datetime.now(UTC))))
