"""What all tables share: their metadata, ids, times in UTC, indexes of some rows only."""

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
    """A list of parts that are deleted with their owner."""
    return relationship(part, lazy="selectin", cascade="all, delete-orphan")


class AsEnum(TypeDecorator[StrEnum]):
    """A StrEnum stored by its value, so that the table can be read without this program."""

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
    """Aware in Python, UTC in the database; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=False))


class Sealed(TypeDecorator[str]):
    """What a person wrote or is called: text in Python, sealed in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if not value:  # there is nothing to hide, and queries may ask for it
            return value
        return _vault(dialect).seal(value.encode()).decode("ascii")

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _vault(dialect).open(value.encode()).decode()


class SealedJson(TypeDecorator[Any]):
    """The same for what is kept as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        return _vault(dialect).seal(json.dumps(value).encode()).decode("ascii")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(_vault(dialect).open(value.encode()))


def _vault(dialect: Dialect) -> Vault:
    """Each engine has a dialect of its own, so each database has keys of its own."""
    vault: Vault = dialect.vault  # type: ignore[attr-defined]  # see storage.engine.Database
    return vault


# SQLite counts up only a column whose type is exactly INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def partial(
    name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False
) -> None:
    """An index of only those rows that are looked for."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
