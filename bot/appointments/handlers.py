"""The participant's side of appointments: book an offered time, ask for another one, cancel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from bot.appointments.buttons import (
    BookedAppointmentButton,
    BookTime,
    CancelOwnAppointment,
    ConfirmOwnCancellation,
    KeepOwnAppointment,
    OwnAppointmentButton,
    RejectOffer,
    RequestAppointment,
    RequestMove,
    SetOwnInterpreter,
)
from bot.appointments.rules.appointments import (
    Appointment,
    AppointmentState,
    NotChangeable,
    Offer,
    TimeUnavailable,
    available_times,
    book_time,
    cancel,
    set_interpreter,
)
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.rules.times import moment_of
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import notices
from bot.appointments.views import participant as views
from bot.cases.handlers.call import ConsultantCall
from bot.cases.rules.cases import CaseReason
from bot.cases.views import calls, summary
from bot.kernel.callback_data import InvalidButton
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views import forms

# After "none of these fits" the next text within this time says which times do.
PREFERRED_TIMES_WITHIN = timedelta(days=1)
# A second press within this time is no second request.
DOUBLE_TAP = timedelta(minutes=1)


@dataclass(frozen=True)
class AppointmentHandlers:
    places: AppointmentPlaces
    consultant: ConsultantCall

    async def show(self, context: ParticipantContext) -> None:
        """Show the appointment or offer there is; if there is none, offer to ask for one."""
        if not await self._show_existing(context):
            await context.say(views.no_appointment())

    async def book(self, context: ParticipantContext) -> None:
        """Show the appointment or offer there is, or ask the consultants for one."""
        if not await self._show_existing(context):
            await self._request(context)

    async def receive_preferred_times(self, context: ParticipantContext, text: str) -> bool:
        """Forward which days fit to the consultants; False if this text was not asked for."""
        person = context.participant
        asked = person.times_wanted_at
        person.times_wanted_at = None
        if asked is None or context.now - asked > PREFERRED_TIMES_WITHIN:
            return False
        refused = [o for o in await self._open_offers(context) if o.refused_at is not None]
        about = refused[-1] if refused else None
        await context.tell_consultants(notices.preferred_times(person, text, about))
        await context.say(views.preferred_times_forwarded())
        return True

    async def press(
        self, context: ParticipantContext, button: OwnAppointmentButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton for an offer or appointment of somebody else, too."""
        match button:
            case RequestAppointment():
                await self._request(context)
            case BookTime():
                await self._book(context, button, message_id)
            case RejectOffer(offer):
                await self._reject(context, await self._offer(context, offer))
            case BookedAppointmentButton():
                await self._press_appointment(context, button, message_id)
            case _:
                raise InvalidButton(button.wire)

    # --- offers

    async def _book(
        self, context: ParticipantContext, button: BookTime, message_id: int | None
    ) -> None:
        offer = await self._offer(context, button.offer)
        booked = await context.uow[Appointments].lock_booked(offer.consultant_id)
        existing = await self._appointment_of(context, offer)
        if not offer.open:
            await self._say_closed(context, existing)
            return
        try:
            moment = moment_of(button.minute)
            appointment = book_time(offer, moment, existing, booked, _uid(), context.now)
        except ValueError:
            raise InvalidButton(str(button.minute)) from None
        except TimeUnavailable:
            await self._show_left(
                context, offer, available_times(offer, booked, context.now), message_id
            )
            return
        if appointment is not existing:
            await context.uow[Appointments].add(appointment)
            offer.appointment_id = appointment.id
        await context.edit(message_id, views.time_chosen(appointment.starts_at))
        await context.say(views.booked(appointment, self.places))
        notice = notices.booked(appointment, context.participant, self.places)
        await context.tell_consultants(notice)

    async def _show_left(
        self,
        context: ParticipantContext,
        offer: Offer,
        left: list[datetime],
        message_id: int | None,
    ) -> None:
        """The chosen time is not free any more: show those that are, or close the offer."""
        await context.edit(message_id, forms.goes_on_below())
        if left:
            await context.say(views.offer(offer, left, self.places, unavailable=True))
            return
        offer.closed_at = context.now
        await context.tell_consultants(notices.no_times_left(offer, context.participant))
        await context.say(views.no_times_left())

    async def _reject(self, context: ParticipantContext, offer: Offer) -> None:
        if not offer.open:
            await self._say_closed(context, await self._appointment_of(context, offer))
            return
        context.participant.times_wanted_at = context.now
        if offer.refused_at is None:
            offer.refused_at = context.now
            await context.tell_consultants(notices.none_fits(offer, context.participant))
        await context.say(views.ask_which_times_fit(offer))

    async def _say_closed(
        self, context: ParticipantContext, appointment: Appointment | None
    ) -> None:
        if appointment is not None and appointment.upcoming(context.now):
            await context.say(views.card(appointment, self.places))
        else:
            await context.say(views.offer_closed())

    # --- appointments

    async def _press_appointment(
        self,
        context: ParticipantContext,
        button: BookedAppointmentButton,
        message_id: int | None,
    ) -> None:
        appointment = await context.uow[Appointments].get(button.appointment)
        if appointment is None or appointment.participant_id != context.participant.id:
            raise InvalidButton(button.wire)
        if appointment.state is AppointmentState.CANCELLED:
            await context.say(views.already_cancelled())
            return
        try:
            await self._do(context, button, appointment, message_id)
        except NotChangeable:
            await context.say(views.not_changeable())

    async def _do(
        self,
        context: ParticipantContext,
        button: BookedAppointmentButton,
        appointment: Appointment,
        message_id: int | None,
    ) -> None:
        """Raises NotChangeable, InvalidButton."""
        if not appointment.upcoming(context.now):
            raise NotChangeable
        match button:
            case RequestMove():
                await self._request_move(context, appointment)
            case CancelOwnAppointment():
                await context.say(views.confirm_cancellation(appointment))
            case ConfirmOwnCancellation():
                await self._cancel(context, appointment, message_id)
            case KeepOwnAppointment():
                await context.edit(message_id, views.card(appointment, self.places))
            case SetOwnInterpreter(wanted=wanted):
                await self._interpreter(context, appointment, wanted, message_id)
            case _:
                raise InvalidButton(button.wire)

    async def _request_move(self, context: ParticipantContext, appointment: Appointment) -> None:
        """Show open offers for this appointment, or ask for one; the time stays until then."""
        for offer in await self._open_offers(context):
            if offer.appointment_id == appointment.id and await self._show_offer(context, offer):
                return
        if appointment.move_asked_at is not None:
            await context.say(views.move_already_requested())
            return
        appointment.move_asked_at = context.now
        notice = notices.move_requested(appointment, context.participant)
        await context.tell_consultants(notice)
        await context.say(views.move_requested(appointment))

    async def _cancel(
        self, context: ParticipantContext, appointment: Appointment, message_id: int | None
    ) -> None:
        cancel(appointment, context.now)
        await close_offers_for(context.uow, appointment, context.now)
        await context.edit(message_id, forms.goes_on_below())
        await context.say(views.cancelled(appointment, self.places))
        notice = notices.cancelled_by_participant(appointment, context.participant, self.places)
        await context.tell_consultants(notice)

    async def _interpreter(
        self,
        context: ParticipantContext,
        appointment: Appointment,
        wanted: bool,
        message_id: int | None,
    ) -> None:
        if set_interpreter(appointment, wanted, context.now):
            notice = notices.interpreter_requested(appointment, context.participant)
            await context.tell_consultants(notice)
            await context.say(views.interpreter_requested(appointment))
        await context.edit(message_id, views.card(appointment, self.places))

    # --- queries

    async def _show_existing(self, context: ParticipantContext) -> bool:
        """False if there is no upcoming appointment and no offer with a time left."""
        assert context.participant.id is not None, "participants are stored before their turn"
        upcoming = await context.uow[Appointments].upcoming_of(context.participant.id, context.now)
        for appointment in upcoming:
            await context.say(views.card(appointment, self.places))
        shown = [await self._show_offer(context, o) for o in await self._open_offers(context)]
        return bool(upcoming) or any(shown)

    async def _show_offer(self, context: ParticipantContext, offer: Offer) -> bool:
        booked = await context.uow[Appointments].lock_booked(offer.consultant_id)
        times = available_times(offer, booked, context.now)
        if times:
            await context.say(views.offer(offer, times, self.places))
        return bool(times)

    async def _open_offers(self, context: ParticipantContext) -> list[Offer]:
        assert context.participant.id is not None, "participants are stored before their turn"
        return await context.uow[Appointments].open_offers_of(context.participant.id)

    async def _request(self, context: ParticipantContext) -> None:
        asked = context.participant.consultant_asked_at
        if asked is not None and context.now - asked < DOUBLE_TAP:
            await context.say(calls.consultant_knows())
        else:
            await self.consultant.call_consultant(
                context, summary.about_a_meeting(), CaseReason.MEETING
            )

    async def _offer(self, context: ParticipantContext, offer_id: int) -> Offer:
        """Raises InvalidButton for an unknown offer and for somebody else's."""
        offer = await context.uow[Appointments].offer(offer_id)
        if offer is None or offer.participant_id != context.participant.id:
            raise InvalidButton(str(offer_id))
        return offer

    async def _appointment_of(
        self, context: ParticipantContext, offer: Offer
    ) -> Appointment | None:
        """The appointment that an offer moves, or that was booked from it."""
        if offer.appointment_id is None:
            return None
        return await context.uow[Appointments].get(offer.appointment_id)


async def close_offers_for(uow: UnitOfWork, appointment: Appointment, now: datetime) -> None:
    """Close the open offers that would move an appointment."""
    for offer in await uow[Appointments].open_offers_of(appointment.participant_id):
        if offer.appointment_id == appointment.id:
            offer.closed_at = now


def _uid() -> str:
    """Unique in all calendars; RFC 7986 advises against a host name."""
    return f"{uuid4()}@egen-chef.invalid"
