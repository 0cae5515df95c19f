"""The runs of the course, for the consultants: make one, admit people, take out, close."""

from dataclasses import dataclass

from bot.course.consultant.cohort_wizard import RunWizard
from bot.course.jobs import Releases
from bot.course.rules.cohort_drafts import Draft
from bot.course.rules.cohorts import MOST_PLACES, Run
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.admissions import Admissions
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.course.views import cohort_drafts as run_drafts
from bot.course.views import cohorts as words
from bot.course.views.cohorts import RunView
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import Visit
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Paragraph
from bot.kernel.participants import Participant
from bot.kernel.views.pager import page_of


@dataclass(frozen=True)
class RunDesk:
    course: Course
    calendar: Calendar
    releases: Releases
    wizard: RunWizard

    async def show_runs(self, visit: Visit) -> None:
        await visit.say(await self._list(visit, 0))

    async def reply(self, visit: Visit, shown: Message, text: str) -> bool:
        return await self.wizard.reply(visit, shown, text)

    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """Raises NotAButton."""
        match pressed.arguments:
            case ("l", *_):
                page = pressed.number(1) if len(pressed.arguments) > 1 else 0
                await visit.edit(await self._list(visit, page))
            case ("n", *chosen):
                await self.wizard.step(visit, Draft.read(chosen))
            case ("c", *chosen):
                await self._create(visit, Draft.read(chosen))
            case ("t" | "ty", _):
                await self._take_out(visit, pressed.number(1), sure=pressed.argument(0) == "ty")
            case _:
                await self._press_run(visit, pressed)

    async def _press_run(self, visit: Visit, pressed: Pressed) -> None:
        run = await visit.uow[Cohorts].get(pressed.number(1))
        if run is None:
            raise NotAButton("r")
        view, more = await self._view(visit, run), len(pressed.arguments) > 2
        match pressed.argument(0):
            case "o":
                await visit.edit(self._card(view))
            case "p":
                await self._people(visit, view, pressed.number(2) if more else 0)
            case "x":
                await visit.edit(words.really_close(view))
            case "xy":
                await self._close(visit, run)
            case _ if run.closed_at is not None:
                await visit.say(words.is_closed(run))
            case "a" if more:
                await self._admit(visit, view, pressed.number(2))
            case "a" | "ap":
                await self._candidates(visit, view, pressed.number(2) if more else 0)
            case "m" if more:
                await self._set_places(visit, run, pressed.number(2))
            case "m":
                await visit.edit(words.more_places(view))
            case _:
                raise NotAButton("r")

    async def _list(self, visit: Visit, number: int) -> Message:
        runs = await visit.uow[Cohorts].open_ones()
        page = page_of([await self._view(visit, run) for run in runs], number)
        return words.list_of(page)

    async def _create(self, visit: Visit, draft: Draft) -> None:
        made = await self.wizard.create(visit, draft)
        if made is None:
            return
        run, is_new = made
        card = self._card(await self._view(visit, run))
        if not is_new:
            card = _with(card, run_drafts.exists_already())
        await visit.edit(card)

    # --- who is in it

    async def _candidates(self, visit: Visit, view: RunView, number: int) -> None:
        if view.is_full:
            await visit.edit(words.full(view))
            return
        waiting = await self._waiting(visit)
        await visit.edit(words.candidates(view, page_of(waiting, number)))

    async def _waiting(self, visit: Visit) -> list[Participant]:
        applications = await visit.uow[Admissions].admissible()
        return [await visit.uow[Participants].get(a.participant_id) for a in applications]

    async def _admit(self, visit: Visit, view: RunView, participant_id: int) -> None:
        allowed = {p.id: p for p in await self._waiting(visit)}
        participant = allowed.get(participant_id)
        if participant is None:
            await self._not_admissible(visit, participant_id)
        elif view.is_full:
            await visit.edit(words.full(view))
        else:
            await self._enrol(visit, view, participant)

    async def _not_admissible(self, visit: Visit, participant_id: int) -> None:
        """An old button: in a run already, or with newer answers that are not sent yet."""
        enrolment = await visit.uow[Enrolments].latest(participant_id)
        run = await visit.uow[Cohorts].get(enrolment.run_id) if enrolment else None
        if enrolment is None or run is None:
            raise NotAButton("r")
        participant = await visit.uow[Participants].get(participant_id)
        await visit.say(words.in_a_run_already(participant, run))

    async def _enrol(self, visit: Visit, view: RunView, participant: Participant) -> None:
        assert participant.id is not None, "a participant is stored before it is shown"
        before = await visit.uow[Enrolments].latest(participant.id)
        if before is not None and before.active:  # in a run that was closed before its end
            before.status = EnrolmentStatus.LEFT
        enrolment = await visit.uow[Enrolments].left(view.id, participant.id)
        if enrolment is not None:  # what was done there is there again
            enrolment.status = EnrolmentStatus.ACTIVE
        else:
            enrolment = Enrolment(view.id, participant.id, visit.now, visit.by)
            await visit.uow[Enrolments].add(enrolment)
        await self.releases.admit(visit.uow, enrolment, view.run, visit.now)
        fuller = await self._view(visit, view.run)
        await visit.edit(words.candidates(fuller, page_of(await self._waiting(visit), 0)))
        await visit.say(words.admitted(fuller, participant), about=participant)

    async def _people(self, visit: Visit, view: RunView, number: int) -> None:
        pairs = [
            (enrolment, await visit.uow[Participants].get(enrolment.participant_id))
            for enrolment in await visit.uow[Enrolments].of_run(view.id)
        ]
        await visit.edit(words.people(view, page_of(pairs, number)))

    async def _take_out(self, visit: Visit, enrolment_id: int, *, sure: bool) -> None:
        enrolment = await visit.uow[Enrolments].get(enrolment_id)
        run = await visit.uow[Cohorts].get(enrolment.run_id) if enrolment else None
        if enrolment is None or run is None:
            raise NotAButton("r")
        participant = await visit.uow[Participants].get(enrolment.participant_id)
        if not enrolment.active:
            await visit.say(words.not_in_the_run(participant))
        elif not sure:
            await visit.edit(words.really_take_out(enrolment, participant, run))
        else:
            enrolment.status, enrolment.working_on = EnrolmentStatus.LEFT, None
            await visit.to(participant).say(words.farewell(run))
            await visit.edit(words.taken_out(participant, run))

    # --- the run itself

    async def _set_places(self, visit: Visit, run: Run, places: int) -> None:
        """More only: nobody loses a place because of an old button."""
        if run.places < places <= MOST_PLACES:
            run.places = places
        await visit.edit(self._card(await self._view(visit, run)))

    async def _close(self, visit: Visit, run: Run) -> None:
        run.closed_at = run.closed_at or visit.now
        await visit.edit(words.is_closed(run))

    def _card(self, view: RunView) -> Message:
        return words.card(view, self._weeks(), self.calendar)

    async def _view(self, visit: Visit, run: Run) -> RunView:
        assert run.id is not None, "a run is stored before it is shown"
        people = len(await visit.uow[Enrolments].of_run(run.id))
        weeks = self._weeks()
        come = run.weeks_due(weeks, self.calendar, visit.now)
        begins = run.release_day(weeks[0], self.calendar)
        ends = run.release_day(weeks[-1], self.calendar)
        return RunView(run, people, max(come, default=0), begins, ends)

    def _weeks(self) -> list[int]:
        return [week.number for week in self.course.weeks]


def _with(message: Message, note: Paragraph) -> Message:
    return Message((*message.paragraphs, note), message.buttons)
