"""A participant's business plan for consultants: read, comment, mark as ready, get as a file."""

from dataclasses import dataclass

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Enrolments
from bot.documents import requests
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton, unpack_as
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Phrase
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views.text import length
from bot.plan.buttons import (
    CancelPlanComment,
    ChooseSectionToComment,
    CommentOnSection,
    EnrolmentPlanButton,
    ExportPlan,
    MarkReady,
    OpenPlan,
    UnmarkReady,
)
from bot.plan.context import PlanLoader
from bot.plan.forms import PlanCommentForm
from bot.plan.handlers.files import PlanFileHandlers
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import check_plan
from bot.plan.rules.document import FileFormat
from bot.plan.rules.view import PlanView
from bot.plan.views import consultant as words
from bot.plan.views.sections import plan_sections

PREVIEW = 1400  # characters of each answer in the chat; the file holds all of them


@dataclass(frozen=True)
class PlanConsultantHandlers:
    loader: PlanLoader
    calendar: Calendar
    files: PlanFileHandlers

    async def press(self, context: ConsultantContext, button: EnrolmentPlanButton) -> None:
        """Raises InvalidButton."""
        view, person = await self._load(context.uow, button.enrolment)
        match button:
            case OpenPlan():
                await self._show(context, view, person)
            case ExportPlan(form=form):
                await self._export(context, view, person, form)
            case ChooseSectionToComment():
                await context.say(words.which_section(view, PLAN_SECTIONS), about=person)
            case CommentOnSection(section=section) if section in PLAN_SECTIONS:
                await context.say(words.ask_for_comment(view, person, section), about=person)
            case CancelPlanComment():
                await context.edit(words.comment_cancelled())
            case MarkReady(stamp=stamp):
                await self._mark_ready(context, view, person, stamp)
            case UnmarkReady():
                await self._unmark(context, view, person)
            case _:
                raise InvalidButton("no such section")

    async def _export(
        self, context: ConsultantContext, view: PlanView, person: Participant, form: FileFormat
    ) -> None:
        if not await requests.consultant_may_have(context):
            return
        document = await self.files.document(
            context.uow, person, view.enrolment, context.now, form, "both"
        )
        await requests.say_to_consultant(context, words.file(view, person, document), person)

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Send the reply as a comment; False where `shown` did not ask for one.

        Raises InvalidButton."""
        form = shown.form or legacy_form(shown)
        if not isinstance(form, PlanCommentForm):
            return False
        comment = text.strip()
        if not comment:
            await context.say(words.comment_is_empty())
        elif length(comment) > words.LONGEST_COMMENT:
            await context.say(words.comment_too_long(length(comment)))
        else:
            view, person = await self._load(context.uow, form.enrolment)
            await self._send_comment(context, view, person, form.section, comment)
        return True

    async def ready_state(self, uow: UnitOfWork, enrolment: Enrolment) -> list[Phrase]:
        """Lines for the participant's card: whether the plan is marked as ready."""
        return words.ready_state(await self.loader.view(uow, enrolment), self.calendar)

    # ---

    async def _load(self, uow: UnitOfWork, number: int) -> tuple[PlanView, Participant]:
        """Raises InvalidButton where there is no such enrolment, or the participant left."""
        enrolment = await uow[Enrolments].get(number)
        if enrolment is None or enrolment.status is EnrolmentStatus.LEFT:
            raise InvalidButton("no such enrolment")
        person = await uow[Participants].get(enrolment.participant_id)
        return await self.loader.view(uow, enrolment), person

    async def _show(self, context: ConsultantContext, view: PlanView, person: Participant) -> None:
        sections, findings = plan_sections(view, PREVIEW), check_plan(view)
        count = len(findings) if sections else 0
        pages = words.whole_plan(view, person, sections, count, self.calendar)
        await context.say(*pages, about=person)

    async def _send_comment(
        self,
        context: ConsultantContext,
        view: PlanView,
        person: Participant,
        section: str,
        comment: str,
    ) -> None:
        """Send it to the participant; it is also shown in the section until it is hidden."""
        plan = await self.loader.get_or_create(context.uow, view, context.now)
        plans.add_comment(plan, section, comment, context.name, context.now)
        await context.to(person).say(words.has_comment(plan, section, comment, context.name))
        await context.edit(words.comment_sent(person, section))

    async def _mark_ready(
        self, context: ConsultantContext, view: PlanView, person: Participant, stamp: int
    ) -> None:
        """Only the state that the consultant has seen."""
        plan = await self.loader.get_or_create(context.uow, view, context.now)
        if plan.ready_at is not None and not view.changed_since_ready:
            await context.say(words.marked_already(person), about=person)
        elif words.stamp(view) != stamp:
            await context.say(words.changed_meanwhile(person), about=person)
            await self._show(context, view, person)
        else:
            plans.mark_ready(plan, context.name, context.now)
            await context.to(person).say(words.marked_ready(context.name))
            await context.say(words.marked(person), about=person)

    async def _unmark(
        self, context: ConsultantContext, view: PlanView, person: Participant
    ) -> None:
        if view.plan is not None:
            plans.unmark_ready(view.plan)
        await context.say(words.unmarked(person), about=person)


def legacy_form(shown: Message) -> PlanCommentForm | None:
    """For messages stored before forms were: the state stands in the "cancel" button."""
    data = [unpack_as(CancelPlanComment, button.data) for row in shown.buttons for button in row]
    cancel = next(filter(None, data), None)
    return PlanCommentForm(cancel.enrolment, cancel.section) if cancel else None
