"""A meeting with the consultant, as the person reads it: offered, booked, moved, cancelled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.appointments.buttons import (
    BookTime,
    CancelOwnAppointment,
    ConfirmOwnCancellation,
    KeepOwnAppointment,
    RejectOffer,
    RequestAppointment,
    RequestMove,
    SetOwnInterpreter,
)
from bot.appointments.rules.appointments import Appointment, Offer
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.rules.times import minute_of
from bot.kernel.messages import (
    Button,
    Listing,
    LocalMoment,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu


def when(moment: datetime) -> Phrase:
    """In the reader's own calendar words."""
    day, time = LocalMoment(moment), LocalMoment(moment, "time")
    return phrase("{day} at {time}", day=day, time=time)


def offer(
    offer: Offer, times: Sequence[datetime], places: MeetingPlaces, gone: bool = False
) -> Message:
    """`gone`: the person has just chosen one that is not free any more."""
    name = _name(offer)
    if gone:
        head = phrase("I am sorry, that time is not free any more. Which of these fits you?")
    elif offer.appointment_id is not None:
        head = phrase("{consultant} offers you a new time. Which one fits you?", consultant=name)
    else:
        head = phrase("{consultant} would like to meet you. Which time fits you?", consultant=name)
    buttons = [
        Button(LocalMoment(t, "short"), BookTime(offer.id or 0, minute_of(t)).pack())
        for t in times
    ]
    return message(
        strong(head),
        *[item(phrase("🗓 {when}", when=when(t))) for t in times],
        *details(offer, places),
        buttons=[
            *[[button] for button in buttons],
            [Button(phrase("🤷 None of these fits"), RejectOffer(offer.id or 0).pack())],
        ],
    )


def chosen(moment: datetime) -> Message:
    """What stands where the times were."""
    return message(phrase("You have chosen: {when}", when=when(moment)))


def nothing_left() -> Message:
    return message(
        phrase("These times are not free any more. I have asked the consultant for new ones."),
        buttons=[[to_menu()]],
    )


def offer_is_old() -> Message:
    return message(
        phrase("These times are not open any more."),
        buttons=[[_ask(phrase("🙋 Ask for a meeting"))], [to_menu()]],
    )


def booked(appointment: Appointment, places: MeetingPlaces) -> Message:
    """With the file for the person's own calendar."""
    said = message(
        strong(
            phrase("Your meeting has a new time")
            if appointment.version
            else phrase("Your meeting is booked")
        ),
        *_facts(appointment, places),
        quiet(phrase("Open the file to put the meeting into the calendar of your phone.")),
        buttons=_buttons(appointment),
    )
    return replace(said, enclosure=event(appointment, places, appointment.consultant_name))


def card(appointment: Appointment, places: MeetingPlaces) -> Message:
    return message(
        strong(phrase("Your meeting")),
        *_lines(appointment, places),
        buttons=[*_buttons(appointment), [to_menu()]],
    )


def no_meeting() -> Message:
    return message(
        phrase("No meeting is planned. Would you like to meet your consultant?"),
        buttons=[[_ask(phrase("🙋 Ask for a meeting"))], [to_menu()]],
    )


def asked_to_move(appointment: Appointment) -> Message:
    return message(
        phrase(
            "I have asked {consultant} for another time. You get new times here.",
            consultant=_name(appointment),
        ),
        phrase("Until you choose one, this time stays: {when}", when=when(appointment.starts_at)),
        buttons=[[_cancel(appointment)], [to_menu()]],
    )


