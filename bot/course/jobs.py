"""Weeks of the course are released at their hour: once to everyone, late ones in order."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, in_order, release
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.course.views import course as words
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
        """Give everyone what is due and not yet given; how many people got something.

        Each person is a transaction of their own, so a stop in between loses and doubles nothing.
        A moment that was missed is caught up by the next call.
        """
        now = self.clock()
        async with self.uow() as uow:
            behind = [
                enrolment_id
                for run in await uow[Cohorts].open_ones()
                if (weeks := self._due(run, now)) and run.id is not None
                for enrolment_id in await uow[Enrolments].behind(run.id, weeks)
            ]
        return sum([await self._try(enrolment_id) for enrolment_id in behind])

    async def admit(
        self, uow: UnitOfWork, enrolment: Enrolment, run: Cohort, now: datetime
    ) -> None:
        """Somebody who was just taken into a run, maybe after it began."""
        participant = await uow[Participants].get(enrolment.participant_id)
        weeks = self._due(run, now)
        if enrolment.releases:
            said = words.welcome_back(run.name)
        elif weeks:
            said = words.welcome_late(run.name, len(weeks))
        else:
            day = run.release_day(1, self.calendar)
            said = words.welcome(run.name, day, f"{run.hour}:00")
        key = f"admit:{enrolment.id}"
        if enrolment.releases:  # again, and it may not be the last time
            key = f"again:{enrolment.id}:{now:%Y%m%d%H%M%S}"
        await _say(uow, participant, key, said, now)
        await self._release(uow, enrolment, participant, weeks, now)

    def _due(self, run: Cohort, now: datetime) -> list[int]:
        return run.weeks_due([w.number for w in self.course.weeks], self.calendar, now)

    async def _try(self, enrolment_id: int) -> bool:
        """What fails for one person is tried again by the next call and stops nobody else."""
        try:
            await retry_on_conflict(lambda: self._catch_up(enrolment_id))
        except Exception as error:  # noqa: BLE001  # whatever it is, the others get their week
            log.error("release_failed", enrolment=enrolment_id, **fault(error))
            return False
        return True

    async def _catch_up(self, enrolment_id: int) -> None:
        now = self.clock()
        async with self.uow() as uow:
            enrolment = await uow[Enrolments].get(enrolment_id)
            run = await uow[Cohorts].get(enrolment.run_id) if enrolment else None
            if enrolment is None or run is None or not enrolment.active:
                return
            participant = await uow[Participants].get(enrolment.participant_id)
            if participant.withdrew:  # what is due comes after the next yes
                return
            await self._release(uow, enrolment, participant, self._due(run, now), now)
            await uow.commit()

    async def _release(
        self, uow: UnitOfWork, enrolment: Enrolment, participant: Participant, weeks: list[int],
        now: datetime,
    ) -> None:  # fmt: skip
        given = release(enrolment, self.course, weeks, self.calendar, now)
        tasks = in_order(enrolment, self.course)
        for number in given:
            week = self.course.week(number)
            if week is not None:
                said = words.week(week, [(t, w) for t, w in tasks if t.week == number])
                key = f"week:{enrolment.id}:{number}"
                await _say(uow, participant, key, said, now)
                log.info("week_released", enrolment=enrolment.id, week=number)


async def _say(
    uow: UnitOfWork, participant: Participant, key: str, said: Message, now: datetime
) -> None:
    """The key is of the occasion: whatever happens, it is said once."""
    await uow[Outbox].put(key, participant.chat_id, said, participant.language, now)
