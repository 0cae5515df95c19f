"""Open items: what waits for a consultant, in which order, and for how many working days."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.cases.rules.cases import Case
from bot.kernel.calendar import DAY, Calendar
from bot.kernel.participants import Participant


class ItemKind(StrEnum):
    SUBMISSION = "submission"  # waits for a review
    TALK = "talk"  # a reviewed submission that is to be talked about
    APPLICATION = "application"  # waits for a decision
    CASE = "case"


@dataclass(frozen=True)
class OpenItem:
    """`about`: id of the submission, application or case; `title`: of the task."""

    kind: ItemKind
    since: datetime
    participant: Participant
    about: int
    title: str | None = None
    case: Case | None = None

    @property
    def is_waiting_case(self) -> bool:
        """A case with a message that no consultant has answered."""
        return self.case is not None and self.case.waiting_since is not None

    @property
    def sort_key(self) -> tuple[int, datetime, int]:
        """Urgent cases, waiting cases, papers, answered cases; within these the oldest first."""
        return self._rank, self.since, self.about

    @property
    def _rank(self) -> int:
        if self.case is None:
            return 2
        if self.case.waiting_since is None:
            return 3
        return 0 if self.case.urgent else 1


def working_days(since: date, until: date, calendar: Calendar) -> int:
    """The number of working days after `since`, up to and including `until`."""
    count, day = 0, since
    while day < until:
        day += DAY
        count += calendar.is_workday(day)
    return count
