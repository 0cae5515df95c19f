"""Shared column types, metadata and index helpers of all tables."""

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
    Table,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import registry, relationship

from bot.kernel.database.sealed import Sealed as Sealed  # for the tables of all subjects
from bot.kernel.database.sealed import SealedEnum as SealedEnum
from bot.kernel.database.sealed import SealedJson as SealedJson

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@event.listens_for(Table, "after_parent_attach")
def _never_reuse_ids(table: Table, parent: Any) -> None:
    """SQLite gives the number of the newest row again once that is erased, unless told not to."""
    if parent is metadata and table.autoincrement_column is not None:
        table.dialect_options["sqlite"]["autoincrement"] = True


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


# SQLite autoincrements only columns of exactly the type INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def partial(
    name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False
) -> None:
    """Create a partial index of the rows that satisfy `where`."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
