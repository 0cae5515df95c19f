"""Applications of people who are in no cohort."""

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.storage.tables import enrolments, runs
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.tables import applications


class Admissions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

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
