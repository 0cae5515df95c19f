"""How everybody in a run is doing, one person's card, and who was at a meeting."""

from dataclasses import dataclass
from datetime import date

from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import attend, in_order
from bot.course.storage.repositories import Cohorts
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.messages import Message
from bot.kernel.views.pager import page_of
from bot.plan.consultant.plan import PlanConsultantHandlers
from bot.roster.consultant.certificates import Certificates
from bot.roster.handlers import Roster
from bot.roster.views import attendance as meetings
from bot.roster.views import status as words
from bot.roster.views.status import PersonView


@dataclass(frozen=True)
class CourseStatus:
    people: Roster
    papers: Certificates
    plans: PlanConsultantHandlers

    async def show(self, context: ConsultantContext) -> None:
        """The run there is; where there are several, which one."""
        runs = await context.uow[Cohorts].open_ones()
        if len(runs) == 1:
            await context.say(await self._of_run(context, runs[0], 0))
        else:
            await context.say(words.which_run(runs))

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        return await self.papers.reply(context, shown, text)

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """Raises NotAButton."""
        match pressed.arguments:
            case ("r", _, *page):
                run = await self._run(context, pressed)
                number = pressed.number(2) if page else 0
                await context.edit(await self._of_run(context, run, number))
            case ("t", _, *day):
                await self._show_meeting(context, await self._run(context, pressed), day)
            case ("tt", _, day, _, "0" | "1" as there):
                run = await self._run(context, pressed)
                await self._tick(context, run, day, pressed.number(3), there == "1")
            case ("ts", _, day, *sure):
                await self._save(context, await self._run(context, pressed), day, bool(sure))
            case _:
                await self._press_person(context, pressed)

    async def _press_person(self, context: ConsultantContext, pressed: Pressed) -> None:
        view, run = await self.people.of_id(context.uow, pressed.number(1), context.now)
        match pressed.arguments:
            case ("p", _):
                await context.say(await self._card(context, view, run), about=view.participant)
            case ("pe", _):
                await context.edit(await self._card(context, view, run))
            case ("d", _, *day):
                await self._choose_day(context, view, day)
            case ("at" | "a" as verb, _, day, "0" | "1" as there):
                await self._attend(context, view, run, day, there == "1", verb == "at")
            case ("w", _):
                await context.edit(self._answers(view))
            case _:
                await self.papers.press(context, view, run, pressed)

    async def _run(self, context: ConsultantContext, pressed: Pressed) -> Cohort:
        run = await context.uow[Cohorts].get(pressed.number(1))
        if run is None:
            raise InvalidButton("s")
        return run

    async def _of_run(self, context: ConsultantContext, run: Cohort, number: int) -> Message:
        people = await self.people.of_run(context.uow, run, context.now)
        return words.of_run(run, page_of(people, number), self.people.today(context.now))

    async def _card(self, context: ConsultantContext, view: PersonView, run: Cohort) -> Message:
        pairs = in_order(view.enrolment, self.people.course)
        due = [(t, w) for t, w in pairs if not w.is_done]
        plan = await self.plans.ready_state(context.uow, view.enrolment)
        return words.card(view, run, due, self.people.today(context.now), plan)

    def _answers(self, view: PersonView) -> Message:
        pairs = in_order(view.enrolment, self.people.course)
        return words.answers(view, [(t, w) for t, w in pairs if w.version])

    # --- one person at one meeting

    async def _choose_day(
        self, context: ConsultantContext, view: PersonView, day: list[str]
    ) -> None:
        if not day:
            await context.edit(meetings.which_day(view, self.people.days(context.now)))
            return
        chosen = self.people.meeting_day(day[0], context.now)
        if chosen is None:
            await context.say(meetings.too_long_ago())
        else:
            await context.edit(meetings.was_there(view, chosen))

    async def _attend(
        self,
        context: ConsultantContext,
        view: PersonView,
        run: Cohort,
        stamp: str,
        there: bool,
        today: bool,
    ) -> None:
        """`today`: the button says so; on a later day it asks which day is meant."""
        day = self.people.meeting_day(stamp, context.now)
        if not view.enrolment.active or day is None:
            await context.say(meetings.too_long_ago())
        elif today and day != self.people.today(context.now):
            await context.edit(meetings.which_day(view, self.people.days(context.now)))
        else:
            attend(view.enrolment, day, there, context.by, context.now)
            await context.edit(await self._card(context, view, run))

    # --- everybody at one meeting

    async def _show_meeting(
        self, context: ConsultantContext, run: Cohort, stamp: list[str]
    ) -> None:
        """A meeting of today is a message of its own; one that is corrected changes in place."""
        if not stamp:
            today = self.people.today(context.now)
            await context.say(await self._meeting(context, run, today))
            return
        day = self.people.meeting_day(stamp[0], context.now)
        if day is None:
            await context.say(meetings.too_long_ago())
        else:
            await context.edit(await self._meeting(context, run, day))

    async def _tick(
        self, context: ConsultantContext, run: Cohort, stamp: str, enrolment_id: int, there: bool
    ) -> None:
        day = self.people.meeting_day(stamp, context.now)
        view, _ = await self.people.of_id(context.uow, enrolment_id, context.now)
        if day is None or view.enrolment.run_id != run.id:
            await context.say(meetings.too_long_ago())
            return
        attend(view.enrolment, day, there, context.by, context.now)
        await context.edit(await self._meeting(context, run, day))

    async def _save(self, context: ConsultantContext, run: Cohort, stamp: str, sure: bool) -> None:
        """Who is not ticked was absent."""
        day = self.people.meeting_day(stamp, context.now)
        if day is None:
            await context.say(meetings.too_long_ago())
            return
        people = await self.people.members(context.uow, run, context.now)
        came = sum(_was_there(p, day) for p in people)
        if not came and not sure:
            await context.edit(meetings.nobody_ticked(run, day))
            return
        for person in people:
            if not _was_there(person, day):
                attend(person.enrolment, day, False, context.by, context.now)
        await context.edit(meetings.meeting_saved(run, day, came, len(people)))

    async def _meeting(self, context: ConsultantContext, run: Cohort, day: date) -> Message:
        return meetings.meeting(run, await self.people.members(context.uow, run, context.now), day)


def _was_there(view: PersonView, day: date) -> bool:
    return any(a.present for a in view.enrolment.attendances if a.held_on == day)
