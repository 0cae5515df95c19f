"""The business plan as a questionnaire flow (see bot.questionnaire.handlers.flows)."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as course_words
from bot.kernel.participant_context import ParticipantContext
from bot.plan.context import PlanLoader
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import check_plan
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views import builder as words
from bot.plan.views import overview as plan_overview
from bot.plan.views.builder import PlanFlowViews
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.questionnaire.rules.questionnaire import Question


@dataclass(frozen=True)
class PlanFlow:
    loader: PlanLoader

    # --- as any flow

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        enrolment = await enrolment_of(context)
        if enrolment is None:
            return None
        view = await self.loader.view(context.uow, enrolment)
        if view.plan is None or not plans.is_active(view.plan, enrolment):
            return None
        return self.active(view, view.plan)

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        enrolment = await enrolment_of(context)
        view = await self.loader.view(context.uow, enrolment) if enrolment else None
        if view is None or view.plan is None or view.plan.id != number:
            return None
        return self.active(view, view.plan)

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Ask the current question; without one, the next that has no answer."""
        view, plan = _plan_of(active)
        if plan.current is None or plan.current not in view.outline.questionnaire:
            await self.go_on(context, view, plan)
            return
        await self.ask(context, view, plan, view.outline.questionnaire.question(plan.current))

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        await self.show(context)

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """A plan has no files."""
        await flow_steps.show_current(context, active)

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """A plan is never started over; its answers are changed one by one."""
        await self.show(context)

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        """From the end of a section to the next one."""
        view, plan = _plan_of(active)
        await self.go_on(context, view, plan, past=True)

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        await self.show(context)

    # --- as its other buttons need it

    async def show(self, context: ParticipantContext) -> None:
        """Show the overview."""
        found = await self.loader.own(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, plan = found
        # The overview names the current question, so it need not be asked once more.
        context.asked = context.asked or plans.is_active(plan, view.enrolment)
        await context.say(plan_overview.overview(view, plan, len(check_plan(view))))

    async def go_on(
        self, context: ParticipantContext, view: PlanView, plan: Plan, *, past: bool = False
    ) -> None:
        """Ask the next question without an own answer; if `past`, beyond the current section."""
        question = view.next_unanswered(plan.section, past=past)
        if question is None:
            plans.leave(plan)
            await context.say(words.all_written())
        else:
            await self.ask(context, view, plan, question)

    async def open_section(
        self, context: ParticipantContext, view: PlanView, plan: Plan, name: str
    ) -> None:
        """Ask its first question without an own answer; if there is none, show its answers."""
        questions = view.outline.section(name).questions
        unanswered = next((q for q in questions if not view.has_own(q)), None)
        if unanswered is not None:
            await self.ask(context, view, plan, unanswered)
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
        plan.section = plan.current_section(view.outline)
        questions = view.outline.section(plan.section)
        return ActiveFlow(plan, questions, PlanFlowViews(view, plan, plan.section), self, "plan.")


def _plan_of(active: ActiveFlow) -> tuple[PlanView, Plan]:
    assert isinstance(active.views, PlanFlowViews), "a flow of the plan has the plan's views"
    return active.views.view, active.views.plan
