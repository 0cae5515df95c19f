"""Queries for applications of participants who are in no cohort."""

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.storage.tables import cohorts, enrolments
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.tables import applications


class Admissions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def undecided(self) -> list[Application]:
        """Applications without a decision, the oldest first."""
        statement = _newest_sent().where(applications.c.status == Status.SUBMITTED)
        statement = statement.order_by(applications.c.submitted_at, applications.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def admissible(self) -> list[Application]:
        """Applications of participants who can be admitted to a cohort, the oldest first."""
        fits = or_(
            applications.c.decision.is_(None), applications.c.decision != Decision.UNSUITABLE
        )
        statement = _newest_sent().where(fits).order_by(applications.c.id)
        return list((await self._session.execute(statement)).scalars())


def _newest_sent() -> Select[Application]:
    """The newest application that each participant has sent; not of those who are in an open
    cohort or have finished one since."""
    newest = (
        select(func.max(applications.c.id))
        .where(applications.c.status.in_([Status.SUBMITTED, Status.DECIDED]))
        .group_by(applications.c.participant_id)
    )
    active = and_(enrolments.c.status == EnrolmentStatus.ACTIVE, cohorts.c.closed_at.is_(None))
    finished = and_(
        enrolments.c.status == EnrolmentStatus.FINISHED,
        enrolments.c.finished_at > applications.c.submitted_at,
    )
    in_a_cohort = (
        select(enrolments.c.id)
        .join(cohorts, cohorts.c.id == enrolments.c.run_id)
        .where(enrolments.c.participant_id == applications.c.participant_id)
        .where(or_(active, finished))
        .exists()
    )
    return select(Application).where(applications.c.id.in_(newest), ~in_a_cohort)
