"""Shared column types, metadata and index helpers of all tables."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import registry, relationship

from bot.kernel.database.vault import Vault

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Entities are plain dataclasses; each subject maps its own onto its tables.
mapper = registry(metadata=metadata)


def owned(part: type) -> Any:
    """Return a one-to-many relationship whose rows are deleted with their owner."""
    return relationship(part, lazy="selectin", cascade="all, delete-orphan")


class AsEnum(TypeDecorator[StrEnum]):
    """A StrEnum stored by its value."""

    impl = String(20)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__(20)
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.enum(value)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC without time zone (SQLite has none)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=False))


class Sealed(TypeDecorator[str]):
    """Personal text, encrypted in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if not value:  # empty values stay queryable
            return value
        return _vault(dialect).seal(value.encode()).decode("ascii")

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _vault(dialect).open(value.encode()).decode()


class SealedJson(TypeDecorator[Any]):
    """Personal data as JSON, encrypted in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        return _vault(dialect).seal(json.dumps(value).encode()).decode("ascii")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(_vault(dialect).open(value.encode()))


def _vault(dialect: Dialect) -> Vault:
    """Return the vault of the engine: each engine has its own dialect and keys."""
    vault: Vault = dialect.vault  # type: ignore[attr-defined]  # set by bot.adapters.database.engine.Database
    return vault


# SQLite autoincrements only columns of exactly the type INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def partial(
    name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False
) -> None:
    """Create a partial index of the rows that satisfy `where`."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
