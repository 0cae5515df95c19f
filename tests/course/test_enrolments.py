"""A person in a run: what was released, what to do next, absence, and how they stand."""

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
    steps = Questionnaire(name, (Question("step", "Step", "Step?", "text"),))
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
    made = Enrolment(1, 7, now, 900, id=3)
    release(made, COURSE, list(released), CALENDAR, now)
    return made


def work(made: Enrolment, name: str) -> Submission:
    found = made.submission(name)
    assert found is not None
    return found


def stages(made: Enrolment, **stage: Stage) -> Enrolment:
    for name, reached in stage.items():
        work(made, name).stage = reached
    return made


def everything(stage: Stage) -> Enrolment:
    return stages(enrolment(1, 2, 3), **dict.fromkeys("abcde", stage))


def stands(made: Enrolment, after: timedelta = timedelta()) -> Standing:
    now = NOW + after
    return standing(made, COURSE, CALENDAR.today(now), now)


# What is released.


def test_a_week_comes_with_its_tasks_and_their_days() -> None:
    made = enrolment(1)
    assert [(w.task_id, w.due_on, w.stage) for w in made.submissions] == [
        ("a", date(2026, 11, 6), Stage.NEW), ("b", date(2026, 11, 6), Stage.NEW),
    ]  # fmt: skip
    assert {(w.enrolment_id, w.participant_id) for w in made.submissions} == {(3, 7)}


@given(st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=6))
def test_a_week_is_given_once_however_often_it_is_due(calls: list[list[int]]) -> None:
    made, given_ = enrolment(), []
    for weeks in calls:
        given_ += release(made, COURSE, sorted(set(weeks)), CALENDAR, NOW)
    assert sorted(given_) == sorted(set(given_)) == sorted(r.week for r in made.releases)
    names = [w.task_id for w in made.submissions]
    assert sorted(names) == sorted(set(names))


def test_who_joins_late_gets_all_in_order_each_with_a_week_of_its_own() -> None:
    made = enrolment(3, 1, 2)
    assert [r.week for r in made.releases] == [1, 2, 3]
    days = [work(made, name).due_on for name in "acd"]
    assert days == [date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 20)]


def test_a_week_of_which_the_content_knows_nothing_brings_no_task() -> None:
    made = enrolment(9)
    assert made.released(9) and not made.submissions


def test_a_task_that_moved_to_a_later_week_is_not_given_twice() -> None:
    made = stages(enrolment(1), b=Stage.APPROVED)
    release(made, course("a", "bc", "de"), [2], CALENDAR, NOW)
    assert [w.task_id for w in made.submissions] == ["a", "b", "c"]
    assert work(made, "b").stage is Stage.APPROVED


# What to do next.


def test_the_next_task_is_the_first_that_is_not_handed_in() -> None:
    made = stages(enrolment(1, 2), a=Stage.HANDED_IN)
    following = next_task(made, COURSE)
    assert following is not None and following[0].id == "b"


def test_the_order_is_that_of_the_course_whatever_the_database_gives() -> None:
    made = enrolment(1, 2, 3)
    made.submissions.reverse()
    assert [t.id for t, _ in in_order(made, COURSE)] == list("abcde")


def test_what_came_back_is_next() -> None:
    made = stages(enrolment(1, 2), a=Stage.STARTED, b=Stage.APPROVED, c=Stage.RETURNED)
    following = next_task(made, COURSE)
    assert following is not None and following[0].id == "c"


def test_what_is_begun_and_paused_is_next_before_all_else() -> None:
    made = stages(enrolment(1, 2, 3), c=Stage.RETURNED, d=Stage.STARTED)
    made.working_on, work(made, "d").paused_at = "d", NOW
    following = next_task(made, COURSE)
    assert following is not None and following[0].id == "d"
    assert made.in_hand() is None


def test_what_is_begun_is_in_hand_until_it_is_handed_in() -> None:
    made = stages(enrolment(1), a=Stage.STARTED)
    made.working_on = "a"
    assert made.in_hand() is work(made, "a")
    stages(made, a=Stage.HANDED_IN)
    assert made.in_hand() is None


def test_with_everything_handed_in_there_is_no_next_task() -> None:
    assert next_task(everything(Stage.HANDED_IN), COURSE) is None
    assert next_task(everything(Stage.TALK), COURSE) is None


