"""The log of what consultants did: rows are only ever added."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import audit


class SqlAudit:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(
        self, at: datetime, by: int, action: str, about: int | None, update_id: int
    ) -> None:
        await self._session.execute(
            insert(audit).values(
                at=at, by=by, action=action[:80], about=about, update_id=update_id
            )
        )