def move_is_known() -> Message:
    return message(
        phrase("The consultant knows already that you would like another time."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def sure_to_cancel(appointment: Appointment) -> Message:
    number = appointment.id or 0
    return message(
        phrase("Do you want to cancel the meeting? {when}", when=when(appointment.starts_at)),
        buttons=[
            [Button(phrase("✖ Yes, cancel it"), ConfirmOwnCancellation(number).pack())],
            [Button(phrase("🕑 Ask for another time"), RequestMove(number).pack())],
            [Button(phrase("◀ Keep the meeting"), KeepOwnAppointment(number).pack())],
        ],
    )


def cancelled(appointment: Appointment, places: MeetingPlaces) -> Message:
    """By the person themselves."""
    said = message(
        phrase("Your meeting is cancelled: {when}", when=when(appointment.starts_at)),
        phrase("{consultant} knows it. That is okay.", consultant=_name(appointment)),
        buttons=[[_ask(phrase("🙋 Ask for a new meeting"))], [to_menu()]],
    )
    return replace(said, enclosure=event(appointment, places, appointment.consultant_name))


def cancelled_for_you(appointment: Appointment, places: MeetingPlaces) -> Message:
    """By the consultant."""
    said = message(
        strong(phrase("Your meeting is cancelled: {when}", when=when(appointment.starts_at))),
        phrase(
            "{consultant} can't meet you then. You can ask for a new meeting.",
            consultant=_name(appointment),
        ),
        buttons=[[_ask(phrase("🙋 Ask for a new meeting"))], [to_menu()]],
    )
    return replace(said, enclosure=event(appointment, places, appointment.consultant_name))


def cancelled_already() -> Message:
    return message(
        phrase("That meeting is cancelled."),
        buttons=[[_ask(phrase("🙋 Ask for a new meeting"))], [to_menu()]],
    )


def is_over() -> Message:
    return message(
        phrase("That meeting has begun or is over, so it can't be changed any more."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def which_times(offer: Offer) -> Message:
    return message(
        phrase("Which days and times fit you? Please write it in a few words."),
        quiet(phrase("I pass your words on to {consultant}.", consultant=_name(offer))),
        buttons=[[to_menu()]],
    )


def times_passed_on() -> Message:
    return message(
        phrase("Thank you. I have passed it on. New times come to you here."),
        buttons=[[to_menu()]],
    )


def interpreter_told(appointment: Appointment) -> Message:
    if appointment.interpreter:
        return message(phrase("I have told the consultant that you need an interpreter."))
    return message(phrase("I have told the consultant that you need no interpreter."))


def interpreter_changed(appointment: Appointment) -> Message:
    """By the consultant."""
    at = when(appointment.starts_at)
    if appointment.interpreter:
        return message(phrase("An interpreter is ordered for your meeting: {when}", when=at))
    return message(phrase("Your meeting is without an interpreter: {when}", when=at))


def reminder(appointment: Appointment, places: MeetingPlaces, tomorrow: bool) -> Message:
    return message(
        strong(
            phrase("Your meeting is tomorrow") if tomorrow else phrase("Your meeting is today")
        ),
        *_lines(appointment, places),
        buttons=_buttons(appointment),
    )


def event(
    appointment: Appointment, places: MeetingPlaces, with_whom: str, to_person: bool = True
) -> CalendarEvent:
    """`with_whom`: a first name.  What to do at the place is told `to_person` only."""
    place = places.place(appointment.place_id)
    where: list[Param] = [phrase(place.title)] if place else []
    if place and place.address:
        where.append(Verbatim(place.address))
    return CalendarEvent(
        appointment.uid,
        appointment.version,
        appointment.cancelled_at or appointment.booked_at,
        appointment.starts_at,
        appointment.minutes,
        phrase("Meeting with {person}", person=Verbatim(with_whom)),
        tuple(where),
        (
            *([phrase(place.text)] if place and to_person else []),
            *_wishes(appointment, places),
        ),
        cancelled=appointment.cancelled_at is not None,
    )


def details(of: Appointment | Offer, places: MeetingPlaces, bring: bool = True) -> list[Paragraph]:
    """Where, how long, and what was wished for: the same for both sides."""
    lines: list[Param] = []
    place = places.place(of.place_id)
    if place:
        lines.append(phrase("📍 {place}", place=phrase(place.title)))
    if place and place.address:
        lines.append(Verbatim(place.address))
    lines.append(phrase("⏱ {minutes} minutes", minutes=Verbatim(str(of.minutes))))
    return [item(line) for line in (*lines, *_wishes(of, places, bring))]


def _wishes(of: Appointment | Offer, places: MeetingPlaces, bring: bool = True) -> list[Param]:
    lines: list[Param] = [phrase("🗣 With an interpreter")] if of.interpreter else []
    things = places.chosen(of.bring)
    if things and bring:
        listed = Listing(tuple(phrase(thing.label) for thing in things))
        lines.append(phrase("🎒 Please bring: {things}", things=listed))
    return lines


def _lines(appointment: Appointment, places: MeetingPlaces) -> list[Paragraph]:
    place = places.place(appointment.place_id)
    text = [Paragraph(phrase(place.text))] if place else []
    return [*_facts(appointment, places), *text]


def _facts(appointment: Appointment, places: MeetingPlaces) -> list[Paragraph]:
    return [
        item(phrase("🗓 {when}", when=when(appointment.starts_at))),
        item(phrase("👤 With {consultant}", consultant=_name(appointment))),
        *details(appointment, places),
    ]


def _buttons(appointment: Appointment) -> list[list[Button]]:
    number = appointment.id or 0
    wanted = not appointment.interpreter
    return [
        [Button(phrase("🕑 Ask for another time"), RequestMove(number).pack())],
        [_cancel(appointment)],
        [
            Button(
                phrase("🗣 I need an interpreter") if wanted else phrase("🗣 No interpreter needed"),
                SetOwnInterpreter(number, wanted).pack(),
            )
        ],
    ]


def _cancel(appointment: Appointment) -> Button:
    return Button(phrase("✖ Cancel the meeting"), CancelOwnAppointment(appointment.id or 0).pack())


def _ask(label: Phrase) -> Button:
    return Button(label, RequestAppointment().pack())


def _name(of: Appointment | Offer) -> Verbatim:
    return Verbatim(of.consultant_name)
