"""What there is to remind a participant of, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import danish_calendar
from bot.content.loader import load
from bot.course.rules.course import PLAN_SECTIONS, Task
from bot.course.rules.documents import WeekPicture
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, Release
from bot.course.rules.submissions import Stage, StepAnswer, Submission
from bot.kernel.messages import Day, phrase
from bot.questionnaire.rules.session import Answer
from bot.reminders.handlers.composer import topic_of
from bot.reminders.rules.manual import matching_trigger
from bot.reminders.rules.preferences import EVERY_DAY, Preferences, ReminderCalendar
from bot.reminders.rules.ramadan import ramadan_sunset
from bot.reminders.rules.reminders import ReminderKind
from bot.reminders.rules.texts import ReminderTopic
from bot.reminders.rules.triggers import ReminderContext, Trigger, plan_reminder, triggers

CALENDAR = ReminderCalendar(
    danish_calendar("Europe/Copenhagen"), ramadan_sunset(ZoneInfo("Europe/Copenhagen"))
)
CONTENT = load()
COURSE = CONTENT.course
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FIRST_WEEK = COURSE.weeks[0]
QUESTIONS = [q for task in FIRST_WEEK.tasks for q in task.steps.questions]


def context(enrolment: Enrolment | None = None) -> ReminderContext:
    preferences = Preferences(7, days=EVERY_DAY, asked_at=MONDAY)
    return ReminderContext(
        COURSE, CONTENT.eligibility, CALENDAR, preferences, enrolment, None, seen_at=None
    )


def handed_in(task: Task, without: str | None = None) -> Submission:
    """`without`: the section of the plan whose questions are skipped."""
    answers: dict[str, Answer] = {
        q.id: StepAnswer(q.id, None if q.plan == without else "5", 1, MONDAY)
        for q in task.steps.questions
    }
    return Submission(
        started_at=MONDAY, enrolment_id=1, participant_id=7, task_id=task.id,
        due_on=date(2026, 11, 8), stage=Stage.HANDED_IN, version=1, first_handed_in_at=MONDAY,
        handed_in_at=MONDAY, answers=answers, id=1,
    )  # fmt: skip


def enrolled(*submissions: Submission) -> Enrolment:
    return Enrolment(
        1, 7, MONDAY, 1, releases=[Release(FIRST_WEEK.number, MONDAY)],
        submissions=list(submissions), id=1,
    )  # fmt: skip


def plan_triggers(enrolment: Enrolment) -> list[Trigger]:
    found = triggers(context(enrolment), MONDAY + timedelta(days=1))
    return [t for t in found if t.kind is ReminderKind.PLAN]


RELEASED = [s for s in PLAN_SECTIONS if s in {q.plan for q in QUESTIONS}]


@pytest.mark.parametrize("section", RELEASED)
def test_plan_reminder_names_the_empty_section_of_released_tasks(section: str) -> None:
    work = [handed_in(task, without=section) for task in FIRST_WEEK.tasks]
    [trigger] = plan_triggers(enrolled(*work))
    assert (trigger.section, trigger.place) == (section, len(RELEASED) - 1)
    assert (trigger.total, trigger.day) == (len(PLAN_SECTIONS), date(2026, 11, 5))


def test_no_plan_reminder_about_sections_of_later_weeks() -> None:
    assert plan_triggers(enrolled(*map(handed_in, FIRST_WEEK.tasks))) == []


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (ReminderKind.ASK, 5),
        (ReminderKind.PRAISE, 3),
        (ReminderKind.PASSED, 4),
        (ReminderKind.TASK, 3),
        (ReminderKind.QUESTION, 3),
        (ReminderKind.PLAN, 5),
        (ReminderKind.LOOK_BACK, 1),
        (ReminderKind.FOLLOW_UP, 7),
        (ReminderKind.SILENCE, 2),
        (ReminderKind.SILENT, 5),
    ],
)
def test_reminder_can_be_sent_for_some_days(kind: ReminderKind, days: int) -> None:
    day = date(2026, 11, 4)
    reminder = plan_reminder(context(), Trigger(kind, "x", day))
    assert CALENDAR.today(reminder.due_at) == day
    assert reminder.cutoff_at == CALENDAR.end_of(day + timedelta(days=days))


def test_reminder_of_a_deadline_ends_with_it() -> None:
    last = date(2026, 11, 5)
    trigger = Trigger(ReminderKind.DEADLINE, "x", date(2026, 11, 4), last)
    assert plan_reminder(context(), trigger).cutoff_at == CALENDAR.end_of(last)


# --- deadlines, and what a consultant may remind of

DUE = date(2026, 11, 8)  # a Sunday


def not_begun() -> Enrolment:
    task = FIRST_WEEK.tasks[0]
    return enrolled(
        Submission(started_at=MONDAY, enrolment_id=1, participant_id=7, task_id=task.id,
                   due_on=DUE, id=1)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "before"), [({5}, 1), ({4}, 2), ({3}, 3), ({6}, 0), ({0}, 0), ({3, 4}, 2)]
)
def test_deadline_is_reminded_of_on_the_best_of_the_preferred_days(
    days: set[int], before: int
) -> None:
    mine = context(not_begun())
    mine.preferences.days = frozenset(days)
    [trigger] = [t for t in triggers(mine, MONDAY) if t.kind is ReminderKind.DEADLINE]
    assert (trigger.day, trigger.last) == (DUE - timedelta(days=before), DUE)


def matching(kind: ReminderKind, day: date, enrolment: Enrolment | None = None) -> Trigger | None:
    now = datetime.combine(day, MONDAY.timetz())
    return matching_trigger(kind, context(enrolment or not_begun()), now)


FITS = ((ReminderKind.DEADLINE, [True, False]), (ReminderKind.PASSED, [False, True]))


def test_consultant_can_remind_of_a_deadline_until_it_and_of_a_missed_one_after_it() -> None:
    after = DUE + timedelta(days=1)
    for kind, days in (
        (ReminderKind.DEADLINE, (True, False)),
        (ReminderKind.PASSED, (False, True)),
    ):
        assert tuple(matching(kind, day) is not None for day in (DUE, after)) == days


def test_consultant_can_remind_of_what_is_open_after_a_long_silence() -> None:
    """When the participant is not reminded any more."""
    day = MONDAY.date() + timedelta(days=20)
    task = matching(ReminderKind.TASK, day)
    assert task is not None and task.submission is not None
    assert (task.name, task.day, task.task) == ("1", day, FIRST_WEEK.tasks[0])
    silence = matching(ReminderKind.SILENCE, day)
    assert silence is not None and (silence.name, silence.day) == ("2026-11-02", day)
    section = matching(ReminderKind.PLAN, day)
    assert section is not None and section.section == PLAN_SECTIONS[0]
    assert (section.place, section.total) == (0, len(PLAN_SECTIONS))
    assert matching(ReminderKind.PRAISE, day) is None


def test_nothing_is_requested_of_somebody_who_has_finished() -> None:
    finished = not_begun()
    finished.status = EnrolmentStatus.FINISHED
    for kind in (ReminderKind.TASK, ReminderKind.SILENCE, ReminderKind.PLAN):
        assert matching(kind, DUE, finished) is None


def test_look_back_at_a_week_without_answers_has_texts_of_its_own() -> None:
    quiet = WeekPicture(Day(DUE), (0,) * 7, (), 0, 0, 5)
    busy = (replace(quiet, answers=1), replace(quiet, tasks=(phrase("Why"),)))
    assert topic_of(ReminderKind.LOOK_BACK, quiet) is ReminderTopic.QUIET_WEEK
    for picture in (*busy, None):
        assert topic_of(ReminderKind.LOOK_BACK, picture) is ReminderTopic.LOOK_BACK
    assert topic_of(ReminderKind.TASK, quiet) is ReminderTopic.TASK
