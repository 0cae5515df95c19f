"""Appointments as calendar files (iCalendar, RFC 5545 and 5546)."""

from datetime import UTC, timedelta
from unicodedata import category

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from bot.appointments.rules.calendar_event import CalendarEvent
from bot.documents.ports import RenderedFile
from bot.i18n.render import Renderer

ALARMS = (timedelta(days=-1), timedelta(hours=-2))
# iTIP requires one; no mail can be sent to the domain `invalid` (RFC 2606).
_ORGANIZER = "mailto:noreply@egen-chef.invalid"


def appointment_file(event: CalendarEvent, renderer: Renderer, language: str) -> RenderedFile:
    return RenderedFile("egen-chef-moede.ics", "file", calendar_file(event, renderer, language))


def calendar_file(event: CalendarEvent, renderer: Renderer, language: str) -> bytes:
    """In UTC, so that no time zone definition has to go with it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Egen Chef//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if event.cancelled else "PUBLISH")
    calendar.add_component(_event(event, renderer, language))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, renderer: Renderer, language: str) -> Event:
    title = _text(renderer.plain(event.title, language))
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.version)
    component.add("dtstamp", event.stamped_at.astimezone(UTC))
    starts_at = event.starts_at.astimezone(UTC)
    component.add("dtstart", starts_at)
    component.add("dtend", starts_at + timedelta(minutes=event.minutes))
    component.add("summary", title)
    for name, between, parts in (
        ("location", ", ", event.place),
        ("description", "\n", event.about),
    ):
        if parts:
            component.add(name, _text(between.join(renderer.plain(p, language) for p in parts)))
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    organizer = vCalAddress(_ORGANIZER)
    organizer.params["cn"] = vText("Egen Chef")
    component.add("organizer", organizer)
    if not event.cancelled:
        for before in ALARMS:
            component.add_component(_alarm(title, before))
    return component


def _text(text: str) -> str:
    """Return the text without control characters; RFC 5545 (3.1) allows none but the tab.

    A line break is kept, as it is written as a backslash and an n.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        "".join(c for c in line if category(c) != "Cc" or c == "\t") for line in lines
    )


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm
