"""Business plans."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plan.rules.plan import Plan
from bot.plan.storage.tables import business_plans


class Plans:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, plan_id: int) -> Plan | None:
        return await self._session.get(Plan, plan_id)

    async def of_enrolment(self, enrolment_id: int) -> Plan | None:
        """A participant has one plan in each cohort."""
        statement = select(Plan).where(business_plans.c.enrolment_id == enrolment_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def add(self, plan: Plan) -> None:
        self._session.add(plan)
        await self._session.flush()
