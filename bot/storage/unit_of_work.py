"""One transaction, and everything that can be done in it."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import Self

from sqlalchemy import Select, and_, bindparam, func, or_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

import bot.storage.mapping  # noqa: F401  # the domain must be mapped before the first query
from bot.domain.eligibility import Application, Decision, Status
from bot.domain.enrolments import EnrolmentStatus
from bot.domain.participants import Participant
from bot.services.ports import Conflict
from bot.storage.appointments import SqlAppointments
from bot.storage.audit import SqlAudit
from bot.storage.business_plans import SqlPlans
from bot.storage.cases import SqlCases
from bot.storage.consultants import SqlConsultants
from bot.storage.courses import SqlEnrolments, SqlRuns, SqlWorks
from bot.storage.engine import NEWS, Database
from bot.storage.files import SqlFiles
from bot.storage.inbox import ARRIVED, SqlInbox
from bot.storage.outbox import SAID, SqlOutbox
from bot.storage.persons import SqlPersons
from bot.storage.plans import SqlPlanDanish, SqlPlanVersions
from bot.storage.relays import SqlRelays, SqlTopics
from bot.storage.reminders import SqlReminders
from bot.storage.tables import applications, enrolments, participants, runs

# PostgreSQL's serialization failure and deadlock.
_COLLIDED = ("40001", "40P01")


class SqlParticipants:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_chat(self, chat_id: int) -> Participant | None:
        found = await self._session.execute(_of_chat(), {"chat": chat_id})
        return found.unique().scalar_one_or_none()  # a row for each consent

    async def get(self, participant_id: int) -> Participant:
        """Raises NoResultFound."""
        return await self._session.get_one(Participant, participant_id)

    async def find(self, participant_id: int) -> Participant | None:
        return await self._session.get(Participant, participant_id)

    async def silent_since(self, before: datetime) -> list[int]:
        """Who came before a moment and has written nothing since."""
        wrote = participants.c.seen_at
        statement = (
            select(participants.c.id)
            .where(participants.c.created_at < before, or_(wrote.is_(None), wrote < before))
            .order_by(participants.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, participant: Participant) -> None:
        self._session.add(participant)
        await self._session.flush()  # gives it its id


@cache
def _of_chat() -> Select[Participant]:
    """Built once, as each turn has it."""
    return select(Participant).where(participants.c.chat_id == bindparam("chat"))


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

    async def undecided(self) -> list[Application]:
        """Sent, nobody has decided, and the person is in no run; the oldest first."""
        statement = _newest_sent().where(applications.c.status == Status.SUBMITTED)
        statement = statement.order_by(applications.c.submitted_at, applications.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def admissible(self) -> list[Application]:
        """Of people who can be taken into a run; the oldest first."""
        fits = or_(
            applications.c.decision.is_(None), applications.c.decision != Decision.UNSUITABLE
        )
        statement = _newest_sent().where(fits).order_by(applications.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def add(self, application: Application) -> None:
        self._session.add(application)
        await self._session.flush()


def _newest_sent() -> Select[Application]:
    """The newest answers that each person has sent, of those who are in no run that goes on and
    have finished none since."""
    newest = (
        select(func.max(applications.c.id))
        .where(applications.c.status.in_([Status.SUBMITTED, Status.DECIDED]))
        .group_by(applications.c.participant_id)
    )
    going_on = and_(enrolments.c.status == EnrolmentStatus.ACTIVE, runs.c.closed_at.is_(None))
    finished = and_(
        enrolments.c.status == EnrolmentStatus.FINISHED,
        enrolments.c.finished_at > applications.c.submitted_at,
    )
    in_a_run = (
        select(enrolments.c.id)
        .join(runs, runs.c.id == enrolments.c.run_id)
        .where(enrolments.c.participant_id == applications.c.participant_id)
        .where(or_(going_on, finished))
        .exists()
    )
    return select(Application).where(applications.c.id.in_(newest), ~in_a_run)


def _end_if_cancelled() -> None:
    """A cancellation gets lost in a statement that fails before it can be stopped, and whoever
    tries again after each failure would go on for ever: this brings it back."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class SqlUnitOfWork:
    """`async with SqlUnitOfWork(database) as uow: …; await uow.commit()`

    Raises Conflict on PostgreSQL: see `services.again`.
    """

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
        self.runs = SqlRuns(self._session)
        self.enrolments = SqlEnrolments(self._session)
        self.works = SqlWorks(self._session)
        self.cases = SqlCases(self._session)
        self.consultants = SqlConsultants(self._session)
        self.relays = SqlRelays(self._session)
        self.topics = SqlTopics(self._session)
        self.reminders = SqlReminders(self._session)
        self.files = SqlFiles(self._session)
        self.appointments = SqlAppointments(self._session)
        self.persons = SqlPersons(self._session)
        self.audit = SqlAudit(self._session)
        self.plans = SqlPlans(self._session)
        self.plan_versions = SqlPlanVersions(self._session)
        self.plan_danish = SqlPlanDanish(self._session)
        self.inbox = SqlInbox(self._session)
        self.outbox = SqlOutbox(self._session)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._stack.aclose()  # closing the session rolls back what was not committed
        except Exception:
            _end_if_cancelled()
            raise
        if error is not None:
            _end_if_cancelled()
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLIDED:
            raise Conflict from error

    async def commit(self) -> None:
        arrived: set[int] = self._session.info.pop(ARRIVED, set())
        said: dict[int, bool] = self._session.info.pop(SAID, {})
        if said and not self._database.is_sqlite:
            # With the transaction: whoever sends hears of it when it is there (storage.locks).
            told = {"channel": NEWS, "whose": self._database.name}
            await self._session.execute(text("SELECT pg_notify(:channel, :whose)"), told)
        news = self._database.news
        answered = [chat_id for chat_id, background in said.items() if not background]
        first = {}
        if news.outbox.listens():  # who sends need not read again what is at hand here
            first = {c: await self.outbox.readable_next_of(c, None) for c in answered}
        await self._session.commit()
        for chat_id in arrived:
            news.inbox.tell(chat_id)
        for chat_id in answered:
            news.outbox.tell(chat_id, first.get(chat_id))
        if any(said.values()):
            news.outbox.tell_of_background()
