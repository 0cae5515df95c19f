"""A run that is being made: what was chosen so far, and days as a consultant types them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.buttons import NotAButton
from bot.domain.runs import Calendar

MONDAY = 0
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


@dataclass(frozen=True)
class Draft:
    """It travels in the buttons: `20261207`, the weekday, the hour, the places, in this order."""

    start: date | None = None
    weekday: int | None = None
    hour: int | None = None
    places: int | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The arguments of a button that carries it."""
        start = None if self.start is None else f"{self.start:%Y%m%d}"
        known = (start, self.weekday, self.hour, self.places)
        return tuple(str(value) for value in known if value is not None)

    def back(self) -> "Draft":
        """Without what was chosen last."""
        return Draft.read(self.chosen[:-1])

    def following(self, value: str) -> "Draft":
        """Raises NotAButton for a day that is none."""
        return Draft.read((*self.chosen, value))

    @staticmethod
    def read(arguments: Sequence[str]) -> "Draft":
        """Raises NotAButton."""
        start, *numbers = [*arguments, *[""] * 4][:4]
        if len(arguments) > 4 or not all(a.isascii() and a.isdigit() for a in arguments):
            raise NotAButton("r")
        weekday, hour, places = (int(n[:9]) if n else None for n in numbers)
        return Draft(read_stamp(start) if start else None, weekday, hour, places)


def read_stamp(digits: str) -> date:
    """A day in a button, `20261207`.  Raises NotAButton."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise NotAButton(digits)
    day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if day is None or not 2000 <= day.year <= 2200:  # so that weeks can be added
        raise NotAButton(digits)
    return day


def stamp(day: date) -> str:
    return f"{day:%Y%m%d}"


def coming_mondays(today: date, count: int, calendar: Calendar) -> list[date]:
    """Mondays after today that are working days."""
    day = today + timedelta(days=7 - today.weekday())
    found: list[date] = []
    while len(found) < count:
        if calendar.is_workday(day):
            found.append(day)
        day += timedelta(days=7)
    return found


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
