"""Reads what the rules of reminders need to know about a participant."""

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
from bot.reminders.rules.preferences import ReminderCalendar
from bot.reminders.rules.reminders import SendConditions
from bot.reminders.rules.triggers import ReminderContext
from bot.reminders.storage.repositories import Reminders


@dataclass(frozen=True)
class ReminderContextReader:
    course: Course
    check: Questionnaire
    calendar: ReminderCalendar

    async def read(self, uow: UnitOfWork, participant: Participant) -> ReminderContext:
        assert participant.id is not None, "participants are stored before they are reminded"
        return ReminderContext(
            self.course,
            self.check,
            self.calendar,
            await uow[Reminders].preferences(participant.id),
            await self._enrolment(uow, participant.id),
            await uow[Applications].latest(participant.id),
            participant.seen_at,
        )

    async def conditions(
        self, uow: UnitOfWork, participant: Participant, context: ReminderContext
    ) -> SendConditions:
        assert participant.id is not None, "participants are stored before they are reminded"
        away = context.enrolment.away_until if context.enrolment else None
        return SendConditions(
            context.preferences,
            participant.unreachable_since is None and not participant.withdrew,
            await uow[Cases].open_of(participant.id) is not None,
            self.calendar.end_of(away) if away else None,
            participant.seen_at,
            await self._reminded_at(uow, participant.id, context),
        )

    async def _enrolment(self, uow: UnitOfWork, participant_id: int) -> Enrolment | None:
        """None if the enrolment is active but its cohort was closed."""
        enrolment = await uow[Enrolments].latest(participant_id)
        if enrolment is None or not enrolment.active:
            return enrolment
        cohort = await uow[Cohorts].get(enrolment.cohort_id)
        return enrolment if cohort is not None and cohort.closed_at is None else None

    async def _reminded_at(
        self, uow: UnitOfWork, participant_id: int, context: ReminderContext
    ) -> datetime | None:
        """The last message that counts for one a day: a reminder or the release of a week.

        Messages about appointments do not count.
        """
        last = await uow[Reminders].last_sent(participant_id)
        moments = [last.decided_at] if last and last.decided_at else []
        moments += [r.released_at for r in context.enrolment.releases] if context.enrolment else []
        return max(moments, default=None)


def own_reason(context: ReminderContext) -> str | None:
    """Why the participant wants a business, in their own words."""
    return context.application.value(REASON_QUESTION) if context.application else None
