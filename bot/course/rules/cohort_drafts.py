"""A run that is being made: what was chosen so far, and days as a consultant types them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kernel.buttons import InvalidButton
from bot.kernel.calendar import Calendar
from bot.kernel.stamps import read_stamp

MONDAY = 0


@dataclass(frozen=True)
class CohortDraft:
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

    def back(self) -> "CohortDraft":
        """Without what was chosen last."""
        return CohortDraft.read(self.chosen[:-1])

    def following(self, value: str) -> "CohortDraft":
        """Raises NotAButton for a day that is none."""
        return CohortDraft.read((*self.chosen, value))

    @staticmethod
    def read(arguments: Sequence[str]) -> "CohortDraft":
        """Raises NotAButton."""
        start, *numbers = [*arguments, *[""] * 4][:4]
        if len(arguments) > 4 or not all(a.isascii() and a.isdigit() for a in arguments):
            raise InvalidButton("r")
        weekday, hour, places = (int(n[:9]) if n else None for n in numbers)
        return CohortDraft(read_stamp(start) if start else None, weekday, hour, places)


def coming_mondays(today: date, count: int, calendar: Calendar) -> list[date]:
    """Mondays after today that are working days."""
    day = today + timedelta(days=7 - today.weekday())
    found: list[date] = []
    while len(found) < count:
        if calendar.is_workday(day):
            found.append(day)
        day += timedelta(days=7)
    return found
