"""A new run, by buttons and a few typed words.  Nothing is remembered between the steps: what was
chosen travels in the buttons, and the name stands in the message."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.course.rules.cohort_drafts import Draft, coming_mondays
from bot.course.rules.cohorts import NotARun, Run, plan_run
from bot.course.rules.course import Course
from bot.course.storage.repositories import Cohorts
from bot.course.views import cohort_drafts as words
from bot.kernel.buttons import NotAButton, Pressed, decode
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import Visit
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message, Param
from bot.kernel.stamps import read_day
from bot.kernel.views import forms

MONDAYS = 6


@dataclass(frozen=True)
class RunWizard:
    """`plain` makes words of a phrase: a run's name is stored as words."""

    course: Course
    calendar: Calendar
    plain: Callable[[Param, str], str]

    async def step(self, visit: Visit, draft: Draft) -> None:
        """Show what is to be chosen next, in place.  Raises NotAButton."""
        try:
            await visit.edit(self._ask(visit, draft))
        except NotARun as error:
            await self._refuse(visit, draft, error.reason)

    async def create(self, visit: Visit, draft: Draft) -> tuple[Run, bool] | None:
        """The run, and whether it is new; None where it can't be made like this.

        Raises NotAButton.
        """
        shown = await visit.shown()
        name = (words.name_in(shown) if shown else None) or self._suggested(draft)
        try:
            run = self._plan(visit, draft, name)
        except NotARun as error:
            await self._refuse(visit, draft, error.reason)
            return None
        for known in await visit.uow[Cohorts].open_ones():
            if (known.name, known.starts_on) == (run.name, run.starts_on):
                return known, False
        await visit.uow[Cohorts].add(run)
        return run, True

    async def reply(self, visit: Visit, shown: Message, text: str) -> bool:
        """Something typed to one of the steps; False where the message is none of them."""
        step = _step_of(shown)
        if step is None:
            return False
        draft, last = step
        if last:
            await self._rename(visit, draft, shown, text)
        elif draft.start is None:
            await self._typed_start(visit, draft, text)
        elif draft.weekday is None:
            await visit.say(forms.press_a_button())
        else:
            await self._typed_number(visit, draft, text)
        return True

    async def _typed_start(self, visit: Visit, draft: Draft, text: str) -> None:
        today = self.calendar.today(visit.now)
        day = read_day(text, today)
        if day is None:
            await visit.say(words.not_a_day())
        elif day < today:
            await visit.say(words.not_a_run("past"))
        else:
            await self._go_on_below(visit, self._ask(visit, Draft(day)))

    async def _typed_number(self, visit: Visit, draft: Draft, text: str) -> None:
        digits = text.strip().removesuffix(":00").removesuffix(".00").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            await visit.say(words.not_a_number())
            return
        try:
            asked = self._ask(visit, draft.following(digits))
        except NotARun as error:
            await visit.say(words.not_a_run(error.reason))
            return
        await self._go_on_below(visit, asked)

    async def _rename(self, visit: Visit, draft: Draft, shown: Message, text: str) -> None:
        try:
            asked = self._summary(visit, draft, text)
        except NotARun as error:
            await visit.say(words.not_a_run(error.reason))
            return
        await self._go_on_below(visit, asked)

    async def _go_on_below(self, visit: Visit, asked: Message) -> None:
        """The next step stands below what was typed; the step before has no buttons any more."""
        await visit.edit(forms.goes_on_below())
        await visit.say(asked)

    async def _refuse(self, visit: Visit, draft: Draft, reason: str) -> None:
        """The answer, and the step that has to be chosen anew."""
        await visit.say(words.not_a_run(reason))
        again = {"past": 0, "weekday": 1, "hour": 2, "places": 3}.get(reason)
        if again is not None:
            await visit.edit(self._ask(visit, Draft.read(draft.chosen[:again])))

    def _ask(self, visit: Visit, draft: Draft) -> Message:
        """What comes next.  Raises NotARun for what can't be; NotAButton."""
        if draft.start is None:
            today = self.calendar.today(visit.now)
            return words.ask_start(coming_mondays(today, MONDAYS, self.calendar))
        if draft.weekday is None:
            return words.ask_weekday(draft, draft.start)
        if draft.hour is None:
            return words.ask_hour(draft)
        if draft.places is None:
            self._plan(visit, Draft(draft.start, draft.weekday, draft.hour, 1), "-")
            return words.ask_places(draft)
        return self._summary(visit, draft, self._suggested(draft))

    def _summary(self, visit: Visit, draft: Draft, name: str) -> Message:
        run = self._plan(visit, draft, name)
        return words.summary(draft, run, self._weeks(), self.calendar)

    def _plan(self, visit: Visit, draft: Draft, name: str) -> Run:
        """Raises NotARun; NotAButton for a draft with gaps."""
        start, weekday, hour, places = draft.start, draft.weekday, draft.hour, draft.places
        if start is None or weekday is None or hour is None or places is None:
            raise NotAButton("r")
        if weekday not in words.WEEKDAYS:
            raise NotARun("weekday")
        today = self.calendar.today(visit.now)
        return plan_run(name, start, weekday, hour, places, visit.by, today, visit.now)

    def _suggested(self, draft: Draft) -> str:
        start: date = draft.start or date.min
        return self.plain(words.suggested_name(start), CONSULTANT_LANGUAGE)

    def _weeks(self) -> list[int]:
        return [week.number for week in self.course.weeks]


def _step_of(shown: Message) -> tuple[Draft, bool] | None:
    """What was chosen before the step that a message asks for, and whether it is the last one."""
    ours = [p for row in shown.buttons for b in row if (p := _wizards(decode(b.data)))]
    if not ours:
        return None
    made = next((p for p in ours if p.argument(0) == "c"), None)
    if made is not None:
        return Draft.read(made.arguments[1:]), True
    longest = max(ours, key=lambda p: len(p.arguments))
    return Draft.read(longest.arguments[1:-1]), False


def _wizards(pressed: Pressed) -> Pressed | None:
    """Of the list of runs only *new run* is like ours; it has no step."""
    of_ours = pressed.topic == "r" and pressed.arguments[:1] in (("n",), ("c",))
    return pressed if of_ours and len(pressed.arguments) > 1 else None
