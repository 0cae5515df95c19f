"""Repository of applications."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.eligibility.rules.application import Application, Status
from bot.eligibility.storage.tables import applications


class Applications:
    """The applications of all participants."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def latest(self, participant_id: int) -> Application | None:
        """The newest application that was not abandoned."""
        statement = (
            select(Application)
            .where(applications.c.participant_id == participant_id)
            .where(applications.c.status != Status.ABANDONED)
            .order_by(applications.c.id.desc())
            .limit(1)
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def get(self, application_id: int) -> Application | None:
        return await self._session.get(Application, application_id)

    async def add(self, application: Application) -> None:
        self._session.add(application)
        await self._session.flush()
