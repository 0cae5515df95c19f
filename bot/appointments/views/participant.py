"""What participants read about appointments: offered, booked, moved, cancelled."""

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
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.rules.times import minute_of
from bot.appointments.views.details import details, event
from bot.kernel.messages import (
    Button,
    LocalMoment,
    Message,
    Paragraph,
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
    """Day and time in the calendar words of the reader's language."""
    day, time = LocalMoment(moment), LocalMoment(moment, "time")
    return phrase("{day} at {time}", day=day, time=time)


def offer(
    offer: Offer, times: Sequence[datetime], places: AppointmentPlaces, unavailable: bool = False
) -> Message:
    """`unavailable`: the time that was just chosen is not free any more."""
    name = _consultant(offer)
    if unavailable:
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


def time_chosen(moment: datetime) -> Message:
    """Replaces the offered times."""
    return message(phrase("You have chosen: {when}", when=when(moment)))


def no_times_left() -> Message:
    return message(
        phrase("These times are not free any more. I have asked the consultant for new ones."),
        buttons=[[to_menu()]],
    )


def offer_closed() -> Message:
    return message(
        phrase("These times are not open any more."),
        buttons=[[_request_button(phrase("🙋 Ask for a meeting"))], [to_menu()]],
    )


def booked(appointment: Appointment, places: AppointmentPlaces) -> Message:
    """With the file for the participant's calendar."""
    shown = message(
        strong(
            phrase("Your meeting has a new time")
            if appointment.version
            else phrase("Your meeting is booked")
        ),
        *_lines(appointment, places),
        quiet(phrase("Open the file to put the meeting into the calendar of your phone.")),
        buttons=_change_buttons(appointment),
    )
    return replace(shown, enclosure=event(appointment, places, appointment.consultant_name))


def card(appointment: Appointment, places: AppointmentPlaces) -> Message:
    return message(
        strong(phrase("Your meeting")),
        *_all_lines(appointment, places),
        buttons=[*_change_buttons(appointment), [to_menu()]],
    )


def no_appointment() -> Message:
    return message(
        phrase("No meeting is planned. Would you like to meet your consultant?"),
        buttons=[[_request_button(phrase("🙋 Ask for a meeting"))], [to_menu()]],
    )


def move_requested(appointment: Appointment) -> Message:
    return message(
        phrase(
            "I have asked {consultant} for another time. You get new times here.",
            consultant=_consultant(appointment),
        ),
        phrase("Until you choose one, this time stays: {when}", when=when(appointment.starts_at)),
        buttons=[[_cancel_button(appointment)], [to_menu()]],
    )


def move_already_requested() -> Message:
    return message(
        phrase("The consultant knows already that you would like another time."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def confirm_cancellation(appointment: Appointment) -> Message:
    number = appointment.id or 0
    return message(
        phrase("Do you want to cancel the meeting? {when}", when=when(appointment.starts_at)),
        buttons=[
            [Button(phrase("✖ Yes, cancel it"), ConfirmOwnCancellation(number).pack())],
            [Button(phrase("🕑 Ask for another time"), RequestMove(number).pack())],
            [Button(phrase("◀ Keep the meeting"), KeepOwnAppointment(number).pack())],
        ],
    )


def cancelled(appointment: Appointment, places: AppointmentPlaces) -> Message:
    """By the participant."""
    shown = message(
        phrase("Your meeting is cancelled: {when}", when=when(appointment.starts_at)),
        phrase("{consultant} knows it. That is okay.", consultant=_consultant(appointment)),
        buttons=[[_request_button(phrase("🙋 Ask for a new meeting"))], [to_menu()]],
    )
    return replace(shown, enclosure=event(appointment, places, appointment.consultant_name))


def cancelled_by_consultant(appointment: Appointment, places: AppointmentPlaces) -> Message:
    """By the consultant."""
    shown = message(
        strong(phrase("Your meeting is cancelled: {when}", when=when(appointment.starts_at))),
        phrase(
            "{consultant} can't meet you then. You can ask for a new meeting.",
            consultant=_consultant(appointment),
        ),
        buttons=[[_request_button(phrase("🙋 Ask for a new meeting"))], [to_menu()]],
    )
    return replace(shown, enclosure=event(appointment, places, appointment.consultant_name))


def already_cancelled() -> Message:
    return message(
        phrase("That meeting is cancelled."),
        buttons=[[_request_button(phrase("🙋 Ask for a new meeting"))], [to_menu()]],
    )


def not_changeable() -> Message:
    return message(
        phrase("That meeting has begun or is over, so it can't be changed any more."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def ask_which_times_fit(offer: Offer) -> Message:
    return message(
        phrase("Which days and times fit you? Please write it in a few words."),
        quiet(phrase("I pass your words on to {consultant}.", consultant=_consultant(offer))),
        buttons=[[to_menu()]],
    )


def preferred_times_forwarded() -> Message:
    return message(
        phrase("Thank you. I have passed it on. New times come to you here."),
        buttons=[[to_menu()]],
    )


def interpreter_requested(appointment: Appointment) -> Message:
    if appointment.interpreter:
        return message(phrase("I have told the consultant that you need an interpreter."))
    return message(phrase("I have told the consultant that you need no interpreter."))


def interpreter_changed(appointment: Appointment) -> Message:
    """By the consultant."""
    at = when(appointment.starts_at)
    if appointment.interpreter:
        return message(phrase("An interpreter is ordered for your meeting: {when}", when=at))
    return message(phrase("Your meeting is without an interpreter: {when}", when=at))


def reminder(appointment: Appointment, places: AppointmentPlaces, tomorrow: bool) -> Message:
    return message(
        strong(
            phrase("Your meeting is tomorrow") if tomorrow else phrase("Your meeting is today")
        ),
        *_all_lines(appointment, places),
        buttons=_change_buttons(appointment),
    )


def _all_lines(appointment: Appointment, places: AppointmentPlaces) -> list[Paragraph]:
    place = places.place(appointment.place_id)
    text = [Paragraph(phrase(place.text))] if place else []
    return [*_lines(appointment, places), *text]


def _lines(appointment: Appointment, places: AppointmentPlaces) -> list[Paragraph]:
    return [
        item(phrase("🗓 {when}", when=when(appointment.starts_at))),
        item(phrase("👤 With {consultant}", consultant=_consultant(appointment))),
        *details(appointment, places),
    ]


def _change_buttons(appointment: Appointment) -> list[list[Button]]:
    number = appointment.id or 0
    wanted = not appointment.interpreter
    return [
        [Button(phrase("🕑 Ask for another time"), RequestMove(number).pack())],
        [_cancel_button(appointment)],
        [
            Button(
                phrase("🗣 I need an interpreter") if wanted else phrase("🗣 No interpreter needed"),
                SetOwnInterpreter(number, wanted).pack(),
            )
        ],
    ]


def _cancel_button(appointment: Appointment) -> Button:
    return Button(phrase("✖ Cancel the meeting"), CancelOwnAppointment(appointment.id or 0).pack())


def _request_button(label: Phrase) -> Button:
    return Button(label, RequestAppointment().pack())


def _consultant(of: Appointment | Offer) -> Verbatim:
    return Verbatim(of.consultant_name)
