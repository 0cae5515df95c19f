"""One transaction, and everything that can be done in it."""

from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import bot.storage.mapping  # noqa: F401  # the domain must be mapped before the first query
from bot.domain.eligibility import Application, Status
from bot.domain.participants import Participant
from bot.storage.engine import Database
from bot.storage.inbox import SqlInbox
from bot.storage.outbox import SqlOutbox
from bot.storage.tables import applications, participants


class SqlParticipants:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_chat(self, chat_id: int) -> Participant | None:
        statement = select(Participant).where(participants.c.chat_id == chat_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def get(self, participant_id: int) -> Participant:
        """Raises NoResultFound."""
        return await self._session.get_one(Participant, participant_id)

    async def add(self, participant: Participant) -> None:
        self._session.add(participant)
        await self._session.flush()  # gives it its id


class SqlApplications:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def latest(self, participant_id: int) -> Application | None:
        """The one that counts now: the newest that was not replaced."""
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


class SqlUnitOfWork:
    """`async with SqlUnitOfWork(database) as uow: …; await uow.commit()`"""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(self._database.turn())
        self._session = await self._stack.enter_async_context(
            AsyncSession(self._database.engine, expire_on_commit=False)
        )
        self.participants = SqlParticipants(self._session)
        self.applications = SqlApplications(self._session)
        self.inbox = SqlInbox(self._session)
        self.outbox = SqlOutbox(self._session)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()  # closing the session rolls back what was not committed

    async def commit(self) -> None:
        await self._session.commit()
