"""Append-only log of the consultants' actions."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, String, Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.types import Id, UtcDateTime, metadata

# `about` is a participant id without a foreign key: the participant may have been erased.
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


class AuditLog:
    """Repository of the audit log."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(
        self, at: datetime, by: int, action: str, about: int | None, update_id: int
    ) -> None:
        """Append an action of the consultant `by`, concerning the participant `about`."""
        await self._session.execute(
            insert(audit).values(
                at=at, by=by, action=action[:80], about=about, update_id=update_id
            )
        )
