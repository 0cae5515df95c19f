"""Presses in the plan builder: sections, suggestions, costs, comments, the check of a plan."""

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
from bot.plan.handlers.flow import PlanFlow
from bot.plan.handlers.money import PlanMoneyHandlers
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import check_plan
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views import checks as plan_checks
from bot.plan.views import items as plan_items
from bot.plan.views import overview as plan_overview
from bot.plan.views import plan as plan_words
from bot.plan.views.sections import plan_sections
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.rules import item_lines, lists
from bot.questionnaire.rules.answers import NO_ITEMS
from bot.questionnaire.rules.questionnaire import Question

PREVIEW = 300  # characters of each answer


@dataclass(frozen=True)
class OwnPlan:
    """A press of a participant on their own plan."""

    context: ParticipantContext
    view: PlanView
    plan: Plan
    message_id: int | None  # of the message with the button


@dataclass(frozen=True)
class PlanBuilderHandlers:
    flow: PlanFlow
    money: PlanMoneyHandlers

    async def press(
        self, context: ParticipantContext, button: BuilderButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton, UnknownAnswer."""
        found = await self.flow.loader.own(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        own = OwnPlan(context, *found, message_id)
        match button:
            case PlanButton(plan=number) if number != own.plan.id:  # ids are guessable
                raise InvalidButton("not the participant's own plan")
            case PlanQuestionButton():
                await self._press_question(own, button)
            case PlanButton():
                await self._press_plan(own, button)
            case _:
                await self.money.show(context)

    async def _press_plan(self, own: OwnPlan, button: PlanButton) -> None:
        """Raises InvalidButton."""
        match button:
            case ReadPlan():
                await self._read(own)
            case OpenSection(section=section) if section in PLAN_SECTIONS:
                await self.flow.open_section(own.context, own.view, own.plan, section)
            case AcceptAllSuggestions():
                await self._accept_all(own)
            case ShowFinding(place=place):
                await self._show_finding(own, place)
            case MarkCommentRead(comment=comment):
                await self._mark_comment_read(own, comment)
            case _:
                raise InvalidButton("no such section")

    async def _press_question(self, own: OwnPlan, button: PlanQuestionButton) -> None:
        """Raises InvalidButton, UnknownAnswer."""
        if button.question not in own.view.outline.questionnaire:
            raise InvalidButton("no such question")
        question = own.view.outline.questionnaire.question(button.question)
        match button:
            case GoToQuestion():
                await self._ask(own, question)
            case AcceptSuggestion():
                await self._accept(own, question)
            case AddToAnswer():
                await self._add(own, question)
            case NothingToPay() if question.kind == "items":
                await self._answer_nothing(own, question)
            case LineButton() if question.kind == "items":
                await self._press_line(own, question, button)
            case _:
                raise InvalidButton("not a list of costs")

    # --- the whole plan

    async def _read(self, own: OwnPlan) -> None:
        sections = plan_sections(own.view, PREVIEW)
        pages = plan_words.plan_so_far(sections) if sections else [plan_words.plan_is_empty()]
        await own.context.say(*pages)

    async def _accept_all(self, own: OwnPlan) -> None:
        context, plan = own.context, own.plan
        pairs = own.view.pending_suggestions()
        for question, suggestion in pairs:
            plan.answers[question.id] = plan.new_answer(
                question.id, suggestion.value, context.update_id, context.now
            )
        if pairs:
            await context.say(plan_overview.suggestions_accepted(len(pairs)))
        await self.flow.show(context)

    async def _show_finding(self, own: OwnPlan, place: int) -> None:
        """The first in a message of its own, the others in place of the one before."""
        findings = check_plan(own.view)
        if not findings:
            await own.context.say(plan_checks.no_findings())
            return
        shown = plan_checks.finding(own.view, own.plan, findings, place)
        if place == 0:
            await own.context.say(shown)
        else:
            await own.context.edit(own.message_id, shown)

    async def _mark_comment_read(self, own: OwnPlan, comment_id: int) -> None:
        """Raises InvalidButton."""
        comment = plans.mark_read(own.plan, comment_id, own.context.now)
        if comment is None:
            raise InvalidButton("no such comment")
        active = await self.flow.current(own.context)
        if active is not None and own.plan.section == comment.section:
            await flow_steps.show_current(own.context, active)
        else:
            await self.flow.show(own.context)

    # --- one question

    async def _ask(self, own: OwnPlan, question: Question) -> None:
        await self.flow.ask(own.context, own.view, own.plan, question)

    async def _accept(self, own: OwnPlan, question: Question) -> None:
        """Store the suggestion as the answer; an answer of the plan itself is kept."""
        context, plan = own.context, own.plan
        suggestion = own.view.suggestion(question)
        if own.view.has_own(question) or suggestion is None:
            await self._ask(own, question)
            return
        active = self.flow.active(own.view, plan)
        if question.kind == "items":
            lines = item_lines.load(suggestion.value)
            lists.keep_lines(plan, question, lines, context.update_id, context.now)
            await self._ask(own, question)
            return
        await flow_steps.answer(context, active, question.id, suggestion.value, own.message_id)

    async def _add(self, own: OwnPlan, question: Question) -> None:
        """Ask for a text to append to the answer or suggestion.

        Raises UnknownAnswer where there is neither."""
        context, plan = own.context, own.plan
        value = own.view.value(question)
        if value and not own.view.has_own(question):
            plan.answers[question.id] = plan.new_answer(
                question.id, value, context.update_id, context.now
            )
        section = own.view.outline.section(question.plan or "")
        plans.append_to(plan, question, section, context.now)
        await flow_steps.show_current(context, self.flow.active(own.view, plan))

    async def _answer_nothing(self, own: OwnPlan, question: Question) -> None:
        """An old button does not remove the costs that are listed by now."""
        if lists.lines_of(own.plan, question):
            await self._ask(own, question)
            return
        active = self.flow.active(own.view, own.plan)
        await flow_steps.answer(own.context, active, question.id, NO_ITEMS, own.message_id)

    async def _press_line(self, own: OwnPlan, question: Question, button: LineButton) -> None:
        """Where the line was removed already, show the list as it is."""
        context, plan = own.context, own.plan
        known = {line.id: line for line in lists.lines_of(plan, question)}
        line = known.get(button.line)
        if line is not None and isinstance(button, OpenLine):
            await context.say(plan_items.one_line(plan, question, line))
            return
        if isinstance(button, RemoveLine):
            lists.remove_line(plan, question, button.line, context.update_id, context.now)
        section = own.view.outline.section(question.plan or "")
        plans.go_to(plan, question, section, context.now)
        if line is not None and isinstance(button, ChangeLineAmount):
            plan.pending = str(line.id)  # the next number is its new amount
        await flow_steps.show_current(context, self.flow.active(own.view, plan))
