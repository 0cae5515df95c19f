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
        """Get or create a consultant and update the name; two processes may do it at once.

        An empty name changes nothing.
        """
        known = await self._session.get(Consultant, user_id)
        if known is None:
            statement = insert_for(self._session)(consultants).on_conflict_do_nothing()
            await self._session.execute(statement, {"user_id": user_id, "name": name})
            known = await self._session.get_one(Consultant, user_id)
        if name and known.name != name:
            known.name = name
        return known

    async def get(self, user_id: int) -> Consultant | None:
        return await self._session.get(Consultant, user_id)

    async def is_admitted(self, user_id: int) -> bool:
        """Whether somebody was made a consultant, other than by CONSULTANT_IDS."""
        statement = select(consultants.c.admitted_at).where(consultants.c.user_id == user_id)
        return (await self._session.execute(statement)).scalar() is not None

    async def all(self) -> list[Consultant]:
        return list((await self._session.execute(select(Consultant))).scalars())
