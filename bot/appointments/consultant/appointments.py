"""The consultants' side of appointments: list, change, cancel, record the outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
from bot.appointments.handlers import close_offers_for
from bot.appointments.rules.appointments import (
    Appointment,
    AppointmentState,
    NotChangeable,
    Offer,
    cancel,
    record_outcome,
    set_interpreter,
)
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.rules.times import is_unanswered
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import consultant as views
from bot.appointments.views import offers as offer_views
from bot.appointments.views import participant as participant_views
from bot.appointments.views.consultant import AppointmentView
from bot.cases.buttons import OfferAppointment
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
class AppointmentConsultantHandlers:
    places: AppointmentPlaces
    calendar: Calendar
    offers: OfferWizard

    async def show(self, context: ConsultantContext) -> None:
        """The first page of the list."""
        await context.say(await self._page(context, 0))

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """A text as a reply to the form: answer that it takes presses only.

        Without this the text would be forwarded to the participant whom the message is about.
        """
        if offer_views.form_of(shown) is None:
            return False
        await context.say(forms.press_a_button())
        return True

    async def press(
        self, context: ConsultantContext, button: AppointmentButton | OfferAppointment
    ) -> None:
        """Raises InvalidButton for an unknown offer, appointment, participant or place."""
        match button:
            case ListAppointments(page):
                await context.edit(await self._page(context, page or 0))
            case OpenOffer(offer) | WithdrawOffer(offer):
                await self._press_offer(context, offer, isinstance(button, WithdrawOffer))
            case OneAppointmentButton():
                await self._press_appointment(context, button)
            case OfferAppointment() | OfferNewTimes() | OfferFormButton():
                await self.offers.press(context, button)
            case _:
                raise InvalidButton(button.wire)

    async def morning_lines(self, uow: UnitOfWork, now: datetime) -> list[Param]:
        """Today's appointments and unanswered offers, for the consultants' morning note."""
        today = self.calendar.today(now)
        since = self.calendar.at(today, 0) - timedelta(minutes=1)
        todays = [
            a
            for a in await uow[Appointments].upcoming(since)
            if self.calendar.today(a.starts_at) == today
        ]
        offers = [o for o in await uow[Appointments].open_offers() if is_unanswered(o, now)]
        waiting = [await uow[Participants].get(o.participant_id) for o in offers]
        return [
            *[views.line_of_today(await _view(uow, a)) for a in todays],
            *[views.line_unanswered(person) for person in waiting],
        ]

    async def _page(self, context: ConsultantContext, number: int) -> Message:
        found: list[Appointment | Offer] = [
            *await context.uow[Appointments].upcoming(context.now),
            *await context.uow[Appointments].open_offers(),
        ]
        page = page_of(found, number, PAGE)
        participants = context.uow[Participants]
        items = [
            AppointmentView(of, await participants.get(of.participant_id)) for of in page.items
        ]
        return views.appointment_list(Page(items, page.number, page.last))

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
            await context.edit(views.card(AppointmentView(offer, participant), self.places))
        else:
            await context.edit(views.offer_withdrawn(participant))

    async def _press_appointment(
        self, context: ConsultantContext, button: OneAppointmentButton
    ) -> None:
        appointment = await context.uow[Appointments].get(button.appointment)
        if appointment is None:
            raise InvalidButton(button.wire)
        view = await _view(context.uow, appointment)
        try:
            await self._do(context, button, view, appointment)
        except NotChangeable:
            await context.say(views.not_changeable(view.participant), about=view.participant)

    async def _do(
        self,
        context: ConsultantContext,
        button: OneAppointmentButton,
        view: AppointmentView,
        appointment: Appointment,
    ) -> None:
        """Raises NotChangeable, InvalidButton."""
        match button:
            case CorrectOutcome():
                await context.edit(views.ask_outcome(view))
            case RecordOutcome(outcome=outcome):
                record_outcome(appointment, _STATES[outcome], context.now)
                appointment.asked_at = appointment.asked_at or context.now
                await context.edit(views.outcome_recorded(view))
            case ConfirmCancellation():
                await self._cancel(context, view, appointment)
            case _ if not appointment.upcoming(context.now):
                raise NotChangeable
            case OpenAppointment():
                await context.edit(views.card(view, self.places))
            case CancelAppointment():
                await context.say(views.confirm_cancellation(view), about=view.participant)
            case SetInterpreter(wanted=wanted):
                await self._interpreter(context, view, appointment, wanted)
            case _:
                raise InvalidButton(button.wire)

    async def _cancel(
        self, context: ConsultantContext, view: AppointmentView, appointment: Appointment
    ) -> None:
        participant = view.participant
        if cancel(appointment, context.now):
            await close_offers_for(context.uow, appointment, context.now)
            recipient = context.to(participant)
            await recipient.say(
                participant_views.cancelled_by_consultant(appointment, self.places)
            )
            await recipient.tell_consultants(
                views.cancelled(appointment, participant, self.places)
            )
        await context.edit(views.cancelled_short(appointment, participant))

    async def _interpreter(
        self,
        context: ConsultantContext,
        view: AppointmentView,
        appointment: Appointment,
        wanted: bool,
    ) -> None:
        if set_interpreter(appointment, wanted, context.now):
            await context.to(view.participant).say(
                participant_views.interpreter_changed(appointment)
            )
        await context.edit(views.card(view, self.places))


async def _view(uow: UnitOfWork, appointment: Appointment) -> AppointmentView:
    return AppointmentView(appointment, await uow[Participants].get(appointment.participant_id))
