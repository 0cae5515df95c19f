"""What consultants did: rows are added and never changed."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from bot.storage.tables.base import Id, UtcDateTime, metadata

# `about` is the number of a participant, who may be gone by now: no foreign key, no name.
audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("action", String(80), nullable=False),
    Column("about", BigInteger),
    Column("update_id", BigInteger, nullable=False),
)
Index("ix_audit_about", audit.c.about)
