"""What there is to remind a participant of, and until when."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import danish_calendar
from bot.content.loader import load
from bot.course.rules.course import PLAN_SECTIONS, Task
from bot.course.rules.enrolments import Enrolment, Release
from bot.course.rules.submissions import Stage, StepAnswer, Submission
from bot.questionnaire.rules.session import Answer
from bot.reminders.rules.preferences import EVERY_DAY, Preferences, ReminderCalendar
from bot.reminders.rules.ramadan import ramadan_sunset
from bot.reminders.rules.reminders import ReminderKind
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
