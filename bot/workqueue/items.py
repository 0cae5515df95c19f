"""Collects the open items of all subjects."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.rules.cases import Case
from bot.cases.storage.cases import Cases
from bot.course.rules.course import Course
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.admissions import Admissions
from bot.course.storage.repositories import Submissions
from bot.eligibility.rules.application import Application
from bot.kernel.calendar import Calendar
from bot.kernel.database.participants import Participants
from bot.kernel.unit_of_work import UnitOfWork
from bot.workqueue.rules import ItemKind, OpenItem, working_days


@dataclass(frozen=True)
class OpenItems:
    course: Course
    calendar: Calendar

    async def all(self, uow: UnitOfWork) -> list[OpenItem]:
        """Every open item, the most important first.

        Submissions of tasks that the content no longer has are left out: they can't be shown.
        """
        handed_in = [*await uow[Submissions].handed_in(), *await uow[Submissions].to_talk_about()]
        items = [
            *[await self._submission(uow, s) for s in handed_in if s.task_id in self.course.tasks],
            *[await _application(uow, one) for one in await uow[Admissions].undecided()],
            *[await _case(uow, case) for case in await uow[Cases].open_ones()],
        ]
        return sorted(items, key=lambda item: item.sort_key)

    def age(self, item: OpenItem, now: datetime) -> int:
        """For how many working days it has waited."""
        today = self.calendar.today
        return working_days(today(item.since), today(now), self.calendar)

    async def _submission(self, uow: UnitOfWork, submission: Submission) -> OpenItem:
        assert submission.id is not None, "it comes from the database"
        assert submission.handed_in_at is not None, "it was handed in"
        participant = await uow[Participants].get(submission.participant_id)
        title = self.course.tasks[submission.task_id].title
        if submission.stage is Stage.TALK:
            since = submission.reviewed_at or submission.handed_in_at
            return OpenItem(ItemKind.TALK, since, participant, submission.id, title)
        since = submission.handed_in_at
        return OpenItem(ItemKind.SUBMISSION, since, participant, submission.id, title)


async def _application(uow: UnitOfWork, application: Application) -> OpenItem:
    assert application.id is not None and application.submitted_at is not None, "it was sent"
    participant = await uow[Participants].get(application.participant_id)
    return OpenItem(ItemKind.APPLICATION, application.submitted_at, participant, application.id)


async def _case(uow: UnitOfWork, case: Case) -> OpenItem:
    assert case.id is not None, "it comes from the database"
    participant = await uow[Participants].get(case.participant_id)
    since = case.waiting_since or case.opened_at
    return OpenItem(ItemKind.CASE, since, participant, case.id, case=case)
