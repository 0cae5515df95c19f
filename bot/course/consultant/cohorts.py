"""The cohorts of the course: create one, admit people, take somebody out, close it."""

from dataclasses import dataclass, replace

from bot.course.buttons import (
    Admit,
    ChoosePlaces,
    CloseCohort,
    CohortButton,
    ConfirmCloseCohort,
    ConfirmRemoveFromCohort,
    CreateCohort,
    ListCandidates,
    ListCohorts,
    ListMembers,
    NewCohort,
    OpenCohort,
    RemoveFromCohort,
    SetPlaces,
    TurnCandidates,
)
from bot.course.consultant.cohort_wizard import CohortWizard
from bot.course.handlers import WeekReleases
from bot.course.rules.cohort_drafts import CohortDraft
from bot.course.rules.cohorts import MOST_PLACES, Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.admissions import Admissions
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.course.views import cohort_drafts
from bot.course.views import cohorts as views
from bot.course.views.cohorts import CohortView
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.views.pager import page_of


@dataclass(frozen=True)
class CohortHandlers:
    course: Course
    calendar: Calendar
    releases: WeekReleases
    wizard: CohortWizard

    async def show_cohorts(self, context: ConsultantContext) -> None:
        await context.say(await self._list(context, 0))

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Text typed in answer to `shown`; False where that asks for nothing of ours."""
        return await self.wizard.reply(context, shown, text)

    async def press(self, context: ConsultantContext, button: CohortButton) -> None:
        """Raises InvalidButton."""
        match button:
            case ListCohorts(page):
                await context.edit(await self._list(context, page or 0))
            case NewCohort():
                await self.wizard.step(context, button.draft)
            case CreateCohort():
                await self._create(context, button.draft)
            case RemoveFromCohort(enrolment):
                await self._remove(context, enrolment, confirmed=False)
            case ConfirmRemoveFromCohort(enrolment):
                await self._remove(context, enrolment, confirmed=True)
            case OpenCohort(cohort_id):
                await context.edit(self._card(await self._view(context, cohort_id)))
            case ListMembers(cohort_id, page):
                await self._members(context, await self._view(context, cohort_id), page or 0)
            case CloseCohort(cohort_id):
                await context.edit(views.confirm_close(await self._view(context, cohort_id)))
            case ConfirmCloseCohort(cohort_id):
                await self._close(context, await self._view(context, cohort_id))
            case _:
                await self._press_open(context, button)

    async def _press_open(self, context: ConsultantContext, button: CohortButton) -> None:
        """What can only be done with a cohort that is open.  Raises InvalidButton."""
        match button:
            case ListCandidates(cohort_id) | TurnCandidates(cohort_id) | Admit(cohort_id):
                view = await self._view(context, cohort_id)
            case ChoosePlaces(cohort_id) | SetPlaces(cohort_id):
                view = await self._view(context, cohort_id)
            case _:
                raise InvalidButton("r")
        if view.cohort.closed_at is not None:
            await context.say(views.is_closed(view.cohort))
            return
        match button:
            case Admit(_, participant_id):
                await self._admit(context, view, participant_id)
            case ListCandidates():
                await self._candidates(context, view, 0)
            case TurnCandidates(_, page):
                await self._candidates(context, view, page)
            case SetPlaces(_, places):
                await self._set_places(context, view, places)
            case _:
                await context.edit(views.more_places(view))

    async def _list(self, context: ConsultantContext, number: int) -> Message:
        cohorts = await context.uow[Cohorts].open_ones()
        page = page_of([await self._view_of(context, cohort) for cohort in cohorts], number)
        return views.list_of(page)

    async def _create(self, context: ConsultantContext, draft: CohortDraft) -> None:
        created = await self.wizard.create(context, draft)
        if created is None:
            return
        cohort, is_new = created
        card = self._card(await self._view_of(context, cohort))
        if not is_new:
            note = cohort_drafts.exists_already()
            card = replace(card, paragraphs=(*card.paragraphs, note))
        await context.edit(card)

    # --- who is in it

    async def _candidates(self, context: ConsultantContext, view: CohortView, number: int) -> None:
        if view.is_full:
            await context.edit(views.full(view))
            return
        admissible = await self._admissible(context)
        await context.edit(views.candidates(view, page_of(admissible, number)))

    async def _admissible(self, context: ConsultantContext) -> list[Participant]:
        applications = await context.uow[Admissions].admissible()
        return [await context.uow[Participants].get(a.participant_id) for a in applications]

    async def _admit(
        self, context: ConsultantContext, view: CohortView, participant_id: int
    ) -> None:
        admissible = {p.id: p for p in await self._admissible(context)}
        participant = admissible.get(participant_id)
        if participant is None:
            await self._not_admissible(context, participant_id)
        elif view.is_full:
            await context.edit(views.full(view))
        else:
            await self._enrol(context, view, participant)

    async def _not_admissible(self, context: ConsultantContext, participant_id: int) -> None:
        """An old button: in a cohort already, or newer answers are not sent yet."""
        enrolment = await context.uow[Enrolments].latest(participant_id)
        cohort = await context.uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        if enrolment is None or cohort is None:
            raise InvalidButton("r")
        participant = await context.uow[Participants].get(participant_id)
        await context.say(views.in_a_cohort_already(participant, cohort))

    async def _enrol(
        self, context: ConsultantContext, view: CohortView, participant: Participant
    ) -> None:
        assert participant.id is not None, "a participant is stored before it is shown"
        before = await context.uow[Enrolments].latest(participant.id)
        if before is not None and before.active:  # in a cohort that was closed before its end
            before.status = EnrolmentStatus.LEFT
        enrolment = await context.uow[Enrolments].left(view.id, participant.id)
        if enrolment is not None:  # back in the same cohort, with the earlier submissions
            enrolment.status = EnrolmentStatus.ACTIVE
        else:
            enrolment = Enrolment(view.id, participant.id, context.now, context.by)
            await context.uow[Enrolments].add(enrolment)
        await self.releases.admit(context.uow, enrolment, view.cohort, context.now)
        after = await self._view_of(context, view.cohort)
        candidates = page_of(await self._admissible(context), 0)
        await context.edit(views.candidates(after, candidates))
        await context.say(views.admitted(after, participant), about=participant)

    async def _members(self, context: ConsultantContext, view: CohortView, number: int) -> None:
        pairs = [
            (enrolment, await context.uow[Participants].get(enrolment.participant_id))
            for enrolment in await context.uow[Enrolments].of_cohort(view.id)
        ]
        await context.edit(views.members(view, page_of(pairs, number)))

    async def _remove(
        self, context: ConsultantContext, enrolment_id: int, *, confirmed: bool
    ) -> None:
        enrolment = await context.uow[Enrolments].get(enrolment_id)
        cohort = await context.uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        if enrolment is None or cohort is None:
            raise InvalidButton("r")
        participant = await context.uow[Participants].get(enrolment.participant_id)
        if not enrolment.active:
            await context.say(views.not_in_the_cohort(participant))
        elif not confirmed:
            await context.edit(views.confirm_removal(enrolment, participant, cohort))
        else:
            enrolment.status, enrolment.working_on = EnrolmentStatus.LEFT, None
            await context.to(participant).say(views.farewell(cohort))
            await context.edit(views.removed(participant, cohort))

    # --- the cohort itself

    async def _set_places(self, context: ConsultantContext, view: CohortView, places: int) -> None:
        """Only upwards: an old button takes no place away."""
        cohort = view.cohort
        if cohort.places < places <= MOST_PLACES:
            cohort.places = places
        await context.edit(self._card(await self._view_of(context, cohort)))

    async def _close(self, context: ConsultantContext, view: CohortView) -> None:
        cohort = view.cohort
        cohort.closed_at = cohort.closed_at or context.now
        await context.edit(views.is_closed(cohort))

    def _card(self, view: CohortView) -> Message:
        return views.card(view, self.course.week_numbers, self.calendar)

    async def _view(self, context: ConsultantContext, cohort_id: int) -> CohortView:
        """Raises InvalidButton where there is no such cohort."""
        cohort = await context.uow[Cohorts].get(cohort_id)
        if cohort is None:
            raise InvalidButton("r")
        return await self._view_of(context, cohort)

    async def _view_of(self, context: ConsultantContext, cohort: Cohort) -> CohortView:
        assert cohort.id is not None, "a cohort is stored before it is shown"
        members = len(await context.uow[Enrolments].of_cohort(cohort.id))
        weeks = self.course.week_numbers
        due = cohort.weeks_due(weeks, self.calendar, context.now)
        begins = cohort.release_day(weeks[0], self.calendar)
        ends = cohort.release_day(weeks[-1], self.calendar)
        return CohortView(cohort, members, max(due, default=0), begins, ends)
