"""A meeting with the consultant, from the person's side: choose a time, move it, cancel it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from bot.appointments.rules.appointments import (
    Appointment,
    NotNow,
    Offer,
    State,
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
from bot.cases.rules.cases import Why
from bot.cases.views import calls, summary
from bot.crisis.handlers import Care
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.participant_context import Turn
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views import forms

# So long what is written after "none of these fits" is taken as the times that do fit.
WORDS_WITHIN = timedelta(days=1)
# A second tap, and no second wish.
TAPPED_TWICE = timedelta(minutes=1)


@dataclass(frozen=True)
class Meetings:
    places: MeetingPlaces
    care: Care

    async def show(self, turn: Turn) -> None:
        if not await self._show_what_there_is(turn):
            await turn.say(words.no_meeting())

    async def book(self, turn: Turn) -> None:
        """Somebody who asks for a meeting: the one there is, or the consultants hear of it."""
        if not await self._show_what_there_is(turn):
            await self._ask(turn)

    async def take_words(self, turn: Turn, text: str) -> bool:
        """Which days fit, in the person's own words; False where we did not ask."""
        person = turn.participant
        asked = person.times_wanted_at
        person.times_wanted_at = None
        if asked is None or turn.now - asked > WORDS_WITHIN:
            return False
        refused = [o for o in await self._open_offers(turn) if o.refused_at is not None]
        about = refused[-1] if refused else None
        await turn.tell_consultants(appointment_news.times_that_fit(person, text, about))
        await turn.say(words.times_passed_on())
        return True

    async def press(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        """`y:a`, `y:p:<offer>:<time>`, `y:n:<offer>`, and with an appointment `m`, `c`, `cy`, `s`,
        `i`.  Raises NotAButton, also for what belongs to somebody else."""
        match pressed.arguments:
            case ("a",):
                await self._ask(turn)
            case ("p", _, _):
                await self._pick(turn, pressed, message_id)
            case ("n", _):
                await self._none_fits(turn, await self._offer(turn, pressed))
            case ("m" | "c" | "cy" | "s" | "i", _, *_):
                await self._change(turn, pressed, message_id)
            case _:
                raise NotAButton("y")

    # --- choosing

    async def _pick(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        offer = await self._offer(turn, pressed)
        booked = await turn.uow[Appointments].lock_of(offer.consultant_id)
        known = await self._of_offer(turn, offer)
        if not offer.open:
            await self._is_closed(turn, known)
            return
        try:
            moment = moment_of(pressed.number(2))
            made = pick(offer, moment, known, booked, _uid(), turn.now)
        except ValueError:
            raise NotAButton("y") from None
        except TimeGone:
            await self._show_rest(turn, offer, choosable(offer, booked, turn.now), message_id)
            return
        if made is not known:
            await turn.uow[Appointments].add(made)
            offer.appointment_id = made.id
        await turn.edit(message_id, words.chosen(made.starts_at))
        await turn.say(words.booked(made, self.places))
        told = appointment_news.booked(made, turn.participant, self.places)
        await turn.tell_consultants(told)

    async def _show_rest(
        self, turn: Turn, offer: Offer, left: list[datetime], message_id: int | None
    ) -> None:
        await turn.edit(message_id, forms.goes_on_below())
        if left:
            await turn.say(words.offer(offer, left, self.places, gone=True))
            return
        offer.closed_at = turn.now
        await turn.tell_consultants(appointment_news.nothing_left(offer, turn.participant))
        await turn.say(words.nothing_left())

    async def _none_fits(self, turn: Turn, offer: Offer) -> None:
        if not offer.open:
            await self._is_closed(turn, await self._of_offer(turn, offer))
            return
        turn.participant.times_wanted_at = turn.now
        if offer.refused_at is None:
            offer.refused_at = turn.now
            await turn.tell_consultants(appointment_news.none_fits(offer, turn.participant))
        await turn.say(words.which_times(offer))

    async def _is_closed(self, turn: Turn, appointment: Appointment | None) -> None:
        if appointment is not None and appointment.coming(turn.now):
            await turn.say(words.card(appointment, self.places))
        else:
            await turn.say(words.offer_is_old())

    # --- changing what is booked

    async def _change(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        appointment = await turn.uow[Appointments].get(pressed.number(1))
        if appointment is None or appointment.participant_id != turn.participant.id:
            raise NotAButton("y")
        if appointment.state is State.CANCELLED:
            await turn.say(words.cancelled_already())
            return
        try:
            await self._do(turn, pressed, appointment, message_id)
        except NotNow:
            await turn.say(words.is_over())

    async def _do(
        self, turn: Turn, pressed: Pressed, appointment: Appointment, message_id: int | None
    ) -> None:
        """Raises NotNow, NotAButton."""
        if not appointment.coming(turn.now):
            raise NotNow
        match pressed.arguments:
            case ("m", _):
                await self._ask_to_move(turn, appointment)
            case ("c", _):
                await turn.say(words.sure_to_cancel(appointment))
            case ("cy", _):
                await self._cancel(turn, appointment, message_id)
            case ("s", _):
                await turn.edit(message_id, words.card(appointment, self.places))
            case ("i", _, "0" | "1" as wanted):
                await self._interpreter(turn, appointment, wanted == "1", message_id)
            case _:
                raise NotAButton("y")

    async def _ask_to_move(self, turn: Turn, appointment: Appointment) -> None:
        """The old time stays until a new one is chosen."""
        for offer in await self._open_offers(turn):
            if offer.appointment_id == appointment.id and await self._show_offer(turn, offer):
                return
        if appointment.move_asked_at is not None:
            await turn.say(words.move_is_known())
            return
        appointment.move_asked_at = turn.now
        told = appointment_news.wants_to_move(appointment, turn.participant)
        await turn.tell_consultants(told)
        await turn.say(words.asked_to_move(appointment))

    async def _cancel(self, turn: Turn, appointment: Appointment, message_id: int | None) -> None:
        cancel(appointment, turn.now)
        await close_offers(turn.uow, appointment, turn.now)
        await turn.edit(message_id, forms.goes_on_below())
        await turn.say(words.cancelled(appointment, self.places))
        told = appointment_news.cancelled_by_person(appointment, turn.participant, self.places)
        await turn.tell_consultants(told)

    async def _interpreter(
        self, turn: Turn, appointment: Appointment, wanted: bool, message_id: int | None
    ) -> None:
        if want_interpreter(appointment, wanted, turn.now):
            told = appointment_news.interpreter_wish(appointment, turn.participant)
            await turn.tell_consultants(told)
            await turn.say(words.interpreter_told(appointment))
        await turn.edit(message_id, words.card(appointment, self.places))

    # --- what there is

    async def _show_what_there_is(self, turn: Turn) -> bool:
        assert turn.participant.id is not None, "participants are stored before their turn"
        coming = await turn.uow[Appointments].coming_of(turn.participant.id, turn.now)
        for appointment in coming:
            await turn.say(words.card(appointment, self.places))
        shown = [await self._show_offer(turn, o) for o in await self._open_offers(turn)]
        return bool(coming) or any(shown)

    async def _show_offer(self, turn: Turn, offer: Offer) -> bool:
        booked = await turn.uow[Appointments].lock_of(offer.consultant_id)
        times = choosable(offer, booked, turn.now)
        if times:
            await turn.say(words.offer(offer, times, self.places))
        return bool(times)

    async def _open_offers(self, turn: Turn) -> list[Offer]:
        assert turn.participant.id is not None, "participants are stored before their turn"
        return await turn.uow[Appointments].open_offers_of(turn.participant.id)

    async def _ask(self, turn: Turn) -> None:
        asked = turn.participant.consultant_asked_at
        if asked is not None and turn.now - asked < TAPPED_TWICE:
            await turn.say(calls.consultant_knows())
        else:
            await self.care.call_consultant(turn, summary.about_a_meeting(), Why.MEETING)

    async def _offer(self, turn: Turn, pressed: Pressed) -> Offer:
        offer = await turn.uow[Appointments].offer(pressed.number(1))
        if offer is None or offer.participant_id != turn.participant.id:
            raise NotAButton("y")
        return offer

    async def _of_offer(self, turn: Turn, offer: Offer) -> Appointment | None:
        """What an offer moves, or what came of it."""
        number = offer.appointment_id
        return None if number is None else await turn.uow[Appointments].get(number)


async def close_offers(uow: UnitOfWork, appointment: Appointment, now: datetime) -> None:
    """New times for a meeting that is cancelled can't be chosen any more."""
    for offer in await uow[Appointments].open_offers_of(appointment.participant_id):
        if offer.appointment_id == appointment.id:
            offer.closed_at = now


def _uid() -> str:
    """Unique in every calendar; a host name would say nothing."""
    return f"{uuid4()}@egen-chef.invalid"
