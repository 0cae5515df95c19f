"""Everything that waits for a consultant, and each of it to be seen again."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.consultant import CaseConsultantHandlers
from bot.cases.rules.cases import Case
from bot.cases.storage.cases import Cases
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.admissions import Admissions
from bot.course.storage.repositories import Submissions
from bot.eligibility.rules.application import Application, Status
from bot.eligibility.rules.assessment import assess
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views import consultant as desk
from bot.kernel.callback_data import CallbackData, InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views.pager import page_of
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.rules.session import answer_values
from bot.roster.buttons import ShowSubmission
from bot.submissions.consultant import ReviewHandlers
from bot.workqueue.buttons import ListOpenItems, ShowApplication, ShowCase
from bot.workqueue.rules import OpenItem, Waits, working_days
from bot.workqueue.views import waiting


@dataclass(frozen=True)
class OpenList:
    eligibility: Questionnaire
    reviews: ReviewHandlers
    cases: CaseConsultantHandlers

    async def show(self, context: ConsultantContext) -> None:
        await context.say(await self._page(context, 0))

    async def press(self, context: ConsultantContext, button: CallbackData) -> None:
        """Raises InvalidButton for what no longer exists."""
        match button:
            case ListOpenItems(page=None):
                await self.show(context)
            case ListOpenItems(page=int(page)):
                await context.edit(await self._page(context, page))
            case ShowCase(case):
                await self.cases.show(context, case)
            case ShowSubmission(submission):
                await self.reviews.show(context, submission)
            case ShowApplication(application):
                await self._show_application(context, application)

    async def _page(self, context: ConsultantContext, number: int) -> Message:
        aged = [(i, self.age(i, context.now)) for i in await self.items(context.uow)]
        return waiting.open_items(page_of(aged, number))

    def age(self, item: OpenItem, now: datetime) -> int:
        """In working days."""
        today = self.reviews.calendar.today
        return working_days(today(item.since), today(now), self.reviews.calendar)

    async def _submission(self, uow: UnitOfWork, submission: Submission) -> OpenItem:
        assert submission.id is not None and submission.handed_in_at is not None, (
            "it was handed in"
        )
        task = self.reviews.course.tasks.get(submission.task_id)
        participant = await uow[Participants].get(submission.participant_id)
        talk = submission.stage is Stage.TALK
        since = (
            submission.reviewed_at if talk and submission.reviewed_at else submission.handed_in_at
        )
        waits = Waits.TALK if talk else Waits.WORK
        return OpenItem(waits, since, participant, submission.id, task.title if task else None)

    async def items(self, uow: UnitOfWork) -> list[OpenItem]:
        """Talks first, then the oldest.  What belongs to a task that the content dropped can't be
        shown."""
        handed_in = [*await uow[Submissions].handed_in(), *await uow[Submissions].to_talk_about()]
        known = [
            submission
            for submission in handed_in
            if submission.task_id in self.reviews.course.tasks
        ]
        applications = await uow[Admissions].undecided()
        items = [
            *[await self._submission(uow, submission) for submission in known],
            *[await _item(uow, application) for application in applications],
            *[await _talk(uow, case) for case in await uow[Cases].open_ones()],
        ]
        return sorted(items, key=lambda item: item.place)

    async def _show_application(self, context: ConsultantContext, application_id: int) -> None:
        application = await context.uow[Applications].get(application_id)
        if application is None or application.status not in (Status.SUBMITTED, Status.DECIDED):
            raise InvalidButton("no such application")
        participant = await context.uow[Participants].get(application.participant_id)
        assessment = assess(answer_values(application), self.eligibility)
        pages = desk.application_pages(participant, application, self.eligibility, assessment)
        await context.say(*pages, about=participant)


async def _item(uow: UnitOfWork, application: Application) -> OpenItem:
    assert application.id is not None and application.submitted_at is not None, "it was sent"
    participant = await uow[Participants].get(application.participant_id)
    return OpenItem(Waits.APPLICATION, application.submitted_at, participant, application.id)


async def _talk(uow: UnitOfWork, case: Case) -> OpenItem:
    assert case.id is not None, "it is stored"
    participant = await uow[Participants].get(case.participant_id)
    since = case.waiting_since or case.opened_at
    return OpenItem(Waits.CASE, since, participant, case.id, case=case)
