"""Once a day: what has been kept long enough is erased, person by person and kind by kind."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.calendar import Calendar
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.kernel.ports import Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.pipeline.inbox import Inbox
from bot.privacy import views as words
from bot.privacy.handlers.erasing import erase, say_goodbye
from bot.privacy.rules.retention import PersonTraces, RetentionRules, is_due

log = structlog.get_logger()

NO_UPDATE = -1  # nobody's own word brings it about
AFTER_THE_LAST_WEEK = timedelta(weeks=4)  # to finish what is open
LOOKED_AT_ONCE = 20  # people in one transaction


@dataclass(frozen=True)
class Due:
    """How much of each kind."""

    people: int
    messages: int
    updates: int


@dataclass
class Retention:
    uow: UnitsOfWork
    clock: Clock
    rules: RetentionRules
    course: Course
    calendar: Calendar
    _done_on: date | None = field(default=None, init=False)

    async def work_daily(self) -> None:
        """At the first tick of a day, and after a start."""
        today = self.calendar.today(self.clock())
        if self._done_on != today:
            await self.apply(really=True)
            self._done_on = today

    async def apply(self, really: bool) -> Due:
        """What is due; with `really` it is erased.  What fails for one person stops no other."""
        people = await self._due_people()
        erased = [id_ for id_ in people if not really or await self._try(id_)]
        messages, updates = await retry_on_conflict(lambda: self._remove(really))
        due = Due(len(erased), messages, updates)
        if really and (due.people or due.messages or due.updates):
            log.info("retention", people=due.people, messages=messages, updates=updates)
        return due

    async def _remove(self, really: bool) -> tuple[int, int]:
        now = self.clock()
        async with self.uow() as uow:
            messages = await uow[Outbox].remove_before(self.rules.messages_before(now), really)
            updates = await uow[Inbox].remove_before(self.rules.updates_before(now), really)
            await uow.commit()
            return messages, updates

    async def _due_people(self) -> list[int]:
        """A few at a time: whoever writes meanwhile does not wait for all of them."""
        async with self.uow() as uow:
            silent = await uow[Participants].silent_since(self.rules.people_before(self.clock()))
        found: list[int] = []
        for first in range(0, len(silent), LOOKED_AT_ONCE):
            async with self.uow() as uow:
                for id_ in silent[first : first + LOOKED_AT_ONCE]:
                    person = await uow[Participants].find(id_)
                    if person is not None and await self._is_due(uow, person):
                        found.append(id_)
        return found

    async def _try(self, participant_id: int) -> bool:
        try:
            return await retry_on_conflict(lambda: self._erase(participant_id))
        except Exception as error:  # noqa: BLE001  # whatever it is, the others' time has come
            log.error("retention_failed", participant=participant_id, **fault(error))
            return False

    async def _erase(self, participant_id: int) -> bool:
        async with self.uow() as uow:
            person = await uow[Participants].get(participant_id)
            if not await self._is_due(uow, person):
                return False  # wrote meanwhile
            topic, _ = await erase(uow, person, NO_UPDATE)
            if topic is not None:
                # By the moment too: SQLite gives the number of who is gone to somebody else.
                now = self.clock()
                key = f"retention:{participant_id}:{now.isoformat()}"
                await say_goodbye(uow, key, topic, words.kept_long_enough(person), now)
            await uow.commit()
        return True

    async def _is_due(self, uow: UnitOfWork, person: Participant) -> bool:
        assert person.id is not None, "it comes from the database"
        enrolment = await uow[Enrolments].latest(person.id)
        cohort = await uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        ended = self._ended(enrolment, cohort) if enrolment and cohort else None
        goes_on = ended is not None and ended > self.clock()
        traces = PersonTraces(
            person.created_at, person.seen_at, None if goes_on else ended, goes_on
        )
        return is_due(traces, self.rules, self.clock())

    def _ended(self, enrolment: Enrolment, cohort: Cohort) -> datetime:
        """With the certificate, when the run was closed, or some weeks after its last one."""
        last = cohort.release_moment(len(self.course.weeks), self.calendar) + AFTER_THE_LAST_WEEK
        return enrolment.finished_at or cohort.closed_at or last
