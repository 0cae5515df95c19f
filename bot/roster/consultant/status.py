"""How everybody in a run is doing, one person's card, and who was at a meeting."""

from dataclasses import dataclass
from datetime import date

from bot.course.rules.cohorts import Run
from bot.course.rules.enrolments import attend, in_order
from bot.course.storage.repositories import Cohorts
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.consultant_context import Visit
from bot.kernel.messages import Message
from bot.kernel.views.pager import page_of
from bot.plan.consultant.plan import PlanDesk
from bot.roster.consultant.certificates import Papers
from bot.roster.handlers import People
from bot.roster.views import attendance as meetings
from bot.roster.views import status as words
from bot.roster.views.status import PersonView


@dataclass(frozen=True)
class CourseStatus:
    people: People
    papers: Papers
    plans: PlanDesk

    async def show(self, visit: Visit) -> None:
        """The run there is; where there are several, which one."""
        runs = await visit.uow[Cohorts].open_ones()
        if len(runs) == 1:
            await visit.say(await self._of_run(visit, runs[0], 0))
        else:
            await visit.say(words.which_run(runs))

    async def reply(self, visit: Visit, shown: Message, text: str) -> bool:
        return await self.papers.reply(visit, shown, text)

    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """Raises NotAButton."""
        match pressed.arguments:
            case ("r", _, *page):
                run = await self._run(visit, pressed)
                number = pressed.number(2) if page else 0
                await visit.edit(await self._of_run(visit, run, number))
            case ("t", _, *day):
                await self._show_meeting(visit, await self._run(visit, pressed), day)
            case ("tt", _, day, _, "0" | "1" as there):
                run = await self._run(visit, pressed)
                await self._tick(visit, run, day, pressed.number(3), there == "1")
            case ("ts", _, day, *sure):
                await self._save(visit, await self._run(visit, pressed), day, bool(sure))
            case _:
                await self._press_person(visit, pressed)

    async def _press_person(self, visit: Visit, pressed: Pressed) -> None:
        view, run = await self.people.of_id(visit.uow, pressed.number(1), visit.now)
        match pressed.arguments:
            case ("p", _):
                await visit.say(await self._card(visit, view, run), about=view.participant)
            case ("pe", _):
                await visit.edit(await self._card(visit, view, run))
            case ("d", _, *day):
                await self._choose_day(visit, view, day)
            case ("at" | "a" as verb, _, day, "0" | "1" as there):
                await self._attend(visit, view, run, day, there == "1", verb == "at")
            case ("w", _):
                await visit.edit(self._answers(view))
            case _:
                await self.papers.press(visit, view, run, pressed)

    async def _run(self, visit: Visit, pressed: Pressed) -> Run:
        run = await visit.uow[Cohorts].get(pressed.number(1))
        if run is None:
            raise NotAButton("s")
        return run

    async def _of_run(self, visit: Visit, run: Run, number: int) -> Message:
        people = await self.people.of_run(visit.uow, run, visit.now)
        return words.of_run(run, page_of(people, number), self.people.today(visit.now))

    async def _card(self, visit: Visit, view: PersonView, run: Run) -> Message:
        pairs = in_order(view.enrolment, self.people.course)
        due = [(t, w) for t, w in pairs if not w.is_done]
        plan = await self.plans.standing(visit.uow, view.enrolment)
        return words.card(view, run, due, self.people.today(visit.now), plan)

    def _answers(self, view: PersonView) -> Message:
        pairs = in_order(view.enrolment, self.people.course)
        return words.answers(view, [(t, w) for t, w in pairs if w.version])

    # --- one person at one meeting

    async def _choose_day(self, visit: Visit, view: PersonView, day: list[str]) -> None:
        if not day:
            await visit.edit(meetings.which_day(view, self.people.days(visit.now)))
            return
        chosen = self.people.meeting_day(day[0], visit.now)
        if chosen is None:
            await visit.say(meetings.too_long_ago())
        else:
            await visit.edit(meetings.was_there(view, chosen))

    async def _attend(
        self, visit: Visit, view: PersonView, run: Run, stamp: str, there: bool, today: bool
    ) -> None:
        """`today`: the button says so; on a later day it asks which day is meant."""
        day = self.people.meeting_day(stamp, visit.now)
        if not view.enrolment.active or day is None:
            await visit.say(meetings.too_long_ago())
        elif today and day != self.people.today(visit.now):
            await visit.edit(meetings.which_day(view, self.people.days(visit.now)))
        else:
            attend(view.enrolment, day, there, visit.by, visit.now)
            await visit.edit(await self._card(visit, view, run))

    # --- everybody at one meeting

    async def _show_meeting(self, visit: Visit, run: Run, stamp: list[str]) -> None:
        """A meeting of today is a message of its own; one that is corrected changes in place."""
        if not stamp:
            today = self.people.today(visit.now)
            await visit.say(await self._meeting(visit, run, today))
            return
        day = self.people.meeting_day(stamp[0], visit.now)
        if day is None:
            await visit.say(meetings.too_long_ago())
        else:
            await visit.edit(await self._meeting(visit, run, day))

    async def _tick(
        self, visit: Visit, run: Run, stamp: str, enrolment_id: int, there: bool
    ) -> None:
        day = self.people.meeting_day(stamp, visit.now)
        view, _ = await self.people.of_id(visit.uow, enrolment_id, visit.now)
        if day is None or view.enrolment.run_id != run.id:
            await visit.say(meetings.too_long_ago())
            return
        attend(view.enrolment, day, there, visit.by, visit.now)
        await visit.edit(await self._meeting(visit, run, day))

    async def _save(self, visit: Visit, run: Run, stamp: str, sure: bool) -> None:
        """Who is not ticked was absent."""
        day = self.people.meeting_day(stamp, visit.now)
        if day is None:
            await visit.say(meetings.too_long_ago())
            return
        people = await self.people.members(visit.uow, run, visit.now)
        came = sum(_was_there(p, day) for p in people)
        if not came and not sure:
            await visit.edit(meetings.nobody_ticked(run, day))
            return
        for person in people:
            if not _was_there(person, day):
                attend(person.enrolment, day, False, visit.by, visit.now)
        await visit.edit(meetings.meeting_saved(run, day, came, len(people)))

    async def _meeting(self, visit: Visit, run: Run, day: date) -> Message:
        return meetings.meeting(run, await self.people.members(visit.uow, run, visit.now), day)


def _was_there(view: PersonView, day: date) -> bool:
    return any(a.present for a in view.enrolment.attendances if a.held_on == day)
