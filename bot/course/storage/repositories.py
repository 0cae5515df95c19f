"""Repositories of cohorts, enrolments and submissions."""

from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.tables import cohorts, enrolments, releases, submissions


class Cohorts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, cohort_id: int) -> Cohort | None:
        return await self._session.get(Cohort, cohort_id)

    async def open_ones(self) -> list[Cohort]:
        """Oldest start first."""
        statement = (
            select(Cohort)
            .where(cohorts.c.closed_at.is_(None))
            .order_by(cohorts.c.starts_on, cohorts.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, cohort: Cohort) -> None:
        self._session.add(cohort)
        await self._session.flush()


class Enrolments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, enrolment_id: int) -> Enrolment | None:
        return await self._session.get(Enrolment, enrolment_id)

    async def latest(self, participant_id: int) -> Enrolment | None:
        """The newest enrolment that the participant has not left."""
        found = await self._session.execute(_latest(), {"participant": participant_id})
        return found.scalar_one_or_none()

    async def left(self, cohort_id: int, participant_id: int) -> Enrolment | None:
        """The newest enrolment in a cohort that the participant has left."""
        statement = (
            select(Enrolment)
            .where(enrolments.c.run_id == cohort_id, enrolments.c.participant_id == participant_id)
            .where(enrolments.c.status == EnrolmentStatus.LEFT)
            .order_by(enrolments.c.id.desc())
            .limit(1)
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def of_cohort(self, cohort_id: int) -> list[Enrolment]:
        """In the order of admission, without participants who left."""
        statement = (
            select(Enrolment)
            .where(enrolments.c.run_id == cohort_id)
            .where(enrolments.c.status != EnrolmentStatus.LEFT)
            .order_by(enrolments.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def behind(self, cohort_id: int, weeks: list[int]) -> list[int]:
        """Ids of the active enrolments to which not all of these weeks were released."""
        released = (
            select(func.count())
            .where(releases.c.enrolment_id == enrolments.c.id, releases.c.week.in_(weeks))
            .scalar_subquery()
        )
        statement = (
            select(enrolments.c.id)
            .where(enrolments.c.run_id == cohort_id)
            .where(enrolments.c.status == EnrolmentStatus.ACTIVE, released < len(weeks))
            .order_by(enrolments.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, enrolment: Enrolment) -> None:
        self._session.add(enrolment)
        await self._session.flush()


class Submissions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, submission_id: int) -> Submission | None:
        return await self._session.get(Submission, submission_id)

    async def handed_in(self) -> list[Submission]:
        """Submissions that wait for a review, the longest waiting first."""
        statement = _of_members(Stage.HANDED_IN).order_by(
            submissions.c.handed_in_at, submissions.c.id
        )
        return list((await self._session.execute(statement)).scalars())

    async def to_talk_about(self) -> list[Submission]:
        """Submissions to talk about with the participant, the longest waiting first."""
        statement = _of_members(Stage.TALK).order_by(submissions.c.reviewed_at, submissions.c.id)
        return list((await self._session.execute(statement)).scalars())


def _of_members(stage: Stage) -> Select[Submission]:
    """Submissions at a stage, without those of participants who left their cohort."""
    return (
        select(Submission)
        .join(enrolments, enrolments.c.id == submissions.c.enrolment_id)
        .where(submissions.c.stage == stage, enrolments.c.status != EnrolmentStatus.LEFT)
    )


@cache
def _latest() -> Select[Enrolment]:
    """Built once: almost every update executes it."""
    whose = enrolments.c.participant_id == bindparam("participant")
    statement = select(Enrolment).where(whose, enrolments.c.status != EnrolmentStatus.LEFT)
    return statement.order_by(enrolments.c.id.desc()).limit(1)
