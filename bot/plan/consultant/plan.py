"""Somebody's business plan at the consultants' desk: read it, comment on it, mark it as ready."""

from dataclasses import dataclass

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Enrolments
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
from bot.plan.forms import PlanCommentForm
from bot.plan.handlers.book import PlanBook
from bot.plan.handlers.files import PlanFiles
from bot.plan.handlers.sections import plan_sections
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import look_over
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views import consultant as words

LONGEST = 1400  # characters of each answer in the chat; the file has all of them


@dataclass(frozen=True)
class PlanDesk:
    book: PlanBook
    calendar: Calendar
    files: PlanFiles

    async def press(self, context: ConsultantContext, button: EnrolmentPlanButton) -> None:
        """Raises InvalidButton."""
        view, person = await self._of_id(context.uow, button.enrolment)
        match button:
            case OpenPlan():
                await self._show(context, view, person)
            case ExportPlan(form=form):
                document = await self.files.document(
                    context.uow, person, view.enrolment, context.now, form, "both"
                )
                await context.say(words.file(view, person, document), about=person)
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

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """The comment, as a reply to the message that asked for it; False for any other."""
        form = shown.form or legacy_form(shown)
        if not isinstance(form, PlanCommentForm):
            return False
        comment = text.strip()
        if not comment:
            await context.say(words.comment_is_empty())
        elif length(comment) > words.LONGEST_COMMENT:
            await context.say(words.comment_too_long(length(comment)))
        else:
            view, person = await self._of_id(context.uow, form.enrolment)
            await self._comment(context, view, person, form.section, comment)
        return True

    async def standing(self, uow: UnitOfWork, enrolment: Enrolment) -> list[Phrase]:
        """What the person's card says about the plan."""
        return words.standing(await self.book.view(uow, enrolment), self.calendar)

    # ---

    async def _of_id(self, uow: UnitOfWork, number: int) -> tuple[PlanView, Participant]:
        """Raises InvalidButton where there is nobody (any more)."""
        enrolment = await uow[Enrolments].get(number)
        if enrolment is None or enrolment.status is EnrolmentStatus.LEFT:
            raise InvalidButton("no such enrolment")
        person = await uow[Participants].get(enrolment.participant_id)
        return await self.book.view(uow, enrolment), person

    async def _show(self, context: ConsultantContext, view: PlanView, person: Participant) -> None:
        sections, findings = plan_sections(view, LONGEST), look_over(view)
        count = len(findings) if sections else 0
        pages = words.whole_plan(view, person, sections, count, self.calendar)
        await context.say(*pages, about=person)

    async def _comment(
        self, context: ConsultantContext, view: PlanView, person: Participant, name: str, said: str
    ) -> None:
        """It reaches the person now, and stands in the section until it is put away."""
        plan = await self.book.begun(context.uow, view, context.now)
        plans.comment(plan, name, said, context.name, context.now)
        await context.to(person).say(words.has_comment(plan, name, said, context.name))
        await context.edit(words.comment_sent(person, name))

    async def _mark_ready(
        self, context: ConsultantContext, view: PlanView, person: Participant, stamp: int
    ) -> None:
        """Only what the consultant has seen."""
        plan: Plan = await self.book.begun(context.uow, view, context.now)
        if plan.ready_at is not None and not view.changed_since_ready:
            await context.say(words.marked_already(person), about=person)
        elif words.stamp(view) != stamp:
            await context.say(words.changed_meanwhile(person), about=person)
            await self._show(context, view, person)
        else:
            plans.mark_ready(plan, context.name, context.now)
            await context.to(person).say(words.is_ready(context.name))
            await context.say(words.marked(person), about=person)

    async def _unmark(
        self, context: ConsultantContext, view: PlanView, person: Participant
    ) -> None:
        if view.plan is not None:
            plans.unmark(view.plan)
        await context.say(words.unmarked(person), about=person)


def legacy_form(shown: Message) -> PlanCommentForm | None:
    """For messages stored before forms were: the state stands in the "cancel" button."""
    data = [unpack_as(CancelPlanComment, button.data) for row in shown.buttons for button in row]
    cancel = next(filter(None, data), None)
    return PlanCommentForm(cancel.enrolment, cancel.section) if cancel else None
