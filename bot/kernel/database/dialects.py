"""INSERT … ON CONFLICT DO NOTHING for SQLite and PostgreSQL."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert_for(session: AsyncSession) -> Callable[[Any], Any]:
    """Return the dialect's `insert`, which has `on_conflict_do_nothing`."""
    name = session.get_bind().dialect.name
    return sqlite.insert if name == "sqlite" else postgresql.insert


def insert_new(session: AsyncSession, table: Table) -> Any:
    """Return an INSERT that skips existing keys and returns the keys of inserted rows.

    Cached, since every update needs it.
    """
    return _insert_new(session.get_bind().dialect.name, table)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
