"""An enrolment: releases, the next task, absence, attendance, standing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import danish_calendar
from bot.course.rules.course import Course, Task, Week
from bot.course.rules.enrolments import (
    SILENT_AFTER,
    Enrolment,
    EnrolmentStatus,
    Standing,
    covers,
    in_order,
    is_complete,
    next_task,
    record_absence,
    record_attendance,
    release,
    standing,
)
from bot.course.rules.submissions import Stage, Submission
from bot.questionnaire.rules.questionnaire import Question, Questionnaire

CALENDAR = danish_calendar("Europe/Copenhagen")
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # a Monday
TODAY = date(2026, 11, 2)


def task(name: str, week: int, due: int = 4) -> Task:
    steps = Questionnaire((Question("step", "Step", "Step?", "text"),))
    return Task(name, week, name, "why", "story", due, False, steps)


def course(*weeks: str) -> Course:
    """Each letter is a task."""
    return Course(
        tuple(
            Week(n, f"Week {n}", "text", tuple(task(letter, n) for letter in letters))
            for n, letters in enumerate(weeks, 1)
        )
    )


COURSE = course("ab", "c", "de")


def enrolment(*released: int, now: datetime = NOW) -> Enrolment:
    enrolled = Enrolment(1, 7, now, 900, id=3)
    release(enrolled, COURSE, list(released), CALENDAR, now)
    return enrolled


def submission_of(enrolled: Enrolment, name: str) -> Submission:
    found = enrolled.submission(name)
    assert found is not None
    return found


def stages(enrolled: Enrolment, **stage: Stage) -> Enrolment:
    for name, reached in stage.items():
        submission_of(enrolled, name).stage = reached
    return enrolled


def everything(stage: Stage) -> Enrolment:
    return stages(enrolment(1, 2, 3), **dict.fromkeys("abcde", stage))


def standing_of(enrolled: Enrolment, after: timedelta = timedelta()) -> Standing:
    now = NOW + after
    return standing(enrolled, COURSE, CALENDAR.today(now), now)


# What is released.


def test_releasing_a_week_creates_submissions_with_deadlines() -> None:
    enrolled = enrolment(1)
    assert [(s.task_id, s.due_on, s.stage) for s in enrolled.submissions] == [
        ("a", date(2026, 11, 6), Stage.NEW), ("b", date(2026, 11, 6), Stage.NEW),
    ]  # fmt: skip
    assert {(s.enrolment_id, s.participant_id) for s in enrolled.submissions} == {(3, 7)}


@given(st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=6))
def test_a_week_is_released_once(calls: list[list[int]]) -> None:
    enrolled, released = enrolment(), []
    for weeks in calls:
        released += release(enrolled, COURSE, sorted(set(weeks)), CALENDAR, NOW)
    assert sorted(released) == sorted(set(released)) == sorted(r.week for r in enrolled.releases)
    names = [s.task_id for s in enrolled.submissions]
    assert sorted(names) == sorted(set(names))


def test_a_late_joiner_gets_missed_weeks_in_order_a_week_apart() -> None:
    enrolled = enrolment(3, 1, 2)
    assert [r.week for r in enrolled.releases] == [1, 2, 3]
    days = [submission_of(enrolled, name).due_on for name in "acd"]
    assert days == [date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 20)]


def test_a_week_missing_from_the_content_has_no_tasks() -> None:
    enrolled = enrolment(9)
    assert enrolled.released(9) and not enrolled.submissions


def test_a_task_moved_to_a_later_week_is_not_released_twice() -> None:
    enrolled = stages(enrolment(1), b=Stage.APPROVED)
    release(enrolled, course("a", "bc", "de"), [2], CALENDAR, NOW)
    assert [s.task_id for s in enrolled.submissions] == ["a", "b", "c"]
    assert submission_of(enrolled, "b").stage is Stage.APPROVED


# What to do next.


def test_the_next_task_is_the_first_open_one() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.HANDED_IN)
    upcoming = next_task(enrolled, COURSE)
    assert upcoming is not None and upcoming[0].id == "b"


def test_tasks_are_in_the_order_of_the_course() -> None:
    enrolled = enrolment(1, 2, 3)
    enrolled.submissions.reverse()
    assert [t.id for t, _ in in_order(enrolled, COURSE)] == list("abcde")


def test_a_returned_task_is_next() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.STARTED, b=Stage.APPROVED, c=Stage.RETURNED)
    upcoming = next_task(enrolled, COURSE)
    assert upcoming is not None and upcoming[0].id == "c"


def test_a_started_and_paused_task_is_next_before_a_returned_one() -> None:
    enrolled = stages(enrolment(1, 2, 3), c=Stage.RETURNED, d=Stage.STARTED)
    enrolled.working_on, submission_of(enrolled, "d").paused_at = "d", NOW
    upcoming = next_task(enrolled, COURSE)
    assert upcoming is not None and upcoming[0].id == "d"
    assert enrolled.in_hand() is None


def test_a_started_submission_is_in_hand_until_handed_in() -> None:
    enrolled = stages(enrolment(1), a=Stage.STARTED)
    enrolled.working_on = "a"
    assert enrolled.in_hand() is submission_of(enrolled, "a")
    stages(enrolled, a=Stage.HANDED_IN)
    assert enrolled.in_hand() is None


def test_no_next_task_when_all_are_handed_in() -> None:
    assert next_task(everything(Stage.HANDED_IN), COURSE) is None
    assert next_task(everything(Stage.TALK), COURSE) is None


def test_a_task_removed_from_the_content_is_skipped() -> None:
    enrolled = enrolment(1)
    upcoming = next_task(enrolled, course("b"))
    assert upcoming is not None and upcoming[0].id == "b"
    assert next_task(enrolled, course("x")) is None


# Absence.


def test_a_day_of_absence_moves_open_deadlines_by_a_day() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.HANDED_IN)
    assert record_absence(enrolled, 1, CALENDAR, NOW) == TODAY
    assert submission_of(enrolled, "a").due_on == date(2026, 11, 6), "handed in: nothing to move"
    assert submission_of(enrolled, "b").due_on == date(2026, 11, 9), "not on a Saturday"
    assert [(a.from_day, a.days) for a in enrolled.absences] == [(TODAY, 1)]


def test_a_week_of_absence_moves_late_deadlines_past_its_end() -> None:
    enrolled, now = enrolment(1), NOW + timedelta(days=14)
    until = record_absence(enrolled, 7, CALENDAR, now)
    assert until == date(2026, 11, 22)
    assert {s.due_on for s in enrolled.submissions} == {date(2026, 11, 23)}


def test_a_shorter_absence_does_not_end_a_longer_one() -> None:
    enrolled = enrolment(1)
    until = record_absence(enrolled, 7, CALENDAR, NOW)
    assert record_absence(enrolled, 1, CALENDAR, NOW + timedelta(days=1)) == until


def test_an_absence_covers_the_days_within_it() -> None:
    enrolled = enrolment(1)
    assert not covers(enrolled, 1, TODAY)
    record_absence(enrolled, 1, CALENDAR, NOW)
    assert covers(enrolled, 1, TODAY) and not covers(enrolled, 7, TODAY)
    record_absence(enrolled, 7, CALENDAR, NOW)
    assert covers(enrolled, 7, TODAY) and not covers(enrolled, 7, TODAY + timedelta(days=1))


def test_an_absence_ends_after_its_last_day() -> None:
    enrolled = enrolment(1)
    record_absence(enrolled, 7, CALENDAR, NOW)
    assert enrolled.is_away(TODAY + timedelta(days=6)) and not enrolled.is_away(
        TODAY + timedelta(days=7)
    )


# Meetings.


def test_attendance_is_recorded_once_a_day_and_can_be_corrected() -> None:
    enrolled = enrolment(1)
    record_attendance(enrolled, TODAY, False, 900, NOW)
    record_attendance(enrolled, TODAY, True, 901, NOW)
    record_attendance(enrolled, TODAY + timedelta(days=7), False, 900, NOW)
    assert [(a.held_on, a.present) for a in enrolled.attendances] == [
        (TODAY, True), (TODAY + timedelta(days=7), False),
    ]  # fmt: skip
    assert enrolled.attended() == 1


# How somebody stands.


@pytest.mark.parametrize(
    ("enrolled", "after", "expected"),
    [
        (enrolment(), 0, Standing.UNDER_WAY),
        (enrolment(), 30, Standing.UNDER_WAY),
        (enrolment(1), 0, Standing.UNDER_WAY),
        (enrolment(1), 4, Standing.UNDER_WAY),
        (enrolment(1), 5, Standing.STUCK),
        (stages(enrolment(1), a=Stage.HANDED_IN), 9, Standing.WAITING),
        (everything(Stage.APPROVED), 9, Standing.READY),
        (stages(enrolment(1), a=Stage.APPROVED, b=Stage.APPROVED), 9, Standing.UNDER_WAY),
    ],
)
def test_standing(enrolled: Enrolment, after: int, expected: Standing) -> None:
    assert standing_of(enrolled, timedelta(days=after)) is expected


def test_absence_takes_precedence_over_stuck() -> None:
    enrolled = enrolment(1)
    record_absence(enrolled, 7, CALENDAR, NOW)
    assert standing_of(enrolled) is Standing.AWAY
    assert standing_of(enrolled, timedelta(days=30)) is Standing.STUCK


def test_silent_after_four_days_without_activity() -> None:
    enrolled = enrolment(1, 2, 3)
    for name in "ab":
        submission_of(enrolled, name).stage = Stage.APPROVED
    assert standing_of(enrolled, SILENT_AFTER) is Standing.UNDER_WAY
    assert standing_of(enrolled, SILENT_AFTER + timedelta(minutes=1)) is Standing.SILENT
    submission_of(enrolled, "c").active_at = NOW + timedelta(days=3)
    assert standing_of(enrolled, SILENT_AFTER + timedelta(minutes=1)) is Standing.UNDER_WAY


def test_silence_counts_from_four_days_after_an_absence() -> None:
    enrolled = enrolment(1, 2, 3)
    for name in "ab":
        submission_of(enrolled, name).stage = Stage.APPROVED
    enrolled.away_until = TODAY + timedelta(days=1)
    assert standing_of(enrolled, timedelta(days=5)) is Standing.UNDER_WAY
    assert standing_of(enrolled, timedelta(days=6)) is Standing.SILENT


def test_silence_counts_from_the_last_change_of_the_plan() -> None:
    enrolled = enrolment(1, 2, 3)
    for name in "ab":
        submission_of(enrolled, name).stage = Stage.APPROVED
    enrolled.plan_active_at = NOW + timedelta(days=1)
    assert standing_of(enrolled, timedelta(days=5)) is Standing.UNDER_WAY
    assert standing_of(enrolled, timedelta(days=5, minutes=1)) is Standing.SILENT


@pytest.mark.parametrize(
    ("away", "due"),
    [
        (-1, date(2026, 11, 6)),  # until yesterday: counted from today
        (0, date(2026, 11, 9)),  # Saturday, so Monday
        (2, date(2026, 11, 9)),
        (3, date(2026, 11, 10)),  # back on Friday
        (7, date(2026, 11, 16)),
    ],
)
def test_a_week_released_during_an_absence_has_deadlines_counted_from_its_end(
    away: int, due: date
) -> None:
    enrolled = enrolment()
    enrolled.away_until = TODAY + timedelta(days=away)
    release(enrolled, COURSE, [1], CALENDAR, NOW)
    assert submission_of(enrolled, "a").due_on == due


def test_complete_when_all_weeks_are_released_and_all_tasks_approved() -> None:
    assert is_complete(everything(Stage.APPROVED), COURSE)
    assert not is_complete(stages(everything(Stage.APPROVED), c=Stage.TALK), COURSE)
    two_weeks = stages(enrolment(1, 2), a=Stage.APPROVED, b=Stage.APPROVED, c=Stage.APPROVED)
    assert not is_complete(two_weeks, COURSE)


def test_enrolment_that_was_left_is_not_active() -> None:
    enrolled = enrolment(1)
    assert enrolled.active
    enrolled.status = EnrolmentStatus.LEFT
    assert not enrolled.active
