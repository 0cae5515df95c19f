"""Notices to the consultants: what a participant chose or asks for, and what is soon."""

from dataclasses import replace

from bot.appointments.buttons import OfferNewTimes
from bot.appointments.rules.appointments import Appointment, Offer
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.views import details
from bot.appointments.views.consultant import (
    change_buttons,
    line,
    offer_again_button,
    summary_lines,
)
from bot.cases.buttons import OfferAppointment
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Verbatim,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who


def booked(
    appointment: Appointment, participant: Participant, places: AppointmentPlaces
) -> Message:
    """A time was chosen.  With the file for the consultant's calendar.

    What to bring is left out: the consultant chose it.
    """
    person = who(participant)
    head = (
        phrase("🔁 {person} has chosen a new time", person=person)
        if appointment.version
        else phrase("📅 {person} has chosen a time", person=person)
    )
    shown = message(
        strong(head),
        line(appointment, participant),
        *details.details(appointment, places, bring=False),
        buttons=change_buttons(appointment),
    )
    return replace(
        shown,
        enclosure=details.event(appointment, places, participant.first_name, False),
    )


def move_requested(appointment: Appointment, participant: Participant) -> Message:
    return message(
        strong(phrase("{person} asks for another time", person=who(participant))),
        phrase("Until a new time is chosen, this one stays:"),
        line(appointment, participant),
        buttons=change_buttons(appointment),
    )


def none_fits(offer: Offer, participant: Participant) -> Message:
    return message(
        strong(phrase("None of the offered times fits {person}", person=who(participant))),
        quiet(phrase("I have asked which days and times fit. The answer comes here.")),
        buttons=[[_offer_new_times_button(offer)]],
    )


def no_times_left(offer: Offer, participant: Participant) -> Message:
    return message(
        strong(
            phrase("The times that {person} could choose from are gone", person=who(participant))
        ),
        phrase("They have passed, or somebody else has taken them."),
        buttons=[[_offer_new_times_button(offer)]],
    )


def preferred_times(participant: Participant, text: str, offer: Offer | None) -> Message:
    """The participant's own words; `offer`: the rejected one."""
    return message(
        strong(phrase("{person} says which times fit:", person=who(participant))),
        Verbatim(text),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        buttons=[[_offer_new_times_button(offer) if offer else offer_again_button(participant)]],
    )


def cancelled_by_participant(
    appointment: Appointment, participant: Participant, places: AppointmentPlaces
) -> Message:
    shown = message(
        strong(phrase("{person} has cancelled the meeting", person=who(participant))),
        line(appointment, participant),
        buttons=[[offer_again_button(participant)]],
    )
    return replace(
        shown,
        enclosure=details.event(appointment, places, participant.first_name, False),
    )


def interpreter_requested(appointment: Appointment, participant: Participant) -> Message:
    person = who(participant)
    return message(
        strong(
            phrase("🗣 {person} needs an interpreter", person=person)
            if appointment.interpreter
            else phrase("🗣 {person} needs no interpreter", person=person)
        ),
        line(appointment, participant),
        phrase("Language: {language}", language=LanguageName(participant.language)),
    )


def soon(appointment: Appointment, participant: Participant, places: AppointmentPlaces) -> Message:
    return message(
        strong(phrase("⏰ Soon: a meeting with {person}", person=who(participant))),
        *summary_lines(appointment, participant, places),
        buttons=change_buttons(appointment),
    )


def _offer_new_times_button(offer: Offer) -> Button:
    """For the same as the offer: a new appointment, or one that moves."""
    if offer.appointment_id is not None:
        return Button(phrase("🕑 Offer new times"), OfferNewTimes(offer.appointment_id).pack())
    return Button(phrase("🕑 Offer new times"), OfferAppointment(offer.participant_id).pack())
