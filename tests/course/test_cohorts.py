"""A run of the course in the Danish calendar: when weeks come, and when tasks are due."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import danish_calendar
from bot.course.rules.cohorts import (
    HOURS,
    LONGEST_NAME,
    MOST_PLACES,
    Cohort,
    CohortPlan,
    CohortProblem,
    InvalidCohort,
    due_on,
    plan_cohort,
    postponed,
)
from bot.kernel.calendar import WEEK

CALENDAR = danish_calendar("Europe/Copenhagen")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
WEEKS = list(range(1, 9))
DAYS = st.dates(date(2024, 1, 1), date(2040, 1, 1))


def run(starts_on: date, weekday: int = 0, hour: int = 9) -> Cohort:
    return Cohort("Team", starts_on, weekday, hour, 12, NOW, 900, id=1)


def released(made: Cohort) -> list[date]:
    return [made.release_day(week, CALENDAR) for week in WEEKS]


RUNS = st.builds(run, DAYS, st.integers(0, 6), st.sampled_from(HOURS))


@given(RUNS)
def test_the_weeks_come_one_after_the_other_and_only_on_working_days(made: Cohort) -> None:
    days = released(made)
    assert all(one < other for one, other in pairwise(days))
    assert all(CALENDAR.is_workday(day) for day in days)
    assert days[0] >= made.starts_on


@given(RUNS)
def test_each_week_comes_on_its_weekday_or_on_the_first_working_day_after(made: Cohort) -> None:
    for week, day in zip(WEEKS, released(made), strict=True):
        wanted = made.starts_on + timedelta((made.weekday - made.starts_on.weekday()) % 7)
        wanted += WEEK * (week - 1)
        skipped = [wanted + timedelta(n) for n in range((day - wanted).days)]
        assert day >= wanted and not any(CALENDAR.is_workday(d) for d in skipped)


@given(RUNS)
def test_each_week_comes_at_the_hour_of_the_clock_on_the_wall(made: Cohort) -> None:
    for week in WEEKS:
        moment = made.release_moment(week, CALENDAR).astimezone(UTC).astimezone(CALENDAR.zone)
        assert (moment.hour, moment.minute) == (made.hour, 0)
        assert CALENDAR.today(moment) == made.release_day(week, CALENDAR)


@given(RUNS, st.integers(-25_000, 120_000))
def test_what_is_due_grows_with_time_and_keeps_its_order(made: Cohort, hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    due = made.weeks_due(WEEKS, CALENDAR, now)
    assert due == WEEKS[: len(due)]
    assert set(due) <= set(made.weeks_due(WEEKS, CALENDAR, now + timedelta(hours=7)))


@pytest.mark.parametrize(
    ("starts_on", "before", "after"),
    [(date(2026, 10, 19), 7, 8), (date(2027, 3, 22), 8, 7)],
    ids=["to winter time", "to summer time"],
)
def test_the_hour_stays_over_the_change_of_the_clocks(
    starts_on: date, before: int, after: int
) -> None:
    made = run(starts_on)
    hours = [made.release_moment(week, CALENDAR).astimezone(UTC).hour for week in WEEKS[:3]]
    assert (hours[0], hours[2]) == (before, after)


def test_over_christmas_the_weeks_wait_for_working_days() -> None:
    made = run(date(2026, 12, 3), weekday=3)
    assert released(made)[:6] == [
        date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17),
        date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 7),
    ]  # fmt: skip


def test_over_easter_the_weeks_wait_for_working_days() -> None:
    made = run(date(2027, 3, 18), weekday=3)
    assert released(made)[:3] == [date(2027, 3, 18), date(2027, 3, 30), date(2027, 4, 1)]


def test_a_run_that_starts_in_the_middle_of_a_week_begins_on_its_weekday() -> None:
    assert run(date(2026, 11, 4), weekday=0).release_day(1, CALENDAR) == date(2026, 11, 9)
    assert run(date(2026, 11, 4), weekday=2).release_day(1, CALENDAR) == date(2026, 11, 4)


def test_a_week_is_due_from_its_minute_on() -> None:
    made = run(date(2026, 11, 2))
    moment = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert made.weeks_due(WEEKS, CALENDAR, moment) == [1]
    assert made.weeks_due(WEEKS, CALENDAR, moment - timedelta(seconds=1)) == []


@given(DAYS, st.integers(1, 14), st.integers(0, 8))
def test_a_task_is_due_on_a_working_day_and_never_early(day: date, days: int, behind: int) -> None:
    due = due_on(day, days, CALENDAR, behind)
    assert CALENDAR.is_workday(due)
    assert due >= day + timedelta(days=days) + WEEK * behind
    assert due < due_on(day, days, CALENDAR, behind + 1)


@given(DAYS, DAYS, st.sampled_from([1, 7]))
def test_a_moved_deadline_is_later_than_before_and_not_in_the_past(
    due: date, today: date, days: int
) -> None:
    moved = postponed(due, today, days, CALENDAR)
    assert moved > due and moved > today and CALENDAR.is_workday(moved)


def test_the_day_is_that_of_the_municipality() -> None:
    assert CALENDAR.today(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-31", "2027-01-01", "2027-03-29"])
def test_days_on_which_nobody_works_are_no_working_days(day: str) -> None:
    assert not CALENDAR.is_workday(date.fromisoformat(day))


def planned(
    name: str = "Team", starts_on: date = TODAY, weekday: int = 0, hour: int = 9, places: int = 12
) -> Cohort:
    return plan_cohort(CohortPlan(name, starts_on, weekday, hour, places), 900, TODAY, NOW)


def test_a_run_is_planned_with_a_tidy_name() -> None:
    made = planned("  Team \n november  ")
    assert (made.name, made.created_by, made.closed_at) == ("Team november", 900, None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": ""}, CohortProblem.NAME),
        ({"name": " \n "}, CohortProblem.NAME),
        ({"name": "x" * (LONGEST_NAME + 1)}, CohortProblem.NAME),
        ({"starts_on": TODAY - timedelta(days=1)}, CohortProblem.PAST),
        ({"weekday": 7}, CohortProblem.WEEKDAY),
        ({"weekday": -1}, CohortProblem.WEEKDAY),
        ({"hour": 3}, CohortProblem.HOUR),
        ({"hour": 24}, CohortProblem.HOUR),
        ({"places": 0}, CohortProblem.PLACES),
        ({"places": -3}, CohortProblem.PLACES),
        ({"places": MOST_PLACES + 1}, CohortProblem.PLACES),
    ],
)
def test_what_is_no_run_is_refused_with_its_reason(
    change: dict[str, object], problem: CohortProblem
) -> None:
    with pytest.raises(InvalidCohort) as refusal:
        planned(**change)  # type: ignore[arg-type]  # each change fits its field
    assert refusal.value.problem is problem
