"""Office hours in the Danish calendar: open times, working time, expected answers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import danish_calendar
from bot.content.loader import load
from bot.kernel.calendar import DAY, Calendar
from bot.office.rules.hours import Expected, OfficeHours, OfficePlan, Span

ZONE = ZoneInfo("Europe/Copenhagen")
CALENDAR = danish_calendar("Europe/Copenhagen")
HOURS = OfficeHours(load().office, CALENDAR)  # Mon to Thu 8 to 16, Fri 8 to 14
HOUR = timedelta(hours=1)
MOMENTS = st.datetimes(
    datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001  # hypothesis wants them naive
)  # fmt: skip
WAITS = st.timedeltas(timedelta(0), timedelta(days=40))


def at(text: str) -> datetime:
    """ "2026-11-27 15:00", local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def worked(since: str, until: str) -> timedelta:
    return HOURS.working_time(at(since), at(until))


@given(MOMENTS, WAITS, WAITS)
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    parts = HOURS.working_time(start, middle) + HOURS.working_time(middle, end)
    assert parts == HOURS.working_time(start, end) <= first + second


@given(MOMENTS, WAITS)
def test_working_time_never_decreases(start: datetime, wait: timedelta) -> None:
    assert HOURS.working_time(start + wait, start) == timedelta(0)


@given(st.datetimes(datetime(2025, 3, 20), datetime(2025, 11, 10)), st.integers(0, 400))  # noqa: DTZ001
def test_working_time_is_the_time_in_which_the_office_is_open(start: datetime, steps: int) -> None:
    """Checked against `is_open` every quarter of an hour."""
    begin = start.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
    quarter = timedelta(minutes=15)
    seen = sum(HOURS.is_open(begin + quarter * n) for n in range(steps))
    assert HOURS.working_time(begin, begin + quarter * steps) == quarter * seen


@given(MOMENTS)
def test_no_working_time_before_the_next_opening(now: datetime) -> None:
    opening = HOURS.next_opening(now)
    assert opening >= now and HOURS.is_open(opening)
    assert HOURS.working_time(now, opening) == timedelta(0)


@given(MOMENTS, st.dates(date(2025, 1, 1), date(2025, 3, 1)), st.integers(0, 60))
def test_an_answer_is_expected_when_somebody_is_there(
    now: datetime, gone: date, days: int
) -> None:
    def off(day: date) -> bool:
        return gone <= day < gone + DAY * days

    expected = HOURS.answer_expected(now, off)
    hours = HOURS.of_day(expected.day)
    assert hours is not None and not off(expected.day)
    before = datetime.combine(expected.day, expected.before, ZONE)
    assert now < before and hours[0] < before <= hours[1]
    assert HOURS.working_time(now, before, off) >= min(2 * HOUR, hours[1] - hours[0])
    assert expected.is_open <= HOURS.is_open(now)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-26 09:00", "2026-11-26 11:00", 2),
        ("2026-11-26 15:00", "2026-11-27 09:00", 2),  # over a night
        ("2026-11-27 13:00", "2026-11-30 09:00", 2),  # over a weekend
        ("2026-03-31 15:00", "2026-04-07 09:00", 10),  # over Easter: Wednesday is a working day
        ("2026-12-23 15:00", "2026-12-28 09:00", 2),  # over Christmas
        ("2026-03-27 13:00", "2026-03-30 09:00", 2),  # the clocks go forward
        ("2026-10-23 13:00", "2026-10-26 09:00", 2),  # and back
        ("2026-11-28 10:00", "2026-11-29 20:00", 0),  # a weekend
    ],
)
def test_nights_weekends_and_days_off_do_not_count(since: str, until: str, hours: int) -> None:
    assert worked(since, until) == HOUR * hours


def test_hour_skipped_by_summer_time_is_not_counted() -> None:
    nights = OfficePlan({6: Span(time(1), time(5))}, HOUR, HOUR, HOUR)
    office = OfficeHours(nights, CALENDAR)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day, hours in ((spring, 3), (autumn, 5)):
        since = datetime.combine(day, time(0), ZONE)
        assert office.working_time(since, since + DAY) == HOUR * hours


def test_days_without_consultants_are_not_counted() -> None:
    since, until = at("2026-11-30 15:00"), at("2026-12-02 09:00")
    assert HOURS.working_time(since, until, lambda day: day == date(2026, 12, 1)) == 2 * HOUR


@pytest.mark.parametrize(
    ("now", "day", "before", "is_open"),
    [
        ("2026-11-26 09:30", "2026-11-26", 16, True),
        ("2026-11-26 06:00", "2026-11-26", 16, False),
        ("2026-11-26 15:00", "2026-11-27", 12, True),  # too late for today
        ("2026-11-26 20:00", "2026-11-27", 12, False),
        ("2026-11-27 11:59", "2026-11-27", 14, True),  # on Friday it closes at two
        ("2026-11-27 15:00", "2026-11-30", 12, False),
        ("2026-12-23 18:00", "2026-12-28", 12, False),
        ("2026-04-01 17:00", "2026-04-07", 12, False),  # the evening before Easter
    ],
)
def test_when_an_answer_can_be_expected(now: str, day: str, before: int, is_open: bool) -> None:
    today = date.fromisoformat(now[:10])
    wanted = Expected(date.fromisoformat(day), time(before), today, is_open)
    assert HOURS.answer_expected(at(now)) == wanted


def test_office_counts_as_closed_while_everybody_is_away() -> None:
    expected = HOURS.answer_expected(at("2026-11-26 09:30"), lambda day: day.month == 11)
    assert (expected.day, expected.is_open) == (date(2026, 12, 1), False)


def test_afternoon_office_answers_before_closing() -> None:
    plan = OfficePlan({0: Span(time(13), time(17))}, HOUR, HOUR, HOUR)
    calendar = Calendar(ZONE, lambda _: False)
    expected = OfficeHours(plan, calendar).answer_expected(at("2026-11-25 10:00"))
    assert (expected.day, expected.before) == (date(2026, 11, 30), time(17))
