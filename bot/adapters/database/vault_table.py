"""A known encrypted value, to detect wrong keys at start."""

from sqlalchemy import Column, Integer, Table, Text

from bot.kernel.database.types import metadata

vault = Table(
    "vault",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("token", Text, nullable=False),
)
