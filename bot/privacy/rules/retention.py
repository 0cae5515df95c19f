"""How long what is kept is kept.  Pure: facts in, what is due out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class RetentionRules:
    """`people`: months after the end of the course, or after the last sign of life of somebody
    who never was on one; `messages`, `updates`: days."""

    people: int = 6
    messages: int = 180
    updates: int = 30

    def people_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.people * DAYS_A_MONTH)

    def messages_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.messages)

    def updates_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.updates)


@dataclass(frozen=True)
class PersonTraces:
    """Of one person: when they last wrote, and when their course ended (None: there was none).

    `on_course`: it still goes on.
    """

    came_at: datetime
    wrote_at: datetime | None
    course_ended_at: datetime | None
    on_course: bool


def is_due(traces: PersonTraces, rules: RetentionRules, now: datetime) -> bool:
    """Nobody is erased in the middle of a course, or who still writes."""
    if traces.on_course:
        return False
    signs = [traces.came_at, traces.wrote_at, traces.course_ended_at]
    last = max(sign for sign in signs if sign is not None)
    return last < rules.people_before(now)
