"""A meeting as a file for somebody's calendar (iCalendar, RFC 5545 and 5546)."""

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from bot.appointments.rules.calendar_event import CalendarEvent
from bot.documents.ports import RenderedFile
from bot.i18n.render import Renderer

ALARMS = (timedelta(days=-1), timedelta(hours=-2))
# iTIP wants one; `invalid` is a name that no mail can be sent to (RFC 2606).
_ORGANIZER = "mailto:noreply@egen-chef.invalid"


def appointment_file(event: CalendarEvent, renderer: Renderer, language: str) -> RenderedFile:
    return RenderedFile("egen-chef-moede.ics", "file", calendar_file(event, renderer, language))


def calendar_file(meeting: CalendarEvent, renderer: Renderer, language: str) -> bytes:
    """In UTC, so that no calendar has to know our time zone's rules."""
    calendar = Calendar()
    calendar.add("prodid", "-//Egen Chef//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled else "PUBLISH")
    calendar.add_component(_event(meeting, renderer, language))
    return bytes(calendar.to_ical())


def _event(meeting: CalendarEvent, renderer: Renderer, language: str) -> Event:
    title = renderer.plain(meeting.title, language)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.version)
    event.add("dtstamp", meeting.stamped_at.astimezone(UTC))
    starts_at = meeting.starts_at.astimezone(UTC)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", title)
    for name, between, parts in (
        ("location", ", ", meeting.place),
        ("description", "\n", meeting.about),
    ):
        if parts:
            event.add(name, between.join(renderer.plain(part, language) for part in parts))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    organizer = vCalAddress(_ORGANIZER)
    organizer.params["cn"] = vText("Egen Chef")
    event.add("organizer", organizer)
    if not meeting.cancelled:
        for before in ALARMS:
            event.add_component(_alarm(title, before))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm
