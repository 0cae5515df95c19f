"""The buttons of the plan beside those of any walk: sections, lists, starts, comments, checks."""

from dataclasses import dataclass

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.views import course as course_words
from bot.kernel.callback_data import InvalidButton
from bot.kernel.participant_context import ParticipantContext
from bot.plan.buttons import (
    AcceptAllSuggestions,
    AcceptSuggestion,
    AddToAnswer,
    BuilderButton,
    ChangeLineAmount,
    GoToQuestion,
    LineButton,
    MarkCommentRead,
    NothingToPay,
    OpenLine,
    OpenSection,
    PlanButton,
    PlanQuestionButton,
    ReadPlan,
    RemoveLine,
    ShowFinding,
)
from bot.plan.handlers.builder import PlanFlow
from bot.plan.handlers.money import PlanMoney
from bot.plan.handlers.sections import plan_sections
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import look_over
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views import checks as plan_checks
from bot.plan.views import items as plan_items
from bot.plan.views import overview as plan_overview
from bot.plan.views import plan as plan_words
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.rules import item_lines, lists
from bot.questionnaire.rules.answers import NO_ITEMS
from bot.questionnaire.rules.questionnaire import Question

PREVIEW = 300  # characters of each answer


@dataclass(frozen=True)
class PlanButtons:
    builder: PlanFlow
    money: PlanMoney

    async def press(
        self, context: ParticipantContext, button: BuilderButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton."""
        found = await self.builder.book.mine(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, plan = found
        match button:
            case PlanButton(plan=number) if number != plan.id:  # ids are guessable
                raise InvalidButton("not the participant's own plan")
            case PlanQuestionButton():
                await self._press_question(context, view, plan, button, message_id)
            case PlanButton():
                await self._press_plan(context, view, plan, button, message_id)
            case _:
                await self.money.show(context)

    async def _press_plan(
        self,
        context: ParticipantContext,
        view: PlanView,
        plan: Plan,
        button: PlanButton,
        message_id: int | None,
    ) -> None:
        """Raises InvalidButton."""
        match button:
            case ReadPlan():
                await self._read(context, view)
            case OpenSection(section=section) if section in PLAN_SECTIONS:
                await self.builder.open_section(context, view, plan, section)
            case AcceptAllSuggestions():
                await self._keep_all(context, view, plan)
            case ShowFinding(place=place):
                await self._look_over(context, view, plan, place, message_id)
            case MarkCommentRead(comment=comment):
                await self._put_away(context, view, plan, comment)
            case _:
                raise InvalidButton("no such section")

    async def _press_question(
        self,
        context: ParticipantContext,
        view: PlanView,
        plan: Plan,
        button: PlanQuestionButton,
        message_id: int | None,
    ) -> None:
        """Raises InvalidButton."""
        if button.question not in view.outline.whole:
            raise InvalidButton("no such question")
        question = view.outline.whole.question(button.question)
        match button:
            case GoToQuestion():
                await self.builder.ask(context, view, plan, question)
            case AcceptSuggestion():
                await self._keep(context, view, plan, question, message_id)
            case AddToAnswer():
                await self._add(context, view, plan, question)
            case NothingToPay() if question.kind == "items":
                await self._nothing(context, view, plan, question, message_id)
            case LineButton() if question.kind == "items":
                await self._line(context, view, plan, question, button)
            case _:
                raise InvalidButton("not a list of costs")

    # --- the whole plan

    async def _read(self, context: ParticipantContext, view: PlanView) -> None:
        sections = plan_sections(view, PREVIEW)
        pages = plan_words.plan_so_far(sections) if sections else [plan_words.plan_is_empty()]
        await context.say(*pages)

    async def _keep_all(self, context: ParticipantContext, view: PlanView, plan: Plan) -> None:
        pairs = view.keepable()
        for question, start in pairs:
            plan.answers[question.id] = plan.new_answer(
                question.id, start.value, context.update_id, context.now
            )
        if pairs:
            await context.say(plan_overview.kept(len(pairs)))
        await self.builder.show(context)

    async def _look_over(
        self,
        context: ParticipantContext,
        view: PlanView,
        plan: Plan,
        place: int,
        message_id: int | None,
    ) -> None:
        """The first is a message of its own; the next ones stand in its place."""
        findings = look_over(view)
        if not findings:
            await context.say(plan_checks.fits_together())
        elif place == 0:
            await context.say(plan_checks.one_of(view, plan, findings, 0))
        else:
            await context.edit(message_id, plan_checks.one_of(view, plan, findings, place))

    async def _put_away(
        self, context: ParticipantContext, view: PlanView, plan: Plan, comment_id: int
    ) -> None:
        """A comment that was read.  Raises InvalidButton."""
        comment = plans.mark_read(plan, comment_id, context.now)
        if comment is None:
            raise InvalidButton("no such comment")
        active = await self.builder.current(context)
        if active is not None and plan.section == comment.section:
            await flow_steps.show_current(context, active)
        else:
            await self.builder.show(context)

    # --- one question

    async def _keep(
        self,
        context: ParticipantContext,
        view: PlanView,
        plan: Plan,
        question: Question,
        message_id: int | None,
    ) -> None:
        """What a task gave becomes an answer of the plan; an old button changes none."""
        start = view.start(question)
        if view.has_own(question) or start is None:
            await self.builder.ask(context, view, plan, question)
            return
        active = self.builder.active(view, plan)
        if question.kind == "items":
            lines = item_lines.load(start.value)
            lists.keep_lines(plan, question, lines, context.update_id, context.now)
            await self.builder.ask(context, view, plan, question)
            return
        await flow_steps.answer(context, active, question.id, start.value, message_id)

    async def _add(
        self, context: ParticipantContext, view: PlanView, plan: Plan, question: Question
    ) -> None:
        """Raises UnknownAnswer where there is nothing to add to."""
        value = view.value(question)
        if value and not view.has_own(question):
            plan.answers[question.id] = plan.new_answer(
                question.id, value, context.update_id, context.now
            )
        plans.add_to(plan, question, view.outline.section(question.plan or ""), context.now)
        await flow_steps.show_current(context, self.builder.active(view, plan))

    async def _nothing(
        self,
        context: ParticipantContext,
        view: PlanView,
        plan: Plan,
        question: Question,
        message_id: int | None,
    ) -> None:
        """An old button takes no line away."""
        if lists.lines_of(plan, question):
            await self.builder.ask(context, view, plan, question)
            return
        active = self.builder.active(view, plan)
        await flow_steps.answer(context, active, question.id, NO_ITEMS, message_id)

    async def _line(
        self,
        context: ParticipantContext,
        view: PlanView,
        plan: Plan,
        question: Question,
        button: LineButton,
    ) -> None:
        """One that is gone already shows the list as it is."""
        known = {line.id: line for line in lists.lines_of(plan, question)}
        line = known.get(button.line)
        if line is not None and isinstance(button, OpenLine):
            await context.say(plan_items.one_line(plan, question, line))
            return
        if isinstance(button, RemoveLine):
            lists.remove_line(plan, question, button.line, context.update_id, context.now)
        section = view.outline.section(question.plan or "")
        plans.go_to(plan, question, section, context.now)
        if line is not None and isinstance(button, ChangeLineAmount):
            plan.pending = str(line.id)  # the next number is its new amount
        await flow_steps.show_current(context, self.builder.active(view, plan))
