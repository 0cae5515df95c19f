"""Conversion from the solar calendar of Iran and Afghanistan to the Gregorian calendar."""

from datetime import date, timedelta

# Leap days come in a 33-year cycle, which is exact from 1178 to 1633.
_LEAP_IN_CYCLE = (1, 5, 9, 13, 17, 22, 26, 30)
_NEW_YEAR_1403 = date(2024, 3, 20)


def from_solar(year: int, month: int, day: int) -> date | None:
    """The Gregorian date, or None for a date that does not exist or lies outside 1300–1500."""
    if not (1300 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= _days(year, month)):
        return None
    before = sum(_days(year, m) for m in range(1, month))
    return _new_year(year) + timedelta(days=before + day - 1)


def solar_year_of(day: date) -> int:
    """The solar year that a Gregorian date lies in."""
    year = day.year - 621
    return year if day >= _new_year(year) else year - 1


def _new_year(year: int) -> date:
    low, high = sorted((year, 1403))
    leaps = sum(_is_leap(y) for y in range(low, high))
    days = 365 * (high - low) + leaps
    return _NEW_YEAR_1403 + timedelta(days=days if year >= 1403 else -days)


def _days(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month <= 11 or _is_leap(year) else 29


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_IN_CYCLE
