"""Releasing the weeks of the course to a participant."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, in_order, release
from bot.course.views import course as views
from bot.kernel.calendar import Calendar
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork

log = structlog.get_logger()


@dataclass(frozen=True)
class WeekReleases:
    course: Course
    calendar: Calendar

    def due(self, cohort: Cohort, now: datetime) -> list[int]:
        """The numbers of the weeks whose release moment has passed."""
        return cohort.weeks_due(self.course.week_numbers, self.calendar, now)

    async def admit(
        self, uow: UnitOfWork, enrolment: Enrolment, cohort: Cohort, now: datetime
    ) -> None:
        """Welcome a participant who was just admitted, and release the weeks that are due."""
        participant = await uow[Participants].get(enrolment.participant_id)
        weeks = self.due(cohort, now)
        if enrolment.releases:
            welcome = views.welcome_back(cohort.name)
        elif weeks:
            welcome = views.welcome_late(cohort.name, len(weeks))
        else:
            day = cohort.release_day(1, self.calendar)
            welcome = views.welcome(cohort.name, day, f"{cohort.hour}:00")
        key = f"admit:{enrolment.id}"
        if enrolment.releases:  # readmitted, which can happen more than once
            key = f"again:{enrolment.id}:{now:%Y%m%d%H%M%S}"
        await _say(uow, participant, key, welcome, now)
        await self.release(uow, enrolment, participant, weeks, now)

    async def release(
        self, uow: UnitOfWork, enrolment: Enrolment, participant: Participant, weeks: list[int],
        now: datetime,
    ) -> None:  # fmt: skip
        """Release those of `weeks` that are not released yet, one message each."""
        released = release(enrolment, self.course, weeks, self.calendar, now)
        tasks = in_order(enrolment, self.course)
        for number in released:
            week = self.course.week(number)
            if week is not None:
                message = views.week(week, [(t, s) for t, s in tasks if t.week == number])
                key = f"week:{enrolment.id}:{number}"
                await _say(uow, participant, key, message, now)
                log.info("week_released", enrolment=enrolment.id, week=number)


async def _say(
    uow: UnitOfWork, participant: Participant, key: str, message: Message, now: datetime
) -> None:
    """`key` names the occasion, so that a retry sends nothing twice."""
    await uow[Outbox].put(key, participant.chat_id, message, participant.language, now)
