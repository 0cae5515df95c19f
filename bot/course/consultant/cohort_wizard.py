"""A new run, by buttons and a few typed words.  Nothing is remembered between the steps: what was
chosen travels in the buttons, and the name stands in the message."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.course.rules.cohort_drafts import CohortDraft, coming_mondays
from bot.course.rules.cohorts import Cohort, InvalidCohort, plan_cohort
from bot.course.rules.course import Course
from bot.course.storage.repositories import Cohorts
from bot.course.views import cohort_drafts as words
from bot.kernel.buttons import InvalidButton, Pressed, decode
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message, Param
from bot.kernel.stamps import read_day
from bot.kernel.views import forms

MONDAYS = 6


@dataclass(frozen=True)
class CohortWizard:
    """`plain` makes words of a phrase: a run's name is stored as words."""

    course: Course
    calendar: Calendar
    plain: Callable[[Param, str], str]

    async def step(self, context: ConsultantContext, draft: CohortDraft) -> None:
        """Show what is to be chosen next, in place.  Raises NotAButton."""
        try:
            await context.edit(self._ask(context, draft))
        except InvalidCohort as error:
            await self._refuse(context, draft, error.reason)

    async def create(
        self, context: ConsultantContext, draft: CohortDraft
    ) -> tuple[Cohort, bool] | None:
        """The run, and whether it is new; None where it can't be made like this.

        Raises NotAButton.
        """
        shown = await context.shown()
        name = (words.name_in(shown) if shown else None) or self._suggested(draft)
        try:
            run = self._plan(context, draft, name)
        except InvalidCohort as error:
            await self._refuse(context, draft, error.reason)
            return None
        for known in await context.uow[Cohorts].open_ones():
            if (known.name, known.starts_on) == (run.name, run.starts_on):
                return known, False
        await context.uow[Cohorts].add(run)
        return run, True

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Something typed to one of the steps; False where the message is none of them."""
        step = _step_of(shown)
        if step is None:
            return False
        draft, last = step
        if last:
            await self._rename(context, draft, shown, text)
        elif draft.start is None:
            await self._typed_start(context, draft, text)
        elif draft.weekday is None:
            await context.say(forms.press_a_button())
        else:
            await self._typed_number(context, draft, text)
        return True

    async def _typed_start(
        self, context: ConsultantContext, draft: CohortDraft, text: str
    ) -> None:
        today = self.calendar.today(context.now)
        day = read_day(text, today)
        if day is None:
            await context.say(words.not_a_day())
        elif day < today:
            await context.say(words.not_a_run("past"))
        else:
            await self._go_on_below(context, self._ask(context, CohortDraft(day)))

    async def _typed_number(
        self, context: ConsultantContext, draft: CohortDraft, text: str
    ) -> None:
        digits = text.strip().removesuffix(":00").removesuffix(".00").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            await context.say(words.not_a_number())
            return
        try:
            asked = self._ask(context, draft.following(digits))
        except InvalidCohort as error:
            await context.say(words.not_a_run(error.reason))
            return
        await self._go_on_below(context, asked)

    async def _rename(
        self, context: ConsultantContext, draft: CohortDraft, shown: Message, text: str
    ) -> None:
        try:
            asked = self._summary(context, draft, text)
        except InvalidCohort as error:
            await context.say(words.not_a_run(error.reason))
            return
        await self._go_on_below(context, asked)

    async def _go_on_below(self, context: ConsultantContext, asked: Message) -> None:
        """The next step stands below what was typed; the step before has no buttons any more."""
        await context.edit(forms.goes_on_below())
        await context.say(asked)

    async def _refuse(self, context: ConsultantContext, draft: CohortDraft, reason: str) -> None:
        """The answer, and the step that has to be chosen anew."""
        await context.say(words.not_a_run(reason))
        again = {"past": 0, "weekday": 1, "hour": 2, "places": 3}.get(reason)
        if again is not None:
            await context.edit(self._ask(context, CohortDraft.read(draft.chosen[:again])))

    def _ask(self, context: ConsultantContext, draft: CohortDraft) -> Message:
        """What comes next.  Raises NotARun for what can't be; NotAButton."""
        if draft.start is None:
            today = self.calendar.today(context.now)
            return words.ask_start(coming_mondays(today, MONDAYS, self.calendar))
        if draft.weekday is None:
            return words.ask_weekday(draft, draft.start)
        if draft.hour is None:
            return words.ask_hour(draft)
        if draft.places is None:
            self._plan(context, CohortDraft(draft.start, draft.weekday, draft.hour, 1), "-")
            return words.ask_places(draft)
        return self._summary(context, draft, self._suggested(draft))

    def _summary(self, context: ConsultantContext, draft: CohortDraft, name: str) -> Message:
        run = self._plan(context, draft, name)
        return words.summary(draft, run, self._weeks(), self.calendar)

    def _plan(self, context: ConsultantContext, draft: CohortDraft, name: str) -> Cohort:
        """Raises NotARun; NotAButton for a draft with gaps."""
        start, weekday, hour, places = draft.start, draft.weekday, draft.hour, draft.places
        if start is None or weekday is None or hour is None or places is None:
            raise InvalidButton("r")
        if weekday not in words.WEEKDAYS:
            raise InvalidCohort("weekday")
        today = self.calendar.today(context.now)
        return plan_cohort(name, start, weekday, hour, places, context.by, today, context.now)

    def _suggested(self, draft: CohortDraft) -> str:
        start: date = draft.start or date.min
        return self.plain(words.suggested_name(start), CONSULTANT_LANGUAGE)

    def _weeks(self) -> list[int]:
        return [week.number for week in self.course.weeks]


def _step_of(shown: Message) -> tuple[CohortDraft, bool] | None:
    """What was chosen before the step that a message asks for, and whether it is the last one."""
    ours = [p for row in shown.buttons for b in row if (p := _wizards(decode(b.data)))]
    if not ours:
        return None
    made = next((p for p in ours if p.argument(0) == "c"), None)
    if made is not None:
        return CohortDraft.read(made.arguments[1:]), True
    longest = max(ours, key=lambda p: len(p.arguments))
    return CohortDraft.read(longest.arguments[1:-1]), False


def _wizards(pressed: Pressed) -> Pressed | None:
    """Of the list of runs only *new run* is like ours; it has no step."""
    of_ours = pressed.topic == "r" and pressed.arguments[:1] in (("n",), ("c",))
    return pressed if of_ours and len(pressed.arguments) > 1 else None
