"""A meeting with the consultant, from the person's side: choose a time, move it, cancel it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
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
    NotNow,
    Offer,
    TimeGone,
    cancel,
    choosable,
    pick,
    want_interpreter,
)
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.rules.times import moment_of
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import news as appointment_news
from bot.appointments.views import participant as words
from bot.cases.rules.cases import CaseReason
from bot.cases.views import calls, summary
from bot.crisis.handlers import CrisisSupport
from bot.kernel.callback_data import InvalidButton
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views import forms

# So long what is written after "none of these fits" is taken as the times that do fit.
WORDS_WITHIN = timedelta(days=1)
# A second tap, and no second wish.
TAPPED_TWICE = timedelta(minutes=1)


@dataclass(frozen=True)
class AppointmentHandlers:
    typed: ClassVar[bool] = True
    places: MeetingPlaces
    care: CrisisSupport

    async def show(self, context: ParticipantContext) -> None:
        if not await self._show_what_there_is(context):
            await context.say(words.no_meeting())

    async def book(self, context: ParticipantContext) -> None:
        """Somebody who asks for a meeting: the one there is, or the consultants hear of it."""
        if not await self._show_what_there_is(context):
            await self._ask(context)

    async def take_words(self, context: ParticipantContext, text: str) -> bool:
        """Which days fit, in the person's own words; False where we did not ask."""
        person = context.participant
        asked = person.times_wanted_at
        person.times_wanted_at = None
        if asked is None or context.now - asked > WORDS_WITHIN:
            return False
        refused = [o for o in await self._open_offers(context) if o.refused_at is not None]
        about = refused[-1] if refused else None
        await context.tell_consultants(appointment_news.times_that_fit(person, text, about))
        await context.say(words.times_passed_on())
        return True

    async def press(
        self, context: ParticipantContext, button: OwnAppointmentButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton for an offer or appointment of somebody else, too."""
        match button:
            case RequestAppointment():
                await self._ask(context)
            case BookTime():
                await self._pick(context, button, message_id)
            case RejectOffer(offer):
                await self._none_fits(context, await self._offer(context, offer))
            case BookedAppointmentButton():
                await self._change(context, button, message_id)
            case _:
                raise InvalidButton(button.wire)

    # --- choosing

    async def _pick(
        self, context: ParticipantContext, button: BookTime, message_id: int | None
    ) -> None:
        offer = await self._offer(context, button.offer)
        booked = await context.uow[Appointments].lock_of(offer.consultant_id)
        known = await self._of_offer(context, offer)
        if not offer.open:
            await self._is_closed(context, known)
            return
        try:
            moment = moment_of(button.minute)
            made = pick(offer, moment, known, booked, _uid(), context.now)
        except ValueError:
            raise InvalidButton(str(button.minute)) from None
        except TimeGone:
            await self._show_rest(
                context, offer, choosable(offer, booked, context.now), message_id
            )
            return
        if made is not known:
            await context.uow[Appointments].add(made)
            offer.appointment_id = made.id
        await context.edit(message_id, words.chosen(made.starts_at))
        await context.say(words.booked(made, self.places))
        told = appointment_news.booked(made, context.participant, self.places)
        await context.tell_consultants(told)

    async def _show_rest(
        self,
        context: ParticipantContext,
        offer: Offer,
        left: list[datetime],
        message_id: int | None,
    ) -> None:
        await context.edit(message_id, forms.goes_on_below())
        if left:
            await context.say(words.offer(offer, left, self.places, gone=True))
            return
        offer.closed_at = context.now
        await context.tell_consultants(appointment_news.nothing_left(offer, context.participant))
        await context.say(words.nothing_left())

    async def _none_fits(self, context: ParticipantContext, offer: Offer) -> None:
        if not offer.open:
            await self._is_closed(context, await self._of_offer(context, offer))
            return
        context.participant.times_wanted_at = context.now
        if offer.refused_at is None:
            offer.refused_at = context.now
            await context.tell_consultants(appointment_news.none_fits(offer, context.participant))
        await context.say(words.which_times(offer))

    async def _is_closed(
        self, context: ParticipantContext, appointment: Appointment | None
    ) -> None:
        if appointment is not None and appointment.coming(context.now):
            await context.say(words.card(appointment, self.places))
        else:
            await context.say(words.offer_is_old())

    # --- changing what is booked

    async def _change(
        self,
        context: ParticipantContext,
        button: BookedAppointmentButton,
        message_id: int | None,
    ) -> None:
        appointment = await context.uow[Appointments].get(button.appointment)
        if appointment is None or appointment.participant_id != context.participant.id:
            raise InvalidButton(button.wire)
        if appointment.state is AppointmentState.CANCELLED:
            await context.say(words.cancelled_already())
            return
        try:
            await self._do(context, button, appointment, message_id)
        except NotNow:
            await context.say(words.is_over())

    async def _do(
        self,
        context: ParticipantContext,
        button: BookedAppointmentButton,
        appointment: Appointment,
        message_id: int | None,
    ) -> None:
        """Raises NotNow, InvalidButton."""
        if not appointment.coming(context.now):
            raise NotNow
        match button:
            case RequestMove():
                await self._ask_to_move(context, appointment)
            case CancelOwnAppointment():
                await context.say(words.sure_to_cancel(appointment))
            case ConfirmOwnCancellation():
                await self._cancel(context, appointment, message_id)
            case KeepOwnAppointment():
                await context.edit(message_id, words.card(appointment, self.places))
            case SetOwnInterpreter(wanted=wanted):
                await self._interpreter(context, appointment, wanted, message_id)
            case _:
                raise InvalidButton(button.wire)

    async def _ask_to_move(self, context: ParticipantContext, appointment: Appointment) -> None:
        """The old time stays until a new one is chosen."""
        for offer in await self._open_offers(context):
            if offer.appointment_id == appointment.id and await self._show_offer(context, offer):
                return
        if appointment.move_asked_at is not None:
            await context.say(words.move_is_known())
            return
        appointment.move_asked_at = context.now
        told = appointment_news.wants_to_move(appointment, context.participant)
        await context.tell_consultants(told)
        await context.say(words.asked_to_move(appointment))

    async def _cancel(
        self, context: ParticipantContext, appointment: Appointment, message_id: int | None
    ) -> None:
        cancel(appointment, context.now)
        await close_offers(context.uow, appointment, context.now)
        await context.edit(message_id, forms.goes_on_below())
        await context.say(words.cancelled(appointment, self.places))
        told = appointment_news.cancelled_by_person(appointment, context.participant, self.places)
        await context.tell_consultants(told)

    async def _interpreter(
        self,
        context: ParticipantContext,
        appointment: Appointment,
        wanted: bool,
        message_id: int | None,
    ) -> None:
        if want_interpreter(appointment, wanted, context.now):
            told = appointment_news.interpreter_wish(appointment, context.participant)
            await context.tell_consultants(told)
            await context.say(words.interpreter_told(appointment))
        await context.edit(message_id, words.card(appointment, self.places))

    # --- what there is

    async def _show_what_there_is(self, context: ParticipantContext) -> bool:
        assert context.participant.id is not None, "participants are stored before their turn"
        coming = await context.uow[Appointments].coming_of(context.participant.id, context.now)
        for appointment in coming:
            await context.say(words.card(appointment, self.places))
        shown = [await self._show_offer(context, o) for o in await self._open_offers(context)]
        return bool(coming) or any(shown)

    async def _show_offer(self, context: ParticipantContext, offer: Offer) -> bool:
        booked = await context.uow[Appointments].lock_of(offer.consultant_id)
        times = choosable(offer, booked, context.now)
        if times:
            await context.say(words.offer(offer, times, self.places))
        return bool(times)

    async def _open_offers(self, context: ParticipantContext) -> list[Offer]:
        assert context.participant.id is not None, "participants are stored before their turn"
        return await context.uow[Appointments].open_offers_of(context.participant.id)

    async def _ask(self, context: ParticipantContext) -> None:
        asked = context.participant.consultant_asked_at
        if asked is not None and context.now - asked < TAPPED_TWICE:
            await context.say(calls.consultant_knows())
        else:
            await self.care.call_consultant(context, summary.about_a_meeting(), CaseReason.MEETING)

    async def _offer(self, context: ParticipantContext, offer_id: int) -> Offer:
        """Raises InvalidButton."""
        offer = await context.uow[Appointments].offer(offer_id)
        if offer is None or offer.participant_id != context.participant.id:
            raise InvalidButton(str(offer_id))
        return offer

    async def _of_offer(self, context: ParticipantContext, offer: Offer) -> Appointment | None:
        """What an offer moves, or what came of it."""
        number = offer.appointment_id
        return None if number is None else await context.uow[Appointments].get(number)


async def close_offers(uow: UnitOfWork, appointment: Appointment, now: datetime) -> None:
    """New times for a meeting that is cancelled can't be chosen any more."""
    for offer in await uow[Appointments].open_offers_of(appointment.participant_id):
        if offer.appointment_id == appointment.id:
            offer.closed_at = now


def _uid() -> str:
    """Unique in every calendar; a host name would say nothing."""
    return f"{uuid4()}@egen-chef.invalid"
