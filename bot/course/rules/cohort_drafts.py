"""A new cohort that a consultant is filling in, step by step."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.course.rules.cohorts import CohortPlan
from bot.kernel.calendar import Calendar
from bot.kernel.messages import Form


@dataclass(frozen=True)
class CohortDraft(Form):
    """What was chosen so far; the fields are asked for in this order.

    `name` is set in the summary only.
    """

    start: date | None = None
    weekday: int | None = None
    hour: int | None = None
    places: int | None = None
    name: str | None = None
    kind: Literal["cohort_draft"] = "cohort_draft"

    @property
    def chosen(self) -> int:
        """How many steps are answered, 0 to 4."""
        values = (self.start, self.weekday, self.hour, self.places)
        return next((n for n, value in enumerate(values) if value is None), len(values))

    @property
    def complete(self) -> bool:
        return self.places is not None

    def until(self, steps: int) -> "CohortDraft":
        """Only the answers to the first `steps` steps, 0 to 3."""
        return CohortDraft(
            self.start if steps > 0 else None,
            self.weekday if steps > 1 else None,
            self.hour if steps > 2 else None,  # the third step
        )

    def back(self) -> "CohortDraft":
        """Without what was chosen last."""
        return self.until(self.chosen - 1)

    def following(self, number: int) -> "CohortDraft":
        """With the answer to the next step, which is not the start."""
        if self.weekday is None:
            return replace(self, weekday=number)
        if self.hour is None:
            return replace(self, hour=number)
        return replace(self, places=number)

    def plan(self, name: str) -> CohortPlan:
        """The values under this name; the draft must be complete."""
        assert self.start is not None and self.weekday is not None, "asked for before"
        assert self.hour is not None and self.places is not None, "asked for before"
        return CohortPlan(name, self.start, self.weekday, self.hour, self.places)


def coming_mondays(today: date, count: int, calendar: Calendar) -> list[date]:
    """The next `count` Mondays after today that are working days."""
    day = today + timedelta(days=7 - today.weekday())
    found: list[date] = []
    while len(found) < count:
        if calendar.is_workday(day):
            found.append(day)
        day += timedelta(days=7)
    return found
