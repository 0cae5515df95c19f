"""Sealed columns: personal values, encrypted and bound to table, column and row.

A SELECT of a sealed column returns `table.column|row|token` in one expression, which is checked
and opened with the first two parts as associated data.  An INSERT or UPDATE must name the row in
its parameters: `seal_parameters`, on the engine, encrypts what it carries.  The row is the primary
key, or the columns in `info["row"]` of a table; numbers are given before the INSERT (see `ids`).
"""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Table,
    Text,
    TypeDecorator,
    Update,
    cast,
    literal_column,
    type_coerce,
)

from bot.kernel.database.vault import Vault

_Parameters = dict[str, Any]


class _Token(str):
    """An encrypted value: nothing else is written to a sealed column."""

    __slots__ = ()


class Sealed(TypeDecorator[Any]):
    """Text, encrypted in the database.  NULL and the empty text are stored as they are."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The value after its place; NULL stays NULL."""
        base: Any = next(iter(column.base_columns))
        expression: Any = literal_column(f"'{base.table.name}.{base.name}|'", Text)
        for key in row_columns(base.table):
            key_there = column.table.c[key.name]
            expression = expression + cast(key_there, Text) + literal_column("'|'", Text)
        return type_coerce(expression + type_coerce(column, Text), self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Raises TypeError for a value that `seal_parameters` has not encrypted."""
        if value is None or value == "" or isinstance(value, _Token):
            return None if value is None else str(value)
        raise TypeError("a sealed column is written in parameters that name the row")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Raises NotSealed, WrongKey."""
        if value is None:
            return None
        place, _, token = value.rpartition("|")
        if not token:
            return self.decode(token)
        return self.decode(_vault(dialect).open_at(place, token))

    def encode(self, value: Any) -> str:
        """A Python value as text, before encryption."""
        return str(value)

    def decode(self, text: str) -> Any:
        return text


class SealedJson(Sealed):
    """A JSON value (also a boolean), encrypted in the database."""

    cache_ok = True

    def encode(self, value: Any) -> str:
        return json.dumps(value)

    def decode(self, text: str) -> Any:
        return json.loads(text)


class SealedEnum(Sealed):
    """A StrEnum, encrypted in the database."""

    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def encode(self, value: Any) -> str:
        return str(value.value)

    def decode(self, text: str) -> Any:
        return self.enum(text)


@cache
def row_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns that name a row of a table."""
    names = table.info.get("row", table.primary_key.columns.keys())
    return tuple(table.c[name] for name in names)


@cache
def sealed_columns(table: Table) -> Mapping[str, Column[Any]]:
    """The sealed columns of a table by name."""
    return {c.name: c for c in table.columns if isinstance(c.type, Sealed)}


def place_of(column: Column[Any], row: tuple[Any, ...]) -> str:
    """The associated data of a value; `row`: the values of `row_columns`."""
    return "|".join((f"{column.table.name}.{column.name}", *(str(part) for part in row)))


def seal_parameters(vault: Vault) -> Callable[..., Any]:
    """A listener for `before_execute` (with retval) that encrypts parameters of sealed columns."""

    def before_execute(
        _: Connection, statement: Any, many: Any, one: Any, __: Any
    ) -> tuple[Any, Any, Any]:
        if isinstance(statement, Insert | Update) and sealed_columns(statement.table):
            table: Any = statement.table
            many = [_sealed(vault, table, parameters) for parameters in many]
            one = _sealed(vault, table, one) if one else one
        return statement, many, one

    return before_execute


def _sealed(vault: Vault, table: Table, parameters: Mapping[str, Any]) -> _Parameters:
    """Raises TypeError where the row is not named."""
    found = dict(parameters)
    for name, column in sealed_columns(table).items():
        value = found.get(name)
        if value is not None and value != "":
            content = column.type.encode(value)  # type: ignore[attr-defined]  # it is Sealed
            found[name] = _Token(vault.seal_at(place_of(column, _row(table, found)), content))
    return found


def _row(table: Table, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    """From an INSERT (`id`) or the WHERE of an UPDATE, as the ORM names it (`participants_id`)."""
    row = tuple(
        parameters.get(f"{table.name}_{key.name}", parameters.get(key.name))
        for key in row_columns(table)
    )
    if None in row:
        raise TypeError(f"a sealed value for an unnamed row of {table.name}")
    return row


def _vault(dialect: Dialect) -> Vault:
    """Return the vault of the engine: each engine has its own dialect and keys."""
    vault: Vault = dialect.vault  # type: ignore[attr-defined]  # set by bot.adapters.database.engine.Database
    return vault
