"""The list of open items, and each item shown again."""

from dataclasses import dataclass

from bot.cases.consultant import CaseConsultantHandlers
from bot.eligibility.rules.application import Status
from bot.eligibility.rules.assessment import assess
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views.consultant import application_pages
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.views.pager import page_of
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.rules.session import answer_values
from bot.roster.buttons import ShowSubmission
from bot.submissions.consultant import ReviewHandlers
from bot.workqueue.buttons import ListOpenItems, OpenItemButton, ShowApplication, ShowCase
from bot.workqueue.items import OpenItems
from bot.workqueue.views import open_items as views


@dataclass(frozen=True)
class OpenItemHandlers:
    items: OpenItems
    eligibility: Questionnaire
    reviews: ReviewHandlers
    cases: CaseConsultantHandlers

    async def show(self, context: ConsultantContext) -> None:
        """/open"""
        await context.say(await self._page(context, 0))

    async def press(
        self, context: ConsultantContext, button: OpenItemButton | ShowSubmission
    ) -> None:
        """Raises InvalidButton."""
        match button:
            case ListOpenItems(None):
                await self.show(context)
            case ListOpenItems(int(page)):
                await context.edit(await self._page(context, page))
            case ShowCase(case_id):
                await self.cases.show(context, case_id)
            case ShowSubmission(submission_id):
                await self.reviews.show(context, submission_id)
            case ShowApplication(application_id):
                await self._show_application(context, application_id)
            case _:
                raise InvalidButton(button.wire)

    async def _page(self, context: ConsultantContext, number: int) -> Message:
        items = await self.items.all(context.uow)
        aged = [(item, self.items.age(item, context.now)) for item in items]
        return views.open_items(page_of(aged, number))

    async def _show_application(self, context: ConsultantContext, application_id: int) -> None:
        application = await context.uow[Applications].get(application_id)
        if application is None or application.status not in (Status.SUBMITTED, Status.DECIDED):
            raise InvalidButton(ShowApplication.wire)
        participant = await context.uow[Participants].get(application.participant_id)
        assessment = assess(answer_values(application), self.eligibility)
        pages = application_pages(participant, application, self.eligibility, assessment)
        await context.say(*pages, about=participant)
