"""Talks between people and consultants."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.cases import Case
from bot.storage.tables import cases


class SqlCases:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, case_id: int) -> Case | None:
        return await self._session.get(Case, case_id)

    async def open_of(self, participant_id: int) -> Case | None:
        """The talk a person has just now; a person has one at most."""
        statement = select(Case).where(
            cases.c.participant_id == participant_id, cases.c.closed_at.is_(None)
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def open_ones(self) -> list[Case]:
        """The oldest first."""
        statement = select(Case).where(cases.c.closed_at.is_(None))
        statement = statement.order_by(cases.c.opened_at, cases.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def add(self, case: Case) -> None:
        self._session.add(case)
        await self._session.flush()
