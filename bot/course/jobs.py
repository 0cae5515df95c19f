"""Release of the weeks of the course, at their hour and once to each participant."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, in_order, release
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.course.views import course as views
from bot.kernel.calendar import Calendar
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork

log = structlog.get_logger()


@dataclass(frozen=True)
class Releases:
    uow: UnitsOfWork
    clock: Clock
    course: Course
    calendar: Calendar

    async def work(self) -> int:
        """Release all weeks that are due; return how many participants got something.

        Each participant is a transaction of their own.  What a call misses, the next one does.
        """
        now = self.clock()
        async with self.uow() as uow:
            behind = [
                enrolment_id
                for cohort in await uow[Cohorts].open_ones()
                if (weeks := self._due(cohort, now)) and cohort.id is not None
                for enrolment_id in await uow[Enrolments].behind(cohort.id, weeks)
            ]
        return sum([await self._try(enrolment_id) for enrolment_id in behind])

    async def admit(
        self, uow: UnitOfWork, enrolment: Enrolment, cohort: Cohort, now: datetime
    ) -> None:
        """Welcome a participant who was just admitted, and release the weeks that are due."""
        participant = await uow[Participants].get(enrolment.participant_id)
        weeks = self._due(cohort, now)
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
        await self._release(uow, enrolment, participant, weeks, now)

    def _due(self, cohort: Cohort, now: datetime) -> list[int]:
        return cohort.weeks_due(self.course.week_numbers, self.calendar, now)

    async def _try(self, enrolment_id: int) -> bool:
        """False after a failure, which the next call retries; the other participants go on."""
        try:
            await retry_on_conflict(lambda: self._catch_up(enrolment_id))
        except Exception as error:  # noqa: BLE001  # must not stop the others
            log.error("release_failed", enrolment=enrolment_id, **fault(error))
            return False
        return True

    async def _catch_up(self, enrolment_id: int) -> None:
        now = self.clock()
        async with self.uow() as uow:
            enrolment = await uow[Enrolments].get(enrolment_id)
            cohort = await uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
            if enrolment is None or cohort is None or not enrolment.active:
                return
            participant = await uow[Participants].get(enrolment.participant_id)
            if participant.withdrew:  # released after the next consent
                return
            await self._release(uow, enrolment, participant, self._due(cohort, now), now)
            await uow.commit()

    async def _release(
        self, uow: UnitOfWork, enrolment: Enrolment, participant: Participant, weeks: list[int],
        now: datetime,
    ) -> None:  # fmt: skip
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
