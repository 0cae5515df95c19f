"""How far somebody is: the marks of the weeks, the statement, the end of the course."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.course.rules.cohorts import Cohort
from bot.course.rules.documents import Statement, WeekMark
from bot.course.rules.enrolments import (
    Absence,
    Attendance,
    EnrolmentStatus,
    Standing,
    next_task,
    record_absence,
    release,
)
from bot.course.rules.overview import statement, week_marks
from bot.course.rules.progress import WeekProgress, by_week, can_finish, finish
from bot.course.rules.submissions import Stage
from bot.kernel.messages import Day, Verbatim, phrase
from bot.kernel.participants import Participant
from bot.questionnaire.rules.session import NotOpen
from tests.course.test_enrolments import (
    CALENDAR,
    COURSE,
    NOW,
    TODAY,
    course,
    enrolment,
    everything,
    stages,
    standing_of,
    submission_of,
)


def marks(*expected: tuple[str, int, int]) -> tuple[WeekMark, ...]:
    return tuple(
        WeekMark(phrase(f"Week {n}"), state, done, tasks)  # type: ignore[arg-type]  # a state
        for n, (state, done, tasks) in enumerate(expected, 1)
    )


def test_week_is_done_now_or_ahead() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.APPROVED, b=Stage.HANDED_IN)
    assert week_marks(enrolled, COURSE) == marks(("done", 2, 2), ("now", 0, 1), ("ahead", 0, 2))


def test_earlier_week_with_an_open_task_is_the_present_one() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.HANDED_IN)
    assert week_marks(enrolled, COURSE) == marks(("now", 1, 2), ("open", 0, 1), ("ahead", 0, 2))


def test_released_week_whose_tasks_are_gone_is_open() -> None:
    enrolled = enrolment(1)
    assert week_marks(enrolled, course("xyz")) == marks(("open", 0, 3))


def test_when_all_is_handed_in_no_week_is_the_present_one() -> None:
    enrolled = everything(Stage.HANDED_IN)
    assert week_marks(enrolled, COURSE) == marks(("done", 2, 2), ("done", 1, 1), ("done", 2, 2))


def test_progress_counts_each_released_week() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.APPROVED, b=Stage.HANDED_IN)
    assert by_week(enrolled, COURSE) == [WeekProgress(1, 2, 1, 2), WeekProgress(2, 0, 0, 1)]


@pytest.mark.parametrize(("admitted", "began"), [(0, 9), (14, 16)])
def test_statement_has_progress_meetings_and_weeks_away(admitted: int, began: int) -> None:
    enrolled = stages(enrolment(1), a=Stage.HANDED_IN)
    enrolled.admitted_at = NOW + timedelta(days=admitted)
    enrolled.attendances = [
        Attendance(TODAY, True, 900, NOW), Attendance(TODAY + timedelta(days=7), False, 900, NOW),
    ]  # fmt: skip
    enrolled.absences = [Absence(NOW, TODAY, days) for days in (1, 7, 7)]
    cohort = Cohort("Hold 1", date(2026, 11, 9), 0, 9, 12, NOW, 900, id=1)
    amina, now = Participant(42, "Amina", "en", NOW, id=7), NOW + timedelta(days=30)
    assert statement(amina, enrolled, cohort, COURSE, CALENDAR, now) == Statement(
        Verbatim("Amina"),
        Verbatim("Hold 1"),
        Day(date(2026, 11, began)),
        Day(date(2026, 12, 2)),
        week_marks(enrolled, COURSE),
        meetings_held=2,
        meetings_attended=1,
        weeks_away=2,
    )


def test_course_ends_when_everything_is_approved() -> None:
    enrolled = replace(everything(Stage.APPROVED), working_on="a")
    assert can_finish(enrolled, COURSE)
    finish(enrolled, COURSE, "Mette", NOW)
    assert enrolled.status is EnrolmentStatus.FINISHED
    assert not enrolled.working_on
    assert (enrolled.finished_at, enrolled.approved_by) == (NOW, "Mette")
    with pytest.raises(NotOpen):
        finish(enrolled, COURSE, "Jens", NOW)
    assert enrolled.approved_by == "Mette"


def test_course_cannot_end_before_everything_is_approved() -> None:
    enrolled = stages(everything(Stage.APPROVED), c=Stage.TALK)
    assert not can_finish(enrolled, COURSE)
    with pytest.raises(NotOpen):
        finish(enrolled, COURSE, "Mette", NOW)
    assert enrolled.active


# --- absences and deadlines


def test_second_notice_adds_only_the_days_beyond_the_first() -> None:
    enrolled = enrolment(1)
    record_absence(enrolled, 1, CALENDAR, NOW)
    assert submission_of(enrolled, "a").due_on == date(2026, 11, 9)
    assert record_absence(enrolled, 7, CALENDAR, NOW) == date(2026, 11, 8)
    assert submission_of(enrolled, "a").due_on == date(2026, 11, 16), "six days, on a Sunday"


def test_notice_after_an_earlier_absence_counts_in_full() -> None:
    enrolled = enrolment(1)
    enrolled.away_until = TODAY - timedelta(days=3)
    record_absence(enrolled, 1, CALENDAR, NOW)
    assert enrolled.away_until == TODAY
    assert submission_of(enrolled, "a").due_on == date(2026, 11, 9)


def test_week_has_no_deadline_before_those_of_earlier_open_tasks() -> None:
    enrolled = enrolment(1)
    submission_of(enrolled, "a").due_on = date(2026, 11, 27)
    release(enrolled, COURSE, [2], CALENDAR, NOW)
    assert submission_of(enrolled, "c").due_on == date(2026, 11, 27)
    stages(enrolled, a=Stage.HANDED_IN, b=Stage.HANDED_IN, c=Stage.HANDED_IN)
    release(enrolled, COURSE, [3], CALENDAR, NOW)
    assert submission_of(enrolled, "d").due_on == date(2026, 11, 6)


def test_returned_task_is_not_late_and_its_owner_not_stuck() -> None:
    enrolled = stages(enrolment(1, 2, 3), a=Stage.RETURNED, b=Stage.APPROVED)
    for submission in enrolled.submissions:
        submission.first_handed_in_at = NOW
    assert standing_of(enrolled, timedelta(days=30)) is Standing.SILENT


def test_talk_waits_for_the_consultant() -> None:
    assert standing_of(stages(enrolment(1), a=Stage.TALK)) is Standing.WAITING


def test_task_that_was_begun_but_is_not_the_open_one_waits_its_turn() -> None:
    enrolled = stages(enrolment(1, 2), a=Stage.STARTED, c=Stage.RETURNED)
    enrolled.working_on = "b"
    upcoming = next_task(enrolled, COURSE)
    assert upcoming is not None and upcoming[0].id == "c"


def test_paused_submission_is_not_in_hand() -> None:
    enrolled = stages(enrolment(1), a=Stage.STARTED)
    assert enrolled.in_hand() is None, "nothing was begun"
    enrolled.working_on = "a"
    submission_of(enrolled, "a").paused_at = NOW
    assert enrolled.in_hand() is None
