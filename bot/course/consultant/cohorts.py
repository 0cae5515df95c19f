"""The runs of the course, for the consultants: make one, admit people, take out, close."""

from dataclasses import dataclass

from bot.course.consultant.cohort_wizard import CohortWizard
from bot.course.jobs import Releases
from bot.course.rules.cohort_drafts import CohortDraft
from bot.course.rules.cohorts import MOST_PLACES, Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.admissions import Admissions
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.course.views import cohort_drafts as run_drafts
from bot.course.views import cohorts as words
from bot.course.views.cohorts import CohortView
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Paragraph
from bot.kernel.participants import Participant
from bot.kernel.views.pager import page_of


@dataclass(frozen=True)
class CohortDesk:
    course: Course
    calendar: Calendar
    releases: Releases
    wizard: CohortWizard

    async def show_runs(self, context: ConsultantContext) -> None:
        await context.say(await self._list(context, 0))

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        return await self.wizard.reply(context, shown, text)

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """Raises NotAButton."""
        match pressed.arguments:
            case ("l", *_):
                page = pressed.number(1) if len(pressed.arguments) > 1 else 0
                await context.edit(await self._list(context, page))
            case ("n", *chosen):
                await self.wizard.step(context, CohortDraft.read(chosen))
            case ("c", *chosen):
                await self._create(context, CohortDraft.read(chosen))
            case ("t" | "ty", _):
                await self._take_out(context, pressed.number(1), sure=pressed.argument(0) == "ty")
            case _:
                await self._press_run(context, pressed)

    async def _press_run(self, context: ConsultantContext, pressed: Pressed) -> None:
        run = await context.uow[Cohorts].get(pressed.number(1))
        if run is None:
            raise InvalidButton("r")
        view, more = await self._view(context, run), len(pressed.arguments) > 2
        match pressed.argument(0):
            case "o":
                await context.edit(self._card(view))
            case "p":
                await self._people(context, view, pressed.number(2) if more else 0)
            case "x":
                await context.edit(words.really_close(view))
            case "xy":
                await self._close(context, run)
            case _ if run.closed_at is not None:
                await context.say(words.is_closed(run))
            case "a" if more:
                await self._admit(context, view, pressed.number(2))
            case "a" | "ap":
                await self._candidates(context, view, pressed.number(2) if more else 0)
            case "m" if more:
                await self._set_places(context, run, pressed.number(2))
            case "m":
                await context.edit(words.more_places(view))
            case _:
                raise InvalidButton("r")

    async def _list(self, context: ConsultantContext, number: int) -> Message:
        runs = await context.uow[Cohorts].open_ones()
        page = page_of([await self._view(context, run) for run in runs], number)
        return words.list_of(page)

    async def _create(self, context: ConsultantContext, draft: CohortDraft) -> None:
        made = await self.wizard.create(context, draft)
        if made is None:
            return
        run, is_new = made
        card = self._card(await self._view(context, run))
        if not is_new:
            card = _with(card, run_drafts.exists_already())
        await context.edit(card)

    # --- who is in it

    async def _candidates(self, context: ConsultantContext, view: CohortView, number: int) -> None:
        if view.is_full:
            await context.edit(words.full(view))
            return
        waiting = await self._waiting(context)
        await context.edit(words.candidates(view, page_of(waiting, number)))

    async def _waiting(self, context: ConsultantContext) -> list[Participant]:
        applications = await context.uow[Admissions].admissible()
        return [await context.uow[Participants].get(a.participant_id) for a in applications]

    async def _admit(
        self, context: ConsultantContext, view: CohortView, participant_id: int
    ) -> None:
        allowed = {p.id: p for p in await self._waiting(context)}
        participant = allowed.get(participant_id)
        if participant is None:
            await self._not_admissible(context, participant_id)
        elif view.is_full:
            await context.edit(words.full(view))
        else:
            await self._enrol(context, view, participant)

    async def _not_admissible(self, context: ConsultantContext, participant_id: int) -> None:
        """An old button: in a run already, or with newer answers that are not sent yet."""
        enrolment = await context.uow[Enrolments].latest(participant_id)
        run = await context.uow[Cohorts].get(enrolment.run_id) if enrolment else None
        if enrolment is None or run is None:
            raise InvalidButton("r")
        participant = await context.uow[Participants].get(participant_id)
        await context.say(words.in_a_run_already(participant, run))

    async def _enrol(
        self, context: ConsultantContext, view: CohortView, participant: Participant
    ) -> None:
        assert participant.id is not None, "a participant is stored before it is shown"
        before = await context.uow[Enrolments].latest(participant.id)
        if before is not None and before.active:  # in a run that was closed before its end
            before.status = EnrolmentStatus.LEFT
        enrolment = await context.uow[Enrolments].left(view.id, participant.id)
        if enrolment is not None:  # what was done there is there again
            enrolment.status = EnrolmentStatus.ACTIVE
        else:
            enrolment = Enrolment(view.id, participant.id, context.now, context.by)
            await context.uow[Enrolments].add(enrolment)
        await self.releases.admit(context.uow, enrolment, view.run, context.now)
        fuller = await self._view(context, view.run)
        await context.edit(words.candidates(fuller, page_of(await self._waiting(context), 0)))
        await context.say(words.admitted(fuller, participant), about=participant)

    async def _people(self, context: ConsultantContext, view: CohortView, number: int) -> None:
        pairs = [
            (enrolment, await context.uow[Participants].get(enrolment.participant_id))
            for enrolment in await context.uow[Enrolments].of_run(view.id)
        ]
        await context.edit(words.people(view, page_of(pairs, number)))

    async def _take_out(
        self, context: ConsultantContext, enrolment_id: int, *, sure: bool
    ) -> None:
        enrolment = await context.uow[Enrolments].get(enrolment_id)
        run = await context.uow[Cohorts].get(enrolment.run_id) if enrolment else None
        if enrolment is None or run is None:
            raise InvalidButton("r")
        participant = await context.uow[Participants].get(enrolment.participant_id)
        if not enrolment.active:
            await context.say(words.not_in_the_run(participant))
        elif not sure:
            await context.edit(words.really_take_out(enrolment, participant, run))
        else:
            enrolment.status, enrolment.working_on = EnrolmentStatus.LEFT, None
            await context.to(participant).say(words.farewell(run))
            await context.edit(words.taken_out(participant, run))

    # --- the run itself

    async def _set_places(self, context: ConsultantContext, run: Cohort, places: int) -> None:
        """More only: nobody loses a place because of an old button."""
        if run.places < places <= MOST_PLACES:
            run.places = places
        await context.edit(self._card(await self._view(context, run)))

    async def _close(self, context: ConsultantContext, run: Cohort) -> None:
        run.closed_at = run.closed_at or context.now
        await context.edit(words.is_closed(run))

    def _card(self, view: CohortView) -> Message:
        return words.card(view, self._weeks(), self.calendar)

    async def _view(self, context: ConsultantContext, run: Cohort) -> CohortView:
        assert run.id is not None, "a run is stored before it is shown"
        people = len(await context.uow[Enrolments].of_run(run.id))
        weeks = self._weeks()
        come = run.weeks_due(weeks, self.calendar, context.now)
        begins = run.release_day(weeks[0], self.calendar)
        ends = run.release_day(weeks[-1], self.calendar)
        return CohortView(run, people, max(come, default=0), begins, ends)

    def _weeks(self) -> list[int]:
        return [week.number for week in self.course.weeks]


def _with(message: Message, note: Paragraph) -> Message:
    return Message((*message.paragraphs, note), message.buttons)
