"""A run of the course: when each week comes, and when a task is due.  Local days, no clocks."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.kernel.calendar import DAY, WEEK, Calendar

# Hours at which every day of the year has exactly one such moment, and people are awake.
HOURS = range(7, 20)
MOST_PLACES = 60
LONGEST_NAME = 40


class InvalidCohort(Exception):
    """`reason`: past, places, name, hour, weekday."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Cohort:
    """Week one comes on the first `weekday` (0 is Monday) from `starts_on` on, the others each a
    week later, all at `hour`; on a holiday or weekend the first working day after it."""

    name: str
    starts_on: date
    weekday: int
    hour: int
    places: int
    created_at: datetime
    created_by: int
    closed_at: datetime | None = None
    id: int | None = None

    def release_day(self, week: int, calendar: Calendar) -> date:
        first = self.starts_on + DAY * ((self.weekday - self.starts_on.weekday()) % 7)
        return calendar.workday_from(first + WEEK * (week - 1))

    def release_moment(self, week: int, calendar: Calendar) -> datetime:
        return calendar.at(self.release_day(week, calendar), self.hour)

    def weeks_due(self, weeks: list[int], calendar: Calendar, now: datetime) -> list[int]:
        return [w for w in weeks if self.release_moment(w, calendar) <= now]


def plan_cohort(
    name: str, starts_on: date, weekday: int, hour: int, places: int, by: int, today: date,
    now: datetime,
) -> Cohort:  # fmt: skip
    """Raises NotARun."""
    clean = " ".join(name.split())
    checks = {
        "name": bool(clean) and len(clean) <= LONGEST_NAME,
        "past": starts_on >= today,
        "weekday": 0 <= weekday < 7,  # days of a week
        "hour": hour in HOURS,
        "places": 0 < places <= MOST_PLACES,
    }
    for reason, holds in checks.items():
        if not holds:
            raise InvalidCohort(reason)
    return Cohort(clean, starts_on, weekday, hour, places, now, by)


def due_on(released_on: date, days: int, calendar: Calendar, behind: int = 0) -> date:
    """`behind`: weeks of a late joiner that come before this one, each with a week of its own."""
    return calendar.workday_from(released_on + DAY * days + WEEK * behind)


def later(due: date, today: date, days: int, calendar: Calendar) -> date:
    """A deadline moved by an absence: never into the past."""
    return calendar.workday_from(max(due, today) + DAY * days)
