"""A database with something in every column of every table, tables of later days included."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    Time,
    event,
    insert,
    select,
    type_coerce,
)

from bot.adapters.database.migrate import blocking_engine
from bot.adapters.database.schema import metadata
from bot.adapters.database.vault_table import vault
from bot.kernel.database.audit import audit_chain
from bot.kernel.database.sealed import seal_parameters
from bot.kernel.database.types import AsEnum, Sealed, SealedEnum, SealedJson, UtcDateTime
from bot.reminders.storage.mapping import AsWeekdays
from tests.helpers.vault import VAULT

ROWS = 3
_WORDS = "Ærø – ﺱﻻﻡ, “їжак” 🌱 100 % \\ ' \n"


def fill(url: str) -> None:
    """The word that the keys are tried with is there already."""
    engine = blocking_engine(url)
    event.listen(engine, "before_execute", seal_parameters(VAULT), retval=True)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table not in (vault, audit_chain):
                for number in range(1, ROWS + 1):
                    row = {c: _value(connection, c, number) for c in table.columns}
                    given = {c.name: v for c, v in row.items() if v is not None}
                    connection.execute(insert(table), given)
    engine.dispose()


def stored(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows by table, seals closed."""
    engine = blocking_engine(url)
    with engine.begin() as connection:
        found = {table.name: _rows(connection, table) for table in metadata.sorted_tables}
    engine.dispose()
    return found


def _rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    columns = [type_coerce(c, Text) if isinstance(c.type, Sealed) else c for c in table.columns]
    rows = connection.execute(select(*columns).order_by(*table.primary_key.columns))
    return [tuple(row) for row in rows]


def _value(connection: Connection, column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        there = select(key.column).order_by(key.column).offset(number - 1).limit(1)
        return connection.execute(there).scalar()
    return _of_type(column, number)


def _of_type(column: Column[Any], number: int) -> Any:
    match column.type:
        case SealedJson():
            return {"a": [1, "ø"]}
        case AsEnum(enum=enum) | SealedEnum(enum=enum):
            return list(enum)[number % len(enum)]
        case Sealed():
            return f"{_WORDS}{number}"
        case AsWeekdays():
            return frozenset({0, number})
        case UtcDateTime():
            return datetime(2026, 10, 25, 1, 30, 59, 123_456, UTC) + timedelta(hours=number)
        case Date():
            return date(2026, 2, 28) + timedelta(days=number)
        case Time():
            return time(8, 30)
        case Boolean():
            return number % 2 == 1
        case JSON():
            return {"ø": [1, None, {"n": number}]}
        case BigInteger() if not column.primary_key:
            return -(2**40) - number
        case Integer() | BigInteger():
            return number
        case Float():
            return number + 0.5
        case Numeric():
            return Decimal(number) + Decimal("0.25")
        case String(length=length):
            return f"{number}{_WORDS}"[:length]
    raise AssertionError(f"a value for {column}?")
