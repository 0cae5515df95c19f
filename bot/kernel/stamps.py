"""Days as consultants type them, and as buttons carry them."""

from datetime import date, timedelta

from bot.kernel.callback_data import InvalidButton
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.parsing.days import parse_day

COMING_YEAR = timedelta(days=366)
FARTHEST = timedelta(days=730)  # nobody plans longer ahead; keeps typing mistakes out


def read_day(text: str, today: date) -> date | None:
    """A day as a consultant types it: "7/12", "7.12.2026", "7. december", "2026-12-07", "fredag".

    Without a year the next such day; None for anything else and for a day that is too far ahead.
    A day beyond the coming year must name its year, so "29/2" is None two years before it.
    """
    day = parse_day(text, CONSULTANT_LANGUAGE, today)
    if day is None or day - today > FARTHEST:
        return None
    return day if day - today <= COMING_YEAR or f"{day:%y}" in text else None


def read_stamp(digits: str) -> date:
    """A day in a button, `20261207`.  Raises InvalidButton."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise InvalidButton(digits)
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise InvalidButton(digits) from None
    if not 2000 <= day.year <= 2200:  # so that weeks can be added
        raise InvalidButton(digits)
    return day


def stamp(day: date) -> str:
    """The day as a button carries it."""
    return f"{day:%Y%m%d}"
