"""Consultants in the database."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_for
from bot.office.rules.consultants import Consultant
from bot.office.storage.tables import consultants


class Consultants:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def meet(self, user_id: int, name: str) -> Consultant:
        """Get or create a consultant and update the name; two processes may do it at once."""
        known = await self._session.get(Consultant, user_id)
        if known is None:
            statement = insert_for(self._session)(consultants).on_conflict_do_nothing()
            await self._session.execute(statement, {"user_id": user_id, "name": name})
            known = await self._session.get_one(Consultant, user_id)
        if known.name != name:
            known.name = name
        return known

    async def all(self) -> list[Consultant]:
        return list((await self._session.execute(select(Consultant))).scalars())
