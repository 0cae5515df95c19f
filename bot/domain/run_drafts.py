"""A run that is being made: what was chosen so far, and days as a consultant types them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.buttons import NotAButton
from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.domain.runs import Calendar
from bot.parsing.days import parse_day

MONDAY = 0
COMING_YEAR = timedelta(days=366)
FARTHEST = timedelta(days=730)  # nobody plans longer ahead; keeps typing mistakes out


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
    """A day as a consultant types it: "7/12", "7.12.2026", "7. december", "2026-12-07", "fredag".

    Without a year the next such day; None for anything else and for a day that is too far ahead.
    A day beyond the coming year must name its year, so "29/2" is None two years before it.
    """
    day = parse_day(text, CONSULTANT_LANGUAGE, today)
    if day is None or day - today > FARTHEST:
        return None
    return day if day - today <= COMING_YEAR or f"{day:%y}" in text else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
