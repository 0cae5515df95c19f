"""Runs, who is in them, and what they work on."""

from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.tables import enrolments, releases, runs, submissions


class Cohorts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, run_id: int) -> Cohort | None:
        return await self._session.get(Cohort, run_id)

    async def open_ones(self) -> list[Cohort]:
        """Oldest start first."""
        statement = (
            select(Cohort).where(runs.c.closed_at.is_(None)).order_by(runs.c.starts_on, runs.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, run: Cohort) -> None:
        self._session.add(run)
        await self._session.flush()


class Enrolments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, enrolment_id: int) -> Enrolment | None:
        return await self._session.get(Enrolment, enrolment_id)

    async def latest(self, participant_id: int) -> Enrolment | None:
        """The one that counts now: the newest that the person has not left."""
        found = await self._session.execute(_latest(), {"person": participant_id})
        return found.scalar_one_or_none()

    async def left(self, run_id: int, participant_id: int) -> Enrolment | None:
        """The place in a run that a person had and left."""
        statement = (
            select(Enrolment)
            .where(enrolments.c.run_id == run_id, enrolments.c.participant_id == participant_id)
            .where(enrolments.c.status == EnrolmentStatus.LEFT)
            .order_by(enrolments.c.id.desc())
            .limit(1)
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def of_run(self, run_id: int) -> list[Enrolment]:
        """In the order of admission; those who left are left out."""
        statement = (
            select(Enrolment)
            .where(enrolments.c.run_id == run_id)
            .where(enrolments.c.status != EnrolmentStatus.LEFT)
            .order_by(enrolments.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def behind(self, run_id: int, weeks: list[int]) -> list[int]:
        """Ids of those in a run to whom not all of these weeks were released yet."""
        given = (
            select(func.count())
            .where(releases.c.enrolment_id == enrolments.c.id, releases.c.week.in_(weeks))
            .scalar_subquery()
        )
        statement = (
            select(enrolments.c.id)
            .where(enrolments.c.run_id == run_id)
            .where(enrolments.c.status == EnrolmentStatus.ACTIVE, given < len(weeks))
            .order_by(enrolments.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, enrolment: Enrolment) -> None:
        self._session.add(enrolment)
        await self._session.flush()


class Submissions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, work_id: int) -> Submission | None:
        return await self._session.get(Submission, work_id)

    async def handed_in(self) -> list[Submission]:
        """All that wait for a consultant, the longest waiting first."""
        statement = _of_members(Stage.HANDED_IN).order_by(
            submissions.c.handed_in_at, submissions.c.id
        )
        return list((await self._session.execute(statement)).scalars())

    async def to_talk_about(self) -> list[Submission]:
        """All whose person waits for a talk, the longest waiting first."""
        statement = _of_members(Stage.TALK).order_by(submissions.c.reviewed_at, submissions.c.id)
        return list((await self._session.execute(statement)).scalars())


def _of_members(stage: Stage) -> Select[Submission]:
    """Works at a stage, without those of people who left their run."""
    return (
        select(Submission)
        .join(enrolments, enrolments.c.id == submissions.c.enrolment_id)
        .where(submissions.c.stage == stage, enrolments.c.status != EnrolmentStatus.LEFT)
    )


@cache
def _latest() -> Select[Enrolment]:
    """Built once, as each turn has it."""
    whose = enrolments.c.participant_id == bindparam("person")
    statement = select(Enrolment).where(whose, enrolments.c.status != EnrolmentStatus.LEFT)
    return statement.order_by(enrolments.c.id.desc()).limit(1)
