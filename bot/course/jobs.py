"""The job that releases the weeks of the course, at their hour and once to each participant."""

from dataclasses import dataclass

import structlog

from bot.course.handlers import WeekReleases
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.ports import Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitsOfWork

log = structlog.get_logger()


@dataclass(frozen=True)
class ReleaseJob:
    uow: UnitsOfWork
    clock: Clock
    weeks: WeekReleases

    async def work(self) -> int:
        """Release all weeks that are due; return how many participants got something.

        Each participant is a transaction of their own.  What a call misses, the next one does.
        """
        now = self.clock()
        async with self.uow() as uow:
            behind = [
                enrolment_id
                for cohort in await uow[Cohorts].open_ones()
                if (weeks := self.weeks.due(cohort, now)) and cohort.id is not None
                for enrolment_id in await uow[Enrolments].behind(cohort.id, weeks)
            ]
        return sum([await self._try(enrolment_id) for enrolment_id in behind])

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
            weeks = self.weeks.due(cohort, now)
            await self.weeks.release(uow, enrolment, participant, weeks, now)
            await uow.commit()
