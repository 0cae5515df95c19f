"""What waits for a consultant, and for how many working days."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.cases.rules.cases import Case
from bot.kernel.calendar import DAY, Calendar
from bot.kernel.participants import Participant


class Waits(StrEnum):
    WORK = "work"  # something handed in
    TALK = "talk"  # a talk about something handed in
    APPLICATION = "application"
    CASE = "case"  # a talk with a human


@dataclass(frozen=True)
class OpenItem:
    """`about`: the id of the case, the work or the application; `title`: of the task."""

    waits: Waits
    since: datetime
    participant: Participant
    about: int
    title: str | None = None
    case: Case | None = None

    @property
    def place(self) -> tuple[int, datetime, int]:
        """People before papers: those in danger, those without an answer; then the oldest."""
        return self._rank, self.since, self.about

    @property
    def _rank(self) -> int:
        if self.case is None:
            return 2
        if self.case.waiting_since is None:
            return 3
        return 0 if self.case.urgent else 1


def working_days(since: date, today: date, calendar: Calendar) -> int:
    """That began after one day, until another."""
    count, day = 0, since
    while day < today:
        day += DAY
        count += calendar.is_workday(day)
    return count
