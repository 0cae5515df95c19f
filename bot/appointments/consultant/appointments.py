"""Meetings from the consultants' side: what is to come, change it, say how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.appointments.buttons import (
    AppointmentButton,
    CancelAppointment,
    ConfirmCancellation,
    CorrectOutcome,
    ListAppointments,
    OfferFormButton,
    OfferNewTimes,
    OneAppointmentButton,
    OpenAppointment,
    OpenOffer,
    Outcome,
    RecordOutcome,
    SetInterpreter,
    WithdrawOffer,
)
from bot.appointments.consultant.offers import OfferWizard
from bot.appointments.handlers import close_offers
from bot.appointments.rules.appointments import (
    Appointment,
    AppointmentState,
    NotNow,
    Offer,
    cancel,
    record,
    want_interpreter,
)
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.rules.times import is_unanswered
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import consultant as words
from bot.appointments.views import offers as offer_views
from bot.appointments.views import participant as persons
from bot.appointments.views.consultant import MeetingView
from bot.cases.buttons import OfferMeeting
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Param
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views import forms
from bot.kernel.views.pager import Page, page_of

PAGE = 10
_STATES = {
    Outcome.HELD: AppointmentState.HELD,
    Outcome.MISSED: AppointmentState.MISSED,
    Outcome.CANCELLED: AppointmentState.CANCELLED,
}


@dataclass(frozen=True)
class AppointmentDesk:
    typed: ClassVar[bool] = True
    places: MeetingPlaces
    calendar: Calendar
    offers: OfferWizard

    async def show(self, context: ConsultantContext) -> None:
        await context.say(await self._page(context, 0))

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """The form takes presses only; its message is about somebody, so words typed to it would
        go to that person."""
        if offer_views.form_of(shown) is None:
            return False
        await context.say(forms.press_a_button())
        return True

    async def press(
        self, context: ConsultantContext, button: AppointmentButton | OfferMeeting
    ) -> None:
        """Raises InvalidButton for an unknown offer, appointment, participant or place."""
        match button:
            case ListAppointments(page):
                await context.edit(await self._page(context, page or 0))
            case OpenOffer(offer) | WithdrawOffer(offer):
                await self._press_offer(context, offer, isinstance(button, WithdrawOffer))
            case OneAppointmentButton():
                await self._press_appointment(context, button)
            case OfferMeeting() | OfferNewTimes() | OfferFormButton():
                await self.offers.press(context, button)
            case _:
                raise InvalidButton(button.wire)

    async def lines_today(self, uow: UnitOfWork, now: datetime) -> list[Param]:
        """The meetings of the day and the offers that nobody answers, for whoever tells the
        consultants about their morning."""
        today = self.calendar.today(now)
        since = self.calendar.at(today, 0) - timedelta(minutes=1)
        todays = [
            a
            for a in await uow[Appointments].coming(since)
            if self.calendar.today(a.starts_at) == today
        ]
        offers = [o for o in await uow[Appointments].open_offers() if is_unanswered(o, now)]
        missed = [await uow[Participants].get(o.participant_id) for o in offers]
        return [
            *[words.line_today(await _view(uow, a)) for a in todays],
            *[words.line_unanswered(person) for person in missed],
        ]

    async def _page(self, context: ConsultantContext, number: int) -> Message:
        found: list[Appointment | Offer] = [
            *await context.uow[Appointments].coming(context.now),
            *await context.uow[Appointments].open_offers(),
        ]
        page = page_of(found, number, PAGE)
        participants = context.uow[Participants]
        views = [MeetingView(of, await participants.get(of.participant_id)) for of in page.items]
        return words.list_of(Page(views, page.number, page.last))

    async def _press_offer(
        self, context: ConsultantContext, offer_id: int, withdraw: bool
    ) -> None:
        offer = await context.uow[Appointments].offer(offer_id)
        if offer is None:
            raise InvalidButton(str(offer_id))
        participant = await context.uow[Participants].get(offer.participant_id)
        if withdraw and offer.open:
            offer.closed_at = context.now
        if offer.open:
            await context.edit(words.card(MeetingView(offer, participant), self.places))
        else:
            await context.edit(words.taken_back(participant))

    async def _press_appointment(
        self, context: ConsultantContext, button: OneAppointmentButton
    ) -> None:
        appointment = await context.uow[Appointments].get(button.appointment)
        if appointment is None:
            raise InvalidButton(button.wire)
        view = await _view(context.uow, appointment)
        try:
            await self._do(context, button, view, appointment)
        except NotNow:
            await context.say(words.is_over(view.participant), about=view.participant)

    async def _do(
        self,
        context: ConsultantContext,
        button: OneAppointmentButton,
        view: MeetingView,
        appointment: Appointment,
    ) -> None:
        """Raises NotNow, InvalidButton."""
        match button:
            case CorrectOutcome():
                await context.edit(words.did_it_take_place(view))
            case RecordOutcome(outcome=outcome):
                record(appointment, _STATES[outcome], context.now)
                appointment.asked_at = appointment.asked_at or context.now
                await context.edit(words.recorded(view))
            case ConfirmCancellation():
                await self._cancel(context, view, appointment)
            case _ if not appointment.coming(context.now):
                raise NotNow
            case OpenAppointment():
                await context.edit(words.card(view, self.places))
            case CancelAppointment():
                await context.say(words.sure_to_cancel(view), about=view.participant)
            case SetInterpreter(wanted=wanted):
                await self._interpreter(context, view, appointment, wanted)
            case _:
                raise InvalidButton(button.wire)

    async def _cancel(
        self, context: ConsultantContext, view: MeetingView, appointment: Appointment
    ) -> None:
        participant = view.participant
        if cancel(appointment, context.now):
            await close_offers(context.uow, appointment, context.now)
            recipient = context.to(participant)
            await recipient.say(persons.cancelled_for_you(appointment, self.places))
            await recipient.tell_consultants(
                words.cancelled(appointment, participant, self.places)
            )
        await context.edit(words.cancelled_in_place(appointment, participant))

    async def _interpreter(
        self, context: ConsultantContext, view: MeetingView, appointment: Appointment, wanted: bool
    ) -> None:
        if want_interpreter(appointment, wanted, context.now):
            await context.to(view.participant).say(persons.interpreter_changed(appointment))
        await context.edit(words.card(view, self.places))


async def _view(uow: UnitOfWork, appointment: Appointment) -> MeetingView:
    return MeetingView(appointment, await uow[Participants].get(appointment.participant_id))
