"""The one statement that SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert_for(session: AsyncSession) -> Callable[[Any], Any]:
    """An `insert` that has `on_conflict_do_nothing`."""
    name = session.get_bind().dialect.name
    return sqlite.insert if name == "sqlite" else postgresql.insert
