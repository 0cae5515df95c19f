"""Dates as consultants type them and as callback data encodes them."""

from datetime import date, timedelta

from bot.kernel.callback_data import InvalidButton
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.parsing.days import parse_day

COMING_YEAR = timedelta(days=366)
FARTHEST = timedelta(days=730)  # later dates are typing mistakes


def read_day(text: str, today: date) -> date | None:
    """Parse a typed date: "7/12", "7.12.2026", "7. december", "2026-12-07", "fredag".

    Without a year it is the next such date.  Return None for anything else and for a date that is
    too far ahead; a date beyond the coming year must include its year.
    """
    day = parse_day(text, CONSULTANT_LANGUAGE, today)
    if day is None or day - today > FARTHEST:
        return None
    return day if day - today <= COMING_YEAR or f"{day:%y}" in text else None


def read_stamp(digits: str) -> date:
    """Parse a date in callback data, `20261207`.  Raises InvalidButton."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise InvalidButton(digits)
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise InvalidButton(digits) from None
    if not 2000 <= day.year <= 2200:  # keeps date arithmetic within range
        raise InvalidButton(digits)
    return day


def stamp(day: date) -> str:
    """Encode a date for callback data: `20261207`."""
    return f"{day:%Y%m%d}"
