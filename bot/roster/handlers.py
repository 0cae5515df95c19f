"""The members of a cohort with what the consultants see about them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, standing
from bot.course.rules.progress import by_week
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.database.participants import Participants
from bot.kernel.unit_of_work import UnitOfWork
from bot.roster.views.status import PersonView

DAYS_BACK = 7  # for how long the attendance of a meeting can be recorded afterwards


@dataclass(frozen=True)
class Roster:
    course: Course
    calendar: Calendar

    async def of_cohort(self, uow: UnitOfWork, cohort: Cohort, now: datetime) -> list[PersonView]:
        """Everybody in the cohort; those who need a consultant come first."""
        assert cohort.id is not None, "a cohort is stored before it is shown"
        views = [await self.view(uow, e, now) for e in await uow[Enrolments].of_cohort(cohort.id)]
        return sorted(views, key=lambda view: view.rank)

    async def members(self, uow: UnitOfWork, cohort: Cohort, now: datetime) -> list[PersonView]:
        """Those who take part now, in the order of admission."""
        views = [v for v in await self.of_cohort(uow, cohort, now) if v.enrolment.active]
        return sorted(views, key=lambda view: view.id)

    async def view(self, uow: UnitOfWork, enrolment: Enrolment, now: datetime) -> PersonView:
        participant = await uow[Participants].get(enrolment.participant_id)
        done = enrolment.status is EnrolmentStatus.FINISHED
        state = None if done else standing(enrolment, self.course, self.today(now), now)
        return PersonView(enrolment, participant, state, by_week(enrolment, self.course))

    async def of_id(
        self, uow: UnitOfWork, enrolment_id: int, now: datetime
    ) -> tuple[PersonView, Cohort]:
        """Raises InvalidButton where there is no such enrolment, or the participant left."""
        enrolment = await uow[Enrolments].get(enrolment_id)
        cohort = await uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        if enrolment is None or cohort is None or enrolment.status is EnrolmentStatus.LEFT:
            raise InvalidButton("s")
        return await self.view(uow, enrolment, now), cohort

    def today(self, now: datetime) -> date:
        return self.calendar.today(now)

    def days(self, now: datetime) -> list[date]:
        """The days whose attendance can be recorded now, the newest first."""
        return [self.today(now) - timedelta(days=n) for n in range(DAYS_BACK + 1)]

    def can_record(self, day: date, now: datetime) -> bool:
        """Whether the attendance of that day can be recorded now."""
        return day in self.days(now)
