"""What is known of an appointment: place, length, what to bring, the calendar event."""

from bot.appointments.rules.appointments import Appointment, Offer
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.appointments.rules.places import AppointmentPlaces
from bot.kernel.messages import (
    Listing,
    Paragraph,
    Param,
    Verbatim,
    item,
    phrase,
)


def event(
    appointment: Appointment,
    places: AppointmentPlaces,
    with_whom: str,
    for_participant: bool = True,
) -> CalendarEvent:
    """`with_whom`: a first name.  Only the participant reads what to do at the place."""
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
            *([phrase(place.text)] if place and for_participant else []),
            *_requirements(appointment, places),
        ),
        cancelled=appointment.cancelled_at is not None,
    )


def details(
    of: Appointment | Offer, places: AppointmentPlaces, bring: bool = True
) -> list[Paragraph]:
    """Place, length, interpreter and, with `bring`, what to bring: for both sides."""
    lines: list[Param] = []
    place = places.place(of.place_id)
    if place:
        lines.append(phrase("📍 {place}", place=phrase(place.title)))
    if place and place.address:
        lines.append(Verbatim(place.address))
    lines.append(phrase("⏱ {minutes} minutes", minutes=Verbatim(str(of.minutes))))
    return [item(line) for line in (*lines, *_requirements(of, places, bring))]


def _requirements(
    of: Appointment | Offer, places: AppointmentPlaces, bring: bool = True
) -> list[Param]:
    lines: list[Param] = [phrase("🗣 With an interpreter")] if of.interpreter else []
    things = places.things_of(of.bring)
    if things and bring:
        listed = Listing(tuple(phrase(thing.label) for thing in things))
        lines.append(phrase("🎒 Please bring: {things}", things=listed))
    return lines
