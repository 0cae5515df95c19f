"""The business plan, step by step: a way like the check and the tasks (see services.paths)."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as course_words
from bot.kernel.participant_context import Turn
from bot.plan.handlers.book import PlanBook
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import look_over
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views import builder as words
from bot.plan.views import overview as plan_overview
from bot.plan.views.builder import PlanWords
from bot.questionnaire.handlers import steps as walking
from bot.questionnaire.handlers.flows import Path
from bot.questionnaire.rules.questionnaire import Question


@dataclass(frozen=True)
class PlanBuilder:
    book: PlanBook

    # --- a way like the check

    async def current(self, turn: Turn) -> Path | None:
        enrolment = await enrolment_of(turn)
        if enrolment is None:
            return None
        view = await self.book.view(turn.uow, enrolment)
        if view.plan is None or not plans.in_hand(view.plan, enrolment):
            return None
        return self.path(view, view.plan)

    async def of_id(self, turn: Turn, number: int) -> Path | None:
        enrolment = await enrolment_of(turn)
        view = await self.book.view(turn.uow, enrolment) if enrolment else None
        if view is None or view.plan is None or view.plan.id != number:
            return None
        return self.path(view, view.plan)

    async def take_up(self, turn: Turn, path: Path) -> None:
        """Where it was left; else the next question that has no answer."""
        view, plan = _of(path)
        if plan.current is None or plan.current not in view.outline.whole:
            await self.go_on(turn, view, plan)
            return
        await self.ask(turn, view, plan, view.outline.whole.question(plan.current))

    async def reopen(self, turn: Turn, path: Path) -> None:
        await self.show(turn)

    async def remove_files(self, turn: Turn, path: Path, question_id: str) -> None:
        """There are none in a plan."""
        await walking.show(turn, path)

    async def start_over(self, turn: Turn, path: Path) -> None:
        """Answers are changed one by one, never thrown away."""
        await self.show(turn)

    async def finish(self, turn: Turn, path: Path, message_id: int | None) -> None:
        """From the end of a section to the next one."""
        view, plan = _of(path)
        await self.go_on(turn, view, plan, past=True)

    async def closed(self, turn: Turn, path: Path) -> None:
        await self.show(turn)

    # --- what its buttons do too

    async def show(self, turn: Turn) -> None:
        """The overview."""
        found = await self.book.mine(turn)
        if found is None:
            await turn.say(course_words.in_no_run())
            return
        view, plan = found
        # It says itself where somebody was.
        turn.asked = turn.asked or plans.in_hand(plan, view.enrolment)
        await turn.say(plan_overview.overview(view, plan, len(look_over(view))))

    async def go_on(self, turn: Turn, view: PlanView, plan: Plan, *, past: bool = False) -> None:
        """To the next question that has no answer of its own; `past` the section in hand."""
        question = view.next_open(plan.section, past=past)
        if question is None:
            plans.leave(plan)
            await turn.say(words.all_written())
        else:
            await self.ask(turn, view, plan, question)

    async def open_section(self, turn: Turn, view: PlanView, plan: Plan, name: str) -> None:
        """At its first question without an answer; where all have one, what it says."""
        gap = next((q for q in view.outline.section(name).questions if not view.has_own(q)), None)
        if gap is not None:
            await self.ask(turn, view, plan, gap)
            return
        plans.leave(plan)
        plan.section = name
        await walking.show(turn, self.path(view, plan))

    async def ask(self, turn: Turn, view: PlanView, plan: Plan, question: Question) -> None:
        section = view.outline.section(question.plan or "")
        plans.go_to(plan, question, section, turn.now)
        await walking.show(turn, self.path(view, plan))

    def path(self, view: PlanView, plan: Plan) -> Path:
        plan.section = plan.section_in_hand(view.outline)
        questions = view.outline.section(plan.section)
        return Path(plan, questions, PlanWords(view, plan, plan.section), self, "plan.")


def _of(path: Path) -> tuple[PlanView, Plan]:
    assert isinstance(path.words, PlanWords), "our own paths speak with our words"
    return path.words.view, path.words.plan
