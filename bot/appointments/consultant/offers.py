"""Offering times to a participant, by buttons.

The chosen times are kept in the form of the message, all other choices in its buttons.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.appointments.buttons import (
    ChooseDay,
    ChoosePlace,
    LeaveOffer,
    OfferFormButton,
    OfferNewTimes,
    ReviewOffer,
    SendOffer,
    ToggleTime,
)
from bot.appointments.rules.appointments import (
    DEFAULT_MINUTES,
    MAX_TIMES,
    Appointment,
    Offer,
    OfferedTime,
    available_times,
    find_conflict,
)
from bot.appointments.rules.offer_drafts import OfferDraft, OfferKind, OfferSubject
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.rules.times import (
    InvalidOffer,
    OfferProblem,
    bookable_days,
    bookable_times,
    moment_of,
    validate_times,
)
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import consultant as consultant_views
from bot.appointments.views import offers as views
from bot.appointments.views import participant as participant_views
from bot.cases.buttons import OfferAppointment
from bot.cases.handlers.answered import mark_answered
from bot.eligibility.storage.repositories import Applications
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant

# The question of the eligibility check, and its answer, that say who needs an interpreter.
SUPPORT_QUESTION, INTERPRETER = "support", "interpreter"

OfferButton = OfferAppointment | OfferNewTimes | OfferFormButton


@dataclass(frozen=True)
class _OpenForm:
    """The form as it is shown, with what its subject refers to.

    `moved`: the appointment that gets another time; `times`: the chosen ones.
    """

    subject: OfferSubject
    participant: Participant
    moved: Appointment | None
    times: tuple[datetime, ...]

    @property
    def moved_id(self) -> int | None:
        return self.moved.id if self.moved else None


@dataclass(frozen=True)
class OfferWizard:
    places: AppointmentPlaces
    calendar: Calendar

    async def press(self, context: ConsultantContext, button: OfferButton) -> None:
        """Begin the form or do one of its steps.

        Raises InvalidButton for an unknown participant, appointment or place.
        """
        match button:
            case OfferAppointment(participant):
                await self._begin(context, OfferSubject(OfferKind.NEW, participant))
            case OfferNewTimes(appointment):
                await self._begin(context, OfferSubject(OfferKind.MOVE, appointment))
            case OfferFormButton():
                await self._step(context, button)

    async def _begin(self, context: ConsultantContext, subject: OfferSubject) -> None:
        form = await self._open(context, subject, ())
        if form is not None:
            await context.say(await self._days(context, form), about=form.participant)

    async def _step(self, context: ConsultantContext, button: OfferFormButton) -> None:
        shown = await context.shown()
        stored = views.form_of(shown) if shown is not None else None
        if stored is None:
            await context.say(views.form_closed())
            return
        form = await self._open(context, button.subject, stored.times)
        if form is None:
            return
        match button:
            case ToggleTime():
                await self._toggle(context, form, button)
            case SendOffer():
                await self._send(context, form, self._known(button.draft))
            case _:
                await context.edit(await self._next_step(context, form, button))

    async def _next_step(
        self, context: ConsultantContext, form: _OpenForm, button: OfferFormButton
    ) -> Message:
        match button:
            case ChooseDay(day=None):
                return await self._days(context, form)
            case ChooseDay(day=date() as day):
                return await self._times(context, form, day)
            case ChoosePlace(place=None):
                return views.ask_place(form.subject, form.participant, self.places, form.times)
            case ChoosePlace(place=str() as place_id):
                return await self._minutes(context, form, place_id)
            case ReviewOffer():
                return await self._summary(context, form, self._known(button.draft))
            case LeaveOffer():
                return views.form_left()
            case _:
                raise InvalidButton(button.wire)

    async def _open(
        self, context: ConsultantContext, subject: OfferSubject, times: tuple[datetime, ...]
    ) -> _OpenForm | None:
        """None if the appointment can't be moved any more, which is said.

        Raises InvalidButton for an unknown participant or appointment.
        """
        moved, participant_id = None, subject.number
        if subject.kind is OfferKind.MOVE:
            moved = await context.uow[Appointments].get(subject.number)
            if moved is None:
                raise InvalidButton(str(subject))
            participant_id = moved.participant_id
        participant = await context.uow[Participants].find(participant_id)
        if participant is None:
            raise InvalidButton(str(subject))
        if moved is not None and not moved.upcoming(context.now):
            await context.say(consultant_views.not_changeable(participant))
            return None
        return _OpenForm(subject, participant, moved, times)

    def _known(self, draft: OfferDraft) -> OfferDraft:
        """Raises InvalidButton for a place that the content does not have (any more)."""
        if self.places.place(draft.place_id) is None:
            raise InvalidButton(draft.place_id)
        return draft

    # --- the steps

    async def _days(self, context: ConsultantContext, form: _OpenForm) -> Message:
        days = bookable_days(self.calendar, context.now)
        noons = [datetime.combine(day, time(12), self.calendar.zone) for day in days]
        participant_id = form.participant.id or 0
        booked = await context.uow[Appointments].upcoming_of(participant_id, context.now)
        return views.ask_day(form.subject, form.participant, noons, form.times, booked)

    async def _times(self, context: ConsultantContext, form: _OpenForm, day: date) -> Message:
        times = bookable_times(day, self.calendar, context.now)
        booked = await context.uow[Appointments].lock_booked(context.by)
        busy = {
            t
            for t in times
            if find_conflict(t, DEFAULT_MINUTES, context.by, booked, form.moved_id)
        }
        return views.ask_time(form.subject, form.participant, times, form.times, busy)

    async def _toggle(
        self, context: ConsultantContext, form: _OpenForm, button: ToggleTime
    ) -> None:
        moment = _moment(button.minute)
        chosen = {t for t in form.times if t > context.now} - {moment}
        if button.wanted and moment > context.now:
            chosen.add(moment)
        if len(chosen) > MAX_TIMES:
            await context.say(views.problem(OfferProblem.TOO_MANY))
            return
        day = moment.astimezone(self.calendar.zone).date()
        changed = replace(form, times=tuple(sorted(chosen)))
        await context.edit(await self._times(context, changed, day))

    async def _minutes(
        self, context: ConsultantContext, form: _OpenForm, place_id: str
    ) -> Message:
        interpreter = await self._needs_interpreter(context, form)
        draft = OfferDraft(form.subject, place_id, DEFAULT_MINUTES, interpreter, things=0)
        return views.ask_minutes(self._known(draft), form.participant, form.times)

    async def _needs_interpreter(self, context: ConsultantContext, form: _OpenForm) -> bool:
        """As for the appointment that moves, else as answered in the eligibility check."""
        if form.moved is not None:
            return form.moved.interpreter
        application = await context.uow[Applications].latest(form.participant.id or 0)
        answer = application.value(SUPPORT_QUESTION) if application else None
        return INTERPRETER in (answer or "").split(",")

    async def _summary(
        self, context: ConsultantContext, form: _OpenForm, draft: OfferDraft
    ) -> Message:
        busy = [
            (moment, await context.uow[Participants].get(other.participant_id))
            for moment in form.times
            if (other := await self._conflict(context, form, draft, moment))
        ]
        return views.summary(draft, form.participant, self.places, form.times, busy)

    async def _conflict(
        self, context: ConsultantContext, form: _OpenForm, draft: OfferDraft, moment: datetime
    ) -> Appointment | None:
        """What the consultant has at that time already."""
        booked = await context.uow[Appointments].lock_booked(context.by)
        return find_conflict(moment, draft.minutes, context.by, booked, form.moved_id)

    # --- sending

    async def _send(self, context: ConsultantContext, form: _OpenForm, draft: OfferDraft) -> None:
        try:
            times = validate_times(form.times, draft.minutes, self.calendar, context.now)
        except InvalidOffer as error:
            await self._show_problem(context, form, error.problem)
            return
        offer = await self._offer(context, form, draft, times)
        await self._close_older(context, form)
        await context.uow[Appointments].add_offer(offer)
        booked = await context.uow[Appointments].lock_booked(context.by)
        available = available_times(offer, booked, context.now)
        await context.to(form.participant).say(
            participant_views.offer(offer, available, self.places)
        )
        await mark_answered(context, form.participant)
        await context.edit(views.offer_sent(form.participant, times))

    async def _offer(
        self, context: ConsultantContext, form: _OpenForm, draft: OfferDraft, times: list[datetime]
    ) -> Offer:
        things = ",".join(thing.id for thing in self.places.things_in(draft.things))
        offered = [
            OfferedTime(t, knowingly=await self._conflict(context, form, draft, t) is not None)
            for t in times
        ]
        return Offer(
            form.participant.id or 0,
            context.by,
            context.name,
            draft.place_id,
            draft.minutes,
            things,
            draft.interpreter,
            context.now,
            offered,
            form.moved_id,
        )

    async def _close_older(self, context: ConsultantContext, form: _OpenForm) -> None:
        """Close open offers for the same subject: two would make two appointments."""
        for older in await context.uow[Appointments].open_offers_of(form.participant.id or 0):
            if older.appointment_id == form.moved_id:
                older.closed_at = context.now

    async def _show_problem(
        self, context: ConsultantContext, form: _OpenForm, problem: OfferProblem
    ) -> None:
        """Say why, and show the days again without the times that have passed."""
        await context.say(views.problem(problem))
        kept = tuple(t for t in form.times if t > context.now)
        await context.edit(await self._days(context, replace(form, times=kept)))


def _moment(minute: int) -> datetime:
    """Raises InvalidButton."""
    try:
        return moment_of(minute)
    except ValueError:
        raise InvalidButton(str(minute)) from None
