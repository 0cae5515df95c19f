"""Sunset on the days of Ramadan."""

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
    """A function that returns None on other days.

    Where the new moon is sighted a day later, the month really begins a day later.
    """

    def of(day: date) -> datetime | None:
        return sunset(_OBSERVER, day, tzinfo=zone) if is_ramadan(day) else None

    return of


def is_ramadan(day: date) -> bool:
    """By the Umm al-Qura calendar; False after 2077, where its tables end."""
    try:
        return bool(Gregorian.fromdate(day).to_hijri().month == _RAMADAN)
    except OverflowError:
        return False
