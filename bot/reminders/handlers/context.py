"""What the rules of reminders need to know about one person, read together."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.storage.cases import Cases
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.eligibility.rules.application import REASON_QUESTION
from bot.eligibility.storage.repositories import Applications
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.reminders.rules.preferences import Almanac
from bot.reminders.rules.reminders import Circumstances
from bot.reminders.rules.triggers import ReminderContext
from bot.reminders.storage.repositories import Reminders


@dataclass(frozen=True)
class ReminderPeople:
    course: Course
    check: Questionnaire
    almanac: Almanac

    async def situation(self, uow: UnitOfWork, participant: Participant) -> ReminderContext:
        assert participant.id is not None, "participants are stored before they are reminded"
        return ReminderContext(
            self.course,
            self.check,
            self.almanac,
            await uow[Reminders].preferences(participant.id),
            await self._enrolment(uow, participant.id),
            await uow[Applications].latest(participant.id),
            participant.seen_at,
        )

    async def circumstances(
        self, uow: UnitOfWork, participant: Participant, its: ReminderContext
    ) -> Circumstances:
        assert participant.id is not None, "participants are stored before they are reminded"
        away = its.enrolment.away_until if its.enrolment else None
        return Circumstances(
            its.preferences,
            participant.unreachable_since is None and not participant.withdrew,
            await uow[Cases].open_of(participant.id) is not None,
            self.almanac.end_of(away) if away else None,
            participant.seen_at,
            await self._reminded_at(uow, participant.id, its),
        )

    async def _enrolment(self, uow: UnitOfWork, participant_id: int) -> Enrolment | None:
        """Not one that goes on in a run which was closed: nothing comes of it any more."""
        enrolment = await uow[Enrolments].latest(participant_id)
        if enrolment is None or not enrolment.active:
            return enrolment
        cohort = await uow[Cohorts].get(enrolment.cohort_id)
        return enrolment if cohort is not None and cohort.closed_at is None else None

    async def _reminded_at(
        self, uow: UnitOfWork, participant_id: int, its: ReminderContext
    ) -> datetime | None:
        """All that counts as the one message of a day: reminders, and a week that came.  A
        message about a meeting would be one more moment here, if it counted."""
        last = await uow[Reminders].last_sent(participant_id)
        moments = [last.decided_at] if last and last.decided_at else []
        moments += [r.released_at for r in its.enrolment.releases] if its.enrolment else []
        return max(moments, default=None)


def own_reason(its: ReminderContext) -> str | None:
    """Why this person wants a business, as they wrote it."""
    return its.application.value(REASON_QUESTION) if its.application else None