def test_a_task_that_the_content_dropped_is_not_asked_for() -> None:
    made = enrolment(1)
    following = next_task(made, course("b"))
    assert following is not None and following[0].id == "b"
    assert next_task(made, course("x")) is None


# Absence.


def test_a_bad_day_moves_every_open_deadline_by_a_day() -> None:
    made = stages(enrolment(1, 2), a=Stage.HANDED_IN)
    assert record_absence(made, 1, CALENDAR, NOW) == TODAY
    assert work(made, "a").due_on == date(2026, 11, 6), "handed in: nothing to move"
    assert work(made, "b").due_on == date(2026, 11, 9), "not on a Saturday"
    assert [(a.from_day, a.days) for a in made.absences] == [(TODAY, 1)]


def test_a_week_away_moves_late_tasks_into_the_future() -> None:
    made, now = enrolment(1), NOW + timedelta(days=14)
    until = record_absence(made, 7, CALENDAR, now)
    assert until == date(2026, 11, 22)
    assert {w.due_on for w in made.submissions} == {date(2026, 11, 23)}


def test_a_shorter_notice_does_not_end_a_longer_one() -> None:
    made = enrolment(1)
    until = record_absence(made, 7, CALENDAR, NOW)
    assert record_absence(made, 1, CALENDAR, NOW + timedelta(days=1)) == until


def test_a_notice_covers_what_lies_within_it() -> None:
    made = enrolment(1)
    assert not covers(made, 1, TODAY)
    record_absence(made, 1, CALENDAR, NOW)
    assert covers(made, 1, TODAY) and not covers(made, 7, TODAY)
    record_absence(made, 7, CALENDAR, NOW)
    assert covers(made, 7, TODAY) and not covers(made, 7, TODAY + timedelta(days=1))


def test_a_pause_ends_after_its_last_day() -> None:
    made = enrolment(1)
    record_absence(made, 7, CALENDAR, NOW)
    assert made.is_away(TODAY + timedelta(days=6)) and not made.is_away(TODAY + timedelta(days=7))


# Meetings.


def test_a_meeting_is_recorded_once_and_can_be_corrected() -> None:
    made = enrolment(1)
    record_attendance(made, TODAY, False, 900, NOW)
    record_attendance(made, TODAY, True, 901, NOW)
    record_attendance(made, TODAY + timedelta(days=7), False, 900, NOW)
    assert [(a.held_on, a.present) for a in made.attendances] == [
        (TODAY, True), (TODAY + timedelta(days=7), False),
    ]  # fmt: skip
    assert made.attended() == 1


# How somebody stands.


@pytest.mark.parametrize(
    ("made", "after", "expected"),
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
def test_how_somebody_stands(made: Enrolment, after: int, expected: Standing) -> None:
    assert stands(made, timedelta(days=after)) is expected


def test_somebody_who_is_away_is_not_stuck() -> None:
    made = enrolment(1)
    record_absence(made, 7, CALENDAR, NOW)
    assert stands(made) is Standing.AWAY
    assert stands(made, timedelta(days=30)) is Standing.STUCK


def test_somebody_without_a_sign_of_life_is_silent_before_the_deadline() -> None:
    made = enrolment(1, 2, 3)
    for name in "ab":
        work(made, name).stage = Stage.APPROVED
    assert stands(made, SILENT_AFTER) is Standing.UNDER_WAY
    assert stands(made, SILENT_AFTER + timedelta(minutes=1)) is Standing.SILENT
    work(made, "c").active_at = NOW + timedelta(days=3)
    assert stands(made, SILENT_AFTER + timedelta(minutes=1)) is Standing.UNDER_WAY


def test_complete_is_every_week_and_every_task() -> None:
    assert is_complete(everything(Stage.APPROVED), COURSE)
    assert not is_complete(stages(everything(Stage.APPROVED), c=Stage.TALK), COURSE)
    two_weeks = stages(enrolment(1, 2), a=Stage.APPROVED, b=Stage.APPROVED, c=Stage.APPROVED)
    assert not is_complete(two_weeks, COURSE)


def test_who_has_left_or_finished_is_not_active() -> None:
    made = enrolment(1)
    assert made.active
    made.status = EnrolmentStatus.LEFT
    assert not made.active
