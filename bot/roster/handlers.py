"""People of a run with all a consultant wants to know about them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, standing
from bot.course.rules.progress import by_week
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.buttons import InvalidButton
from bot.kernel.calendar import Calendar
from bot.kernel.database.participants import Participants
from bot.kernel.stamps import read_stamp
from bot.kernel.unit_of_work import UnitOfWork
from bot.roster.views.status import PersonView

DAYS_BACK = 7  # so long a meeting can be recorded afterwards


@dataclass(frozen=True)
class Roster:
    course: Course
    calendar: Calendar

    async def of_run(self, uow: UnitOfWork, run: Cohort, now: datetime) -> list[PersonView]:
        """Those who need somebody first."""
        assert run.id is not None, "a run is stored before it is shown"
        views = [await self.view(uow, e, now) for e in await uow[Enrolments].of_run(run.id)]
        return sorted(views, key=lambda view: view.place)

    async def members(self, uow: UnitOfWork, run: Cohort, now: datetime) -> list[PersonView]:
        """Those who come to its meetings, in the order of admission."""
        views = [v for v in await self.of_run(uow, run, now) if v.enrolment.active]
        return sorted(views, key=lambda view: view.id)

    async def view(self, uow: UnitOfWork, enrolment: Enrolment, now: datetime) -> PersonView:
        participant = await uow[Participants].get(enrolment.participant_id)
        done = enrolment.status is EnrolmentStatus.FINISHED
        stands = None if done else standing(enrolment, self.course, self.today(now), now)
        return PersonView(enrolment, participant, stands, by_week(enrolment, self.course))

    async def of_id(
        self, uow: UnitOfWork, enrolment_id: int, now: datetime
    ) -> tuple[PersonView, Cohort]:
        """Raises NotAButton where there is nobody (any more)."""
        enrolment = await uow[Enrolments].get(enrolment_id)
        run = await uow[Cohorts].get(enrolment.run_id) if enrolment else None
        if enrolment is None or run is None or enrolment.status is EnrolmentStatus.LEFT:
            raise InvalidButton("s")
        return await self.view(uow, enrolment, now), run

    def today(self, now: datetime) -> date:
        return self.calendar.today(now)

    def days(self, now: datetime) -> list[date]:
        """On which a meeting can be recorded now, the newest first."""
        return [self.today(now) - timedelta(days=n) for n in range(DAYS_BACK + 1)]

    def meeting_day(self, stamp: str, now: datetime) -> date | None:
        """None where it is too long ago (or has not come).  Raises NotAButton."""
        day = read_stamp(stamp)
        return day if day in self.days(now) else None
