"""Cases in the database."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.rules.cases import Case
from bot.cases.rules.escalation import Step
from bot.cases.storage.tables import cases


class Cases:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, case_id: int) -> Case | None:
        return await self._session.get(Case, case_id)

    async def open_of(self, participant_id: int) -> Case | None:
        """The participant's open case, at most one."""
        found = await self._session.execute(_open_of(), {"person": participant_id})
        return found.scalar_one_or_none()

    async def open_ones(self) -> list[Case]:
        """All open cases, the oldest first."""
        statement = select(Case).where(cases.c.closed_at.is_(None))
        statement = statement.order_by(cases.c.opened_at, cases.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def claim(self, case: Case, step: Step, now: datetime) -> bool:
        """Record that a step is being taken.

        False if, since the case was read, another process took it or a consultant answered.
        """
        column, taken_before = cases.c.escalated_at, case.escalated_at
        if step is Step.REMIND:
            column, taken_before = cases.c.reminded_at, case.reminded_at
        statement = (
            update(cases)
            .where(cases.c.id == case.id, cases.c.closed_at.is_(None))
            .where(cases.c.waiting_since == case.waiting_since)
            .where(column.is_not_distinct_from(taken_before))
            .values({column: now})
            .returning(cases.c.id)
        )
        return (await self._session.execute(statement)).first() is not None

    async def add(self, case: Case) -> None:
        self._session.add(case)
        await self._session.flush()


@cache
def _open_of() -> Select[Case]:
    """Built once: every update runs it."""
    whose = cases.c.participant_id == bindparam("person")
    return select(Case).where(whose, cases.c.closed_at.is_(None))
