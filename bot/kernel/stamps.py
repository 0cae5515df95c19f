import re
from datetime import date, timedelta

from bot.kernel.buttons import InvalidButton

FARTHEST = timedelta(days=730)  # nobody plans longer ahead; keeps typing mistakes out


_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "ma[jy]",
    "jun",
    "jul",
    "aug",
    "sep",
    "o[kc]t",
    "nov",
    "dec",
)


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})(?:\s*[./-]\s*(\d{4}|\d{2}))?\.?")


_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,10})\.?\s*(\d{4})?")


def read_stamp(digits: str) -> date:
    """A day in a button, `20261207`.  Raises NotAButton."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise InvalidButton(digits)
    day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if day is None or not 2000 <= day.year <= 2200:  # so that weeks can be added
        raise InvalidButton(digits)
    return day


def stamp(day: date) -> str:
    return f"{day:%Y%m%d}"


def read_day(text: str, today: date) -> date | None:
    """ "7/12", "7.12.2026", "7. december", "2026-12-07"; without a year the next such day."""
    said = text.strip().lower()
    if found := _ISO.fullmatch(said):
        year, month, day = (int(part) for part in found.groups())
        return _near(_day(year, month, day), today)
    if found := _NUMBERS.fullmatch(said):
        return _near(_with_year(found[3], int(found[2]), int(found[1]), today), today)
    if (found := _WORDS.fullmatch(said)) and (named := _month(found[2])):
        return _near(_with_year(found[3], named, int(found[1]), today), today)
    return None


def _month(name: str) -> int | None:
    return next((n for n, start in enumerate(_MONTHS, 1) if re.match(start, name)), None)


def _with_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    following = [_day(y, month, day) for y in range(today.year, today.year + 2)]
    return next((d for d in following if d is not None and d >= today), None)


def _near(day: date | None, today: date) -> date | None:
    return day if day is not None and day - today <= FARTHEST else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
