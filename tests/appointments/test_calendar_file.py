"""A meeting for somebody's calendar, read back as a calendar reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.app.documents import document_renderer
from bot.appointments.rules.appointments import Appointment, cancel
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.appointments.views.details import event
from bot.content.loader import load
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES

PLACES = load().appointment_places
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STARTS = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)
ARTIST = document_renderer(Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText()))


def appointment() -> Appointment:
    return Appointment(
        7, 1, "Mette", "townhall", 45, "budget", True, "a@egen-chef.invalid", STARTS, NOW, id=3
    )


async def drawn(meeting: CalendarEvent, language: str = "da") -> tuple[Calendar, Event]:
    file = await ARTIST.draw(meeting, language)
    assert file.name == "egen-chef-moede.ics" and file.media == "file"
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))  # RFC 5545, 3.1
    calendar = Calendar.from_ical(file.content)
    assert isinstance(calendar, Calendar)
    [found] = calendar.events
    return calendar, found


@pytest.mark.parametrize("language", OWN_NAMES)
async def test_calendar_file_has_time_place_and_name(language: str) -> None:
    calendar, found = await drawn(event(appointment(), PLACES, "Mette"), language)
    assert calendar["method"] == "PUBLISH" and calendar["version"] == "2.0"
    assert (found.start, found.end) == (STARTS, STARTS + timedelta(minutes=45))
    assert (found["uid"], found["sequence"]) == ("a@egen-chef.invalid", 0)
    assert "Mette" in str(found["summary"]) and "Hold-an Vej 7" in str(found["location"])
    assert found["description"] and found["status"] == "CONFIRMED"
    alarms = [alarm["trigger"].dt for alarm in found.walk("VALARM")]  # type: ignore[union-attr]
    assert alarms == [timedelta(days=-1), timedelta(hours=-2)]


async def test_cancellation_removes_the_same_entry() -> None:
    gone = appointment()
    cancel(gone, NOW + timedelta(days=1))
    calendar, found = await drawn(event(gone, PLACES, "Mette"))
    assert calendar["method"] == "CANCEL" and found["status"] == "CANCELLED"
    assert (found["uid"], found["sequence"]) == ("a@egen-chef.invalid", 1)
    assert NOW + timedelta(days=1) == found.DTSTAMP and not found.walk("VALARM")


async def test_calendar_file_has_first_names_only() -> None:
    meeting = event(appointment(), PLACES, "Amina; Öz\n, \\ 'x' محمد")
    file = await ARTIST.draw(meeting, "da")
    _, found = await drawn(meeting)
    title = str(found["summary"])
    assert "Amina; Öz\n, \\ 'x' " in title and "محمد" in title
    assert b"ATTENDEE" not in file.content and b"CONTACT" not in file.content
    assert file.content.count(b"BEGIN:VEVENT") == 1


CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]


@given(st.lists(st.sampled_from([*CONTROLS, *map(ord, 'aØم;,:\\"')]), min_size=1, max_size=40))
async def test_calendar_file_has_no_control_characters(signs: list[int]) -> None:
    meeting = event(appointment(), PLACES, "".join(map(chr, signs)))
    content = (await ARTIST.draw(meeting, "da")).content
    text = content.decode().replace("\r\n", "")
    assert [c for c in text if ord(c) in CONTROLS and c != "\t"] == []
    assert Calendar.from_ical(content).events


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\x7f", "\x85"])
async def test_control_character_in_a_name_is_left_out(sign: str) -> None:
    _, found = await drawn(event(appointment(), PLACES, f"Am{sign}ina"))
    assert "Amina" in str(found["summary"])


async def test_unknown_place_is_left_out() -> None:
    _, found = await drawn(event(replace(appointment(), place_id="gone"), PLACES, "Mette"))
    assert "location" not in found and found["description"]


async def test_calendar_file_is_reproducible() -> None:
    one = await ARTIST.draw(event(appointment(), PLACES, "Mette"), "so")
    assert one == await ARTIST.draw(event(appointment(), PLACES, "Mette"), "so")
