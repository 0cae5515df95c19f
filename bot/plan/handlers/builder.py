"""The business plan, step by step: a way like the check and the tasks (see services.paths)."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as course_words
from bot.kernel.participant_context import ParticipantContext
from bot.plan.handlers.book import PlanBook
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import look_over
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views import builder as words
from bot.plan.views import overview as plan_overview
from bot.plan.views.builder import PlanWords
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.questionnaire.rules.questionnaire import Question


@dataclass(frozen=True)
class PlanFlow:
    book: PlanBook

    # --- a way like the check

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        enrolment = await enrolment_of(context)
        if enrolment is None:
            return None
        view = await self.book.view(context.uow, enrolment)
        if view.plan is None or not plans.in_hand(view.plan, enrolment):
            return None
        return self.active(view, view.plan)

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        enrolment = await enrolment_of(context)
        view = await self.book.view(context.uow, enrolment) if enrolment else None
        if view is None or view.plan is None or view.plan.id != number:
            return None
        return self.active(view, view.plan)

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Where it was left; else the next question that has no answer."""
        view, plan = _of(active)
        if plan.current is None or plan.current not in view.outline.whole:
            await self.go_on(context, view, plan)
            return
        await self.ask(context, view, plan, view.outline.whole.question(plan.current))

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        await self.show(context)

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """There are none in a plan."""
        await flow_steps.show_current(context, active)

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Answers are changed one by one, never thrown away."""
        await self.show(context)

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        """From the end of a section to the next one."""
        view, plan = _of(active)
        await self.go_on(context, view, plan, past=True)

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        await self.show(context)

    # --- what its buttons do too

    async def show(self, context: ParticipantContext) -> None:
        """The overview."""
        found = await self.book.mine(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, plan = found
        # It says itself where somebody was.
        context.asked = context.asked or plans.in_hand(plan, view.enrolment)
        await context.say(plan_overview.overview(view, plan, len(look_over(view))))

    async def go_on(
        self, context: ParticipantContext, view: PlanView, plan: Plan, *, past: bool = False
    ) -> None:
        """To the next question that has no answer of its own; `past` the section in hand."""
        question = view.next_open(plan.section, past=past)
        if question is None:
            plans.leave(plan)
            await context.say(words.all_written())
        else:
            await self.ask(context, view, plan, question)

    async def open_section(
        self, context: ParticipantContext, view: PlanView, plan: Plan, name: str
    ) -> None:
        """At its first question without an answer; where all have one, what it says."""
        gap = next((q for q in view.outline.section(name).questions if not view.has_own(q)), None)
        if gap is not None:
            await self.ask(context, view, plan, gap)
            return
        plans.leave(plan)
        plan.section = name
        await flow_steps.show_current(context, self.active(view, plan))

    async def ask(
        self, context: ParticipantContext, view: PlanView, plan: Plan, question: Question
    ) -> None:
        section = view.outline.section(question.plan or "")
        plans.go_to(plan, question, section, context.now)
        await flow_steps.show_current(context, self.active(view, plan))

    def active(self, view: PlanView, plan: Plan) -> ActiveFlow:
        plan.section = plan.section_in_hand(view.outline)
        questions = view.outline.section(plan.section)
        return ActiveFlow(plan, questions, PlanWords(view, plan, plan.section), self, "plan.")


def _of(active: ActiveFlow) -> tuple[PlanView, Plan]:
    assert isinstance(active.views, PlanWords), "our own paths speak with our words"
    return active.views.view, active.views.plan
