"""A cohort in the Danish calendar: when weeks are released, and when tasks are due."""

from dataclasses import replace
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


def cohort(starts_on: date, weekday: int = 0, hour: int = 9) -> Cohort:
    return Cohort("Team", starts_on, weekday, hour, 12, NOW, 900, id=1)


def released(cohort_: Cohort) -> list[date]:
    return [cohort_.release_day(week, CALENDAR) for week in WEEKS]


COHORTS = st.builds(cohort, DAYS, st.integers(0, 6), st.sampled_from(HOURS))


@given(COHORTS)
def test_weeks_are_released_in_order_on_working_days(cohort_: Cohort) -> None:
    days = released(cohort_)
    assert all(one < other for one, other in pairwise(days))
    assert all(CALENDAR.is_workday(day) for day in days)
    assert days[0] >= cohort_.starts_on


@given(COHORTS)
def test_release_is_on_the_weekday_or_the_next_working_day(cohort_: Cohort) -> None:
    for week, day in zip(WEEKS, released(cohort_), strict=True):
        wanted = cohort_.starts_on + timedelta((cohort_.weekday - cohort_.starts_on.weekday()) % 7)
        wanted += WEEK * (week - 1)
        skipped = [wanted + timedelta(n) for n in range((day - wanted).days)]
        assert day >= wanted and not any(CALENDAR.is_workday(d) for d in skipped)


@given(COHORTS)
def test_release_is_at_the_local_hour(cohort_: Cohort) -> None:
    for week in WEEKS:
        moment = cohort_.release_moment(week, CALENDAR).astimezone(UTC).astimezone(CALENDAR.zone)
        assert (moment.hour, moment.minute) == (cohort_.hour, 0)
        assert CALENDAR.today(moment) == cohort_.release_day(week, CALENDAR)


@given(COHORTS, st.integers(-25_000, 120_000))
def test_weeks_due_grow_with_time_in_order(cohort_: Cohort, hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    due = cohort_.weeks_due(WEEKS, CALENDAR, now)
    assert due == WEEKS[: len(due)]
    assert set(due) <= set(cohort_.weeks_due(WEEKS, CALENDAR, now + timedelta(hours=7)))


@pytest.mark.parametrize(
    ("starts_on", "before", "after"),
    [(date(2026, 10, 19), 7, 8), (date(2027, 3, 22), 8, 7)],
    ids=["to winter time", "to summer time"],
)
def test_local_hour_is_kept_over_daylight_saving_changes(
    starts_on: date, before: int, after: int
) -> None:
    cohort_ = cohort(starts_on)
    hours = [cohort_.release_moment(week, CALENDAR).astimezone(UTC).hour for week in WEEKS[:3]]
    assert (hours[0], hours[2]) == (before, after)


def test_releases_over_christmas_wait_for_working_days() -> None:
    cohort_ = cohort(date(2026, 12, 3), weekday=3)
    assert released(cohort_)[:6] == [
        date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17),
        date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 7),
    ]  # fmt: skip


def test_releases_over_easter_wait_for_working_days() -> None:
    cohort_ = cohort(date(2027, 3, 18), weekday=3)
    assert released(cohort_)[:3] == [date(2027, 3, 18), date(2027, 3, 30), date(2027, 4, 1)]


def test_a_start_in_midweek_begins_on_the_next_release_weekday() -> None:
    assert cohort(date(2026, 11, 4), weekday=0).release_day(1, CALENDAR) == date(2026, 11, 9)
    assert cohort(date(2026, 11, 4), weekday=2).release_day(1, CALENDAR) == date(2026, 11, 4)


def test_a_week_is_due_from_its_release_moment() -> None:
    cohort_ = cohort(date(2026, 11, 2))
    moment = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert cohort_.weeks_due(WEEKS, CALENDAR, moment) == [1]
    assert cohort_.weeks_due(WEEKS, CALENDAR, moment - timedelta(seconds=1)) == []


@given(DAYS, st.integers(1, 14), st.integers(0, 8))
def test_deadlines_are_working_days_and_never_early(day: date, days: int, behind: int) -> None:
    due = due_on(day, days, CALENDAR, behind)
    assert CALENDAR.is_workday(due)
    assert due >= day + timedelta(days=days) + WEEK * behind
    assert due < due_on(day, days, CALENDAR, behind + 1)


@given(DAYS, DAYS, st.sampled_from([1, 7]))
def test_a_postponed_deadline_is_later_and_not_in_the_past(
    due: date, today: date, days: int
) -> None:
    moved = postponed(due, today, days, CALENDAR)
    assert moved > due and moved > today and CALENDAR.is_workday(moved)


def test_today_is_the_local_day() -> None:
    assert CALENDAR.today(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-31", "2027-01-01", "2027-03-29"])
def test_danish_days_off_are_not_working_days(day: str) -> None:
    assert not CALENDAR.is_workday(date.fromisoformat(day))


def planned(
    name: str = "Team", starts_on: date = TODAY, weekday: int = 0, hour: int = 9, places: int = 12
) -> Cohort:
    return plan_cohort(CohortPlan(name, starts_on, weekday, hour, places), 900, TODAY, NOW)


def test_white_space_in_the_name_is_collapsed() -> None:
    cohort_ = planned("  Team \n november  ")
    assert (cohort_.name, cohort_.created_by, cohort_.closed_at) == ("Team november", 900, None)


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
def test_invalid_values_are_refused_with_their_problem(
    change: dict[str, object], problem: CohortProblem
) -> None:
    with pytest.raises(InvalidCohort) as refusal:
        planned(**change)  # type: ignore[arg-type]  # each change fits its field
    assert refusal.value.problem is problem


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x"},
        {"name": "x" * LONGEST_NAME},
        {"starts_on": TODAY},
        {"weekday": 6},
        {"hour": 7},
        {"hour": 19},
        {"places": 1},
        {"places": MOST_PLACES},
    ],
)
def test_limits_are_allowed(change: dict[str, object]) -> None:
    planned_ = planned(**change)  # type: ignore[arg-type]  # each change fits its field
    assert all(getattr(planned_, name) == value for name, value in change.items())


def test_the_first_problem_is_reported() -> None:
    plan = CohortPlan("", TODAY - timedelta(days=1), 7, 3, 0)
    assert plan.problem(TODAY) is CohortProblem.NAME
    assert replace(plan, name="Team").problem(TODAY) is CohortProblem.PAST
