"""A cohort of the course: when each week is released, when a task is due.  Pure, in local days."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto

from bot.kernel.calendar import DAY, WEEK, Calendar

# Hours that exist exactly once on every day of the year, and at which people are awake.
HOURS = range(7, 20)
MOST_PLACES = 60
LONGEST_NAME = 40


class CohortProblem(Enum):
    """Why a cohort cannot be created with these values."""

    NAME = auto()  # empty or too long
    PAST = auto()  # the start has passed
    WEEKDAY = auto()
    HOUR = auto()
    PLACES = auto()


class InvalidCohort(Exception):
    def __init__(self, problem: CohortProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass
class Cohort:
    """Week one is released on the first `weekday` (0 is Monday) from `starts_on` on, the others a
    week later each, all at `hour`; on a holiday or weekend the next working day is used."""

    name: str
    starts_on: date
    weekday: int
    hour: int
    places: int
    created_at: datetime
    created_by: int  # Telegram user id
    closed_at: datetime | None = None
    id: int | None = None

    def release_day(self, week: int, calendar: Calendar) -> date:
        first = self.starts_on + DAY * ((self.weekday - self.starts_on.weekday()) % 7)
        return calendar.workday_from(first + WEEK * (week - 1))

    def release_moment(self, week: int, calendar: Calendar) -> datetime:
        return calendar.at(self.release_day(week, calendar), self.hour)

    def weeks_due(self, weeks: list[int], calendar: Calendar, now: datetime) -> list[int]:
        """Those of `weeks` (numbers from 1) whose release moment has passed."""
        return [w for w in weeks if self.release_moment(w, calendar) <= now]


@dataclass(frozen=True)
class CohortPlan:
    """The values that a consultant chooses for a new cohort."""

    name: str
    starts_on: date
    weekday: int
    hour: int
    places: int

    def problem(self, today: date) -> CohortProblem | None:
        """The first value that is not allowed."""
        allowed = {
            CohortProblem.NAME: 0 < len(self.name) <= LONGEST_NAME,
            CohortProblem.PAST: self.starts_on >= today,
            CohortProblem.WEEKDAY: 0 <= self.weekday < 7,  # days of a week
            CohortProblem.HOUR: self.hour in HOURS,
            CohortProblem.PLACES: 0 < self.places <= MOST_PLACES,
        }
        return next((problem for problem, holds in allowed.items() if not holds), None)


def plan_cohort(plan: CohortPlan, by: int, today: date, now: datetime) -> Cohort:
    """A new cohort, not stored yet; white space in its name is collapsed.  Raises InvalidCohort.

    `by`: Telegram user id of the consultant.
    """
    plan = replace(plan, name=" ".join(plan.name.split()))
    problem = plan.problem(today)
    if problem is not None:
        raise InvalidCohort(problem)
    return Cohort(
        plan.name, plan.starts_on, plan.weekday, plan.hour, plan.places,
        created_at=now, created_by=by,
    )  # fmt: skip


def due_on(released_on: date, days: int, calendar: Calendar, behind: int = 0) -> date:
    """The deadline of a task, `days` after its week was released.

    `behind`: how many weeks a late joiner got before this one; each has a week of its own.
    """
    return calendar.workday_from(released_on + DAY * days + WEEK * behind)


def postponed(due: date, today: date, days: int, calendar: Calendar) -> date:
    """A deadline moved by `days` of absence, counted from today if it has passed."""
    return calendar.workday_from(max(due, today) + DAY * days)
