"""Sunset on the days of Ramadan, in the city whose clock we follow."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import sunset
from hijridate import Gregorian

# Copenhagen; in Denmark the sun sets at most a quarter of an hour earlier or later.
_OBSERVER = Observer(latitude=55.676, longitude=12.568)
_RAMADAN = 9  # the ninth month


def ramadan_sunset(zone: ZoneInfo) -> Callable[[date], datetime | None]:
    """None on all other days.  Where people see the new moon a day later, so will the month be."""

    def of(day: date) -> datetime | None:
        return sunset(_OBSERVER, day, tzinfo=zone) if is_ramadan(day) else None

    return of


def is_ramadan(day: date) -> bool:
    """By the calendar of Umm al-Qura; False beyond its tables, which end in 2077."""
    try:
        return bool(Gregorian.fromdate(day).to_hijri().month == _RAMADAN)
    except OverflowError:
        return False
