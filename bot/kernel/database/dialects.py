"""The one statement that SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert_for(session: AsyncSession) -> Callable[[Any], Any]:
    """An `insert` that has `on_conflict_do_nothing`."""
    name = session.get_bind().dialect.name
    return sqlite.insert if name == "sqlite" else postgresql.insert


def insert_new(session: AsyncSession, table: Table) -> Any:
    """Inserts nothing where the key is there already, and returns the keys of what it inserted.

    Built once: each turn has some.
    """
    return _insert_new(session.get_bind().dialect.name, table)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
