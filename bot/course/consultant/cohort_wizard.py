"""Creating a cohort by buttons and a few typed words.

What was chosen so far is in the buttons and in the form of the message; nothing else is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.course.rules.cohort_drafts import CohortDraft, coming_mondays
from bot.course.rules.cohorts import Cohort, CohortProblem, InvalidCohort, plan_cohort
from bot.course.rules.course import Course
from bot.course.storage.repositories import Cohorts
from bot.course.views import cohort_drafts as views
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message, Param
from bot.kernel.stamps import read_day
from bot.kernel.views import forms

MONDAYS = 6  # offered as the start
# How many steps stay answered when a value turns out not to be allowed.
_STEPS_KEPT = {
    CohortProblem.PAST: 0,
    CohortProblem.WEEKDAY: 1,
    CohortProblem.HOUR: 2,
    CohortProblem.PLACES: 3,
}


@dataclass(frozen=True)
class CohortWizard:
    """`plain(phrase, language)` renders a phrase as text: a cohort's name is stored as text."""

    course: Course
    calendar: Calendar
    plain: Callable[[Param, str], str]

    async def step(self, context: ConsultantContext, draft: CohortDraft) -> None:
        """Show what is to be chosen next, in place."""
        try:
            await context.edit(self._ask(context, draft))
        except InvalidCohort as error:
            await self._refuse(context, draft, error.problem)

    async def create(
        self, context: ConsultantContext, draft: CohortDraft
    ) -> tuple[Cohort, bool] | None:
        """The cohort, and whether it is new; None where the values are not allowed (any more)."""
        shown = await context.shown()
        form = views.draft_of(shown) if shown else None
        name = (form.name if form else None) or self._suggested(draft)
        try:
            cohort = self._plan(context, draft, name)
        except InvalidCohort as error:
            await self._refuse(context, draft, error.problem)
            return None
        same = _same_schedule if form is None else _same_name
        for known in await context.uow[Cohorts].open_ones():
            if same(known, cohort):
                return known, False
        await context.uow[Cohorts].add(cohort)
        return cohort, True

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Text typed in answer to one of the steps; False where `shown` is none of them."""
        draft = views.draft_of(shown)
        if draft is None:
            return False
        if draft.complete:
            await self._rename(context, draft, text)
        elif draft.start is None:
            await self._typed_start(context, text)
        elif draft.weekday is None:
            await context.say(forms.press_a_button())
        else:
            await self._typed_number(context, draft, text)
        return True

    async def _typed_start(self, context: ConsultantContext, text: str) -> None:
        today = self.calendar.today(context.now)
        day = read_day(text, today)
        if day is None:
            await context.say(views.not_a_day())
        elif day < today:
            await context.say(views.invalid(CohortProblem.PAST))
        else:
            await self._continue_below(context, self._ask(context, CohortDraft(day)))

    async def _typed_number(
        self, context: ConsultantContext, draft: CohortDraft, text: str
    ) -> None:
        digits = text.strip().removesuffix(":00").removesuffix(".00").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            await context.say(views.not_a_number())
            return
        try:
            asked = self._ask(context, draft.following(int(digits)))
        except InvalidCohort as error:
            await context.say(views.invalid(error.problem))
            return
        await self._continue_below(context, asked)

    async def _rename(self, context: ConsultantContext, draft: CohortDraft, text: str) -> None:
        try:
            asked = self._summary(context, draft, text)
        except InvalidCohort as error:
            await context.say(views.invalid(error.problem))
            return
        await self._continue_below(context, asked)

    async def _continue_below(self, context: ConsultantContext, asked: Message) -> None:
        """Ask below what was typed; the step that was answered loses its buttons."""
        await context.edit(forms.goes_on_below())
        await context.say(asked)

    async def _refuse(
        self, context: ConsultantContext, draft: CohortDraft, problem: CohortProblem
    ) -> None:
        """Say why, and ask again for the value that is not allowed."""
        await context.say(views.invalid(problem))
        kept = _STEPS_KEPT.get(problem)
        if kept is not None:
            await context.edit(self._ask(context, draft.until(kept)))

    def _ask(self, context: ConsultantContext, draft: CohortDraft) -> Message:
        """The next step, or the summary.  Raises InvalidCohort."""
        if draft.start is None:
            today = self.calendar.today(context.now)
            return views.ask_start(coming_mondays(today, MONDAYS, self.calendar))
        if draft.weekday is None:
            return views.ask_weekday(draft, draft.start)
        if draft.hour is None:
            return views.ask_hour(draft)
        if draft.places is None:
            self._plan(context, replace(draft, places=1), "-")  # is the rest allowed?
            return views.ask_places(draft)
        return self._summary(context, draft, self._suggested(draft))

    def _summary(self, context: ConsultantContext, draft: CohortDraft, name: str) -> Message:
        cohort = self._plan(context, draft, name)
        return views.summary(draft, cohort, self.course.week_numbers, self.calendar)

    def _plan(self, context: ConsultantContext, draft: CohortDraft, name: str) -> Cohort:
        """Raises InvalidCohort."""
        plan = draft.plan(name)
        if plan.weekday not in views.WEEKDAYS:
            raise InvalidCohort(CohortProblem.WEEKDAY)
        return plan_cohort(plan, context.by, self.calendar.today(context.now), context.now)

    def _suggested(self, draft: CohortDraft) -> str:
        start: date = draft.start or date.min
        return self.plain(views.suggested_name(start), CONSULTANT_LANGUAGE)


def _same_name(known: Cohort, cohort: Cohort) -> bool:
    return (known.name, known.starts_on) == (cohort.name, cohort.starts_on)


def _same_schedule(known: Cohort, cohort: Cohort) -> bool:
    """For a second press, when the message shows the created cohort: its name is not known."""
    schedule = (cohort.starts_on, cohort.weekday, cohort.hour, cohort.created_by)
    return (known.starts_on, known.weekday, known.hour, known.created_by) == schedule
