"""What the consultants hear of a meeting: what the person chose or asks for, that it is soon."""

from dataclasses import replace

from bot.appointments.buttons import OfferNewTimes
from bot.appointments.rules.appointments import Appointment, Offer
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.views import participant as words
from bot.appointments.views.consultant import about, again, changes, line
from bot.cases.buttons import OfferMeeting
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


def booked(appointment: Appointment, participant: Participant, places: MeetingPlaces) -> Message:
    """The person has chosen.  With the file for the consultant's own calendar; who offered the
    time knows what the person was asked to bring."""
    person = who(participant)
    head = (
        phrase("🔁 {person} has chosen a new time", person=person)
        if appointment.version
        else phrase("📅 {person} has chosen a time", person=person)
    )
    said = message(
        strong(head),
        line(appointment, participant),
        *words.details(appointment, places, bring=False),
        buttons=changes(appointment),
    )
    return replace(said, enclosure=words.event(appointment, places, participant.first_name, False))


def wants_to_move(appointment: Appointment, participant: Participant) -> Message:
    return message(
        strong(phrase("{person} asks for another time", person=who(participant))),
        phrase("Until a new time is chosen, this one stays:"),
        line(appointment, participant),
        buttons=changes(appointment),
    )


def none_fits(offer: Offer, participant: Participant) -> Message:
    return message(
        strong(phrase("None of the offered times fits {person}", person=who(participant))),
        quiet(phrase("I have asked which days and times fit. The answer comes here.")),
        buttons=[[_for_the_same(offer)]],
    )


def nothing_left(offer: Offer, participant: Participant) -> Message:
    return message(
        strong(
            phrase("The times that {person} could choose from are gone", person=who(participant))
        ),
        phrase("They have passed, or somebody else has taken them."),
        buttons=[[_for_the_same(offer)]],
    )


def times_that_fit(participant: Participant, text: str, offer: Offer | None) -> Message:
    """The person's own words; `offer`: what they say it about."""
    return message(
        strong(phrase("{person} says which times fit:", person=who(participant))),
        Verbatim(text),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        buttons=[[_for_the_same(offer) if offer else again(participant)]],
    )


def cancelled_by_person(
    appointment: Appointment, participant: Participant, places: MeetingPlaces
) -> Message:
    said = message(
        strong(phrase("{person} has cancelled the meeting", person=who(participant))),
        line(appointment, participant),
        buttons=[[again(participant)]],
    )
    return replace(said, enclosure=words.event(appointment, places, participant.first_name, False))


def interpreter_wish(appointment: Appointment, participant: Participant) -> Message:
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


def soon(appointment: Appointment, participant: Participant, places: MeetingPlaces) -> Message:
    return message(
        strong(phrase("⏰ Soon: a meeting with {person}", person=who(participant))),
        *about(appointment, participant, places),
        buttons=changes(appointment),
    )


def _for_the_same(offer: Offer) -> Button:
    """For what the offer was for: a new meeting, or one that moves."""
    if offer.appointment_id is not None:
        return Button(phrase("🕑 Offer new times"), OfferNewTimes(offer.appointment_id).pack())
    return Button(phrase("🕑 Offer new times"), OfferMeeting(offer.participant_id).pack())
