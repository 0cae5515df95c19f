"""What there is to remind a participant of at a given time, and from which day on.

A trigger that has ended (the task is handed in, the deadline was moved) is not found any more.
That is how a planned reminder is checked again before it is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.course.rules.course import PLAN_SECTIONS, Course, Task, Week
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, in_order, next_task
from bot.course.rules.submissions import Stage, Submission
from bot.eligibility.rules.application import Application
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.rules.session import QuestionnaireSession
from bot.reminders.rules.preferences import DAY, Preferences, ReminderCalendar
from bot.reminders.rules.reminders import LATEST_AFTER_DAYS, REQUESTS, Reminder, ReminderKind

TASK_REMINDED_AFTER = timedelta(days=2)  # of a task that was not begun
SILENCE_DAYS = (3, 7)
CONSULTANTS_TOLD_AFTER = 10  # days of silence; afterwards the participant is not reminded
FOLLOW_UP_DAYS = (30, 90)
FRIDAY = 4
LOOK_BACK_FOR = timedelta(days=7)  # after the last week of the course was released
DAYS_BEFORE_DEADLINE = (1, 2, 3, 0)  # the first that the preferred days allow
CONSULTANTS_HOUR = 9


@dataclass(frozen=True)
class Trigger:
    """A reason to remind, with what its texts may name.

    `name`: unique among the triggers of a participant and kind.  The reminder is due on the first
    allowed day from `day` on, until `last` if that is set.  `place`, `total`: of a question, or
    of filled sections of the plan.
    """

    kind: ReminderKind
    name: str
    day: date
    last: date | None = None
    task: Task | None = None
    submission: Submission | None = None
    week: Week | None = None
    question: str | None = None  # id
    place: int = 0
    total: int = 0
    section: str | None = None

    @property
    def subject(self) -> int | None:
        """Triggers with the same subject share one line of a message."""
        return self.submission.id if self.submission else None


@dataclass(frozen=True)
class ReminderContext:
    """All that triggers depend on."""

    course: Course
    check: Questionnaire
    calendar: ReminderCalendar
    preferences: Preferences
    enrolment: Enrolment | None
    application: Application | None
    seen_at: datetime | None

    def day(self, moment: datetime) -> date:
        return self.calendar.today(moment)


def triggers(context: ReminderContext, now: datetime) -> list[Trigger]:
    """All triggers at this time, past and future ones of the near days."""
    enrolment = context.enrolment
    if enrolment is None:
        return list(_check_triggers(context))
    if enrolment.status is EnrolmentStatus.FINISHED:
        return list(_follow_up_triggers(context, enrolment))
    if not enrolment.active or not enrolment.releases:
        return []
    found = [
        *_settings_trigger(context, enrolment),
        *_task_triggers(context, enrolment),
        *_plan_trigger(context, enrolment),
        *_praise_triggers(context, enrolment),
        *_look_back_triggers(context, enrolment, now),
    ]
    silent_from = silent_since(context, enrolment)
    consultants_told = context.day(now) - silent_from >= timedelta(days=CONSULTANTS_TOLD_AFTER)
    if any(not w.is_done for w in enrolment.submissions):
        found = [] if consultants_told else found + _silence_triggers(silent_from)
        last = silent_from + DAY * CONSULTANTS_TOLD_AFTER
        found.append(Trigger(ReminderKind.SILENT, f"{silent_from}", last))
    return found


def silent_since(context: ReminderContext, enrolment: Enrolment) -> date:
    """The last day on which the participant did something.

    At the earliest the day of the first release, of the admission, or the end of an absence.
    """
    moments = [min(r.released_at for r in enrolment.releases), enrolment.admitted_at]
    moments += [w.active_at for w in enrolment.submissions if w.active_at]
    moments += [context.seen_at] if context.seen_at else []
    last = context.day(max(moments))
    return max(last, enrolment.away_until) if enrolment.away_until else last


def _silence_triggers(since: date) -> list[Trigger]:
    return [Trigger(ReminderKind.SILENCE, f"{since}:{n}", since + DAY * n) for n in SILENCE_DAYS]


def _check_triggers(context: ReminderContext) -> Iterator[Trigger]:
    """Of an eligibility check that was begun and not sent."""
    session = context.application
    if session is None or not session.open or not session.answers:
        return
    active_on = context.day(session.active_at or session.started_at)
    yield _question_trigger(f"e{session.id}:{active_on}", active_on, session, context.check)
    seen = max(active_on, context.day(context.seen_at)) if context.seen_at else active_on
    yield from _silence_triggers(seen)


def _question_trigger(
    name: str,
    active_on: date,
    session: QuestionnaireSession,
    questions: Questionnaire,
    task: Task | None = None,
    submission: Submission | None = None,
) -> Trigger:
    question, total = session.question(questions), len(questions.questions)
    place = questions.place(question.id) if question else total
    return Trigger(
        ReminderKind.QUESTION,
        name,
        active_on + DAY,
        task=task,
        submission=submission,
        place=place,
        total=total,
        question=question.id if question else None,
    )


def _settings_trigger(context: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    if context.preferences.asked_at is None:
        first = min(r.released_at for r in enrolment.releases)
        yield Trigger(ReminderKind.ASK, "once", context.day(first) + DAY)


def _task_triggers(context: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    following = next_task(enrolment, context.course)
    for task, submission in in_order(enrolment, context.course):
        if submission.is_done:
            continue
        name = f"{submission.id}:{submission.due_on}"
        if submission.first_handed_in_at is None:
            day = _before_deadline(context, submission.due_on)
            yield Trigger(ReminderKind.DEADLINE, name, day, submission.due_on, task, submission)
            yield Trigger(
                ReminderKind.PASSED,
                name,
                submission.due_on + DAY,
                task=task,
                submission=submission,
            )
        if submission.stage is Stage.STARTED and submission.active_at:
            active_on = context.day(submission.active_at)
            name = f"w{submission.id}:{active_on}"
            yield _question_trigger(name, active_on, submission, task.steps, task, submission)
        elif following is not None and following[1] is submission:
            day = _waits_since(context, enrolment, task, submission) + TASK_REMINDED_AFTER
            yield Trigger(
                ReminderKind.TASK,
                f"{submission.id}:{submission.version}",
                day,
                task=task,
                submission=submission,
            )


def _before_deadline(context: ReminderContext, due: date) -> date:
    days = [due - DAY * n for n in DAYS_BEFORE_DEADLINE]
    preferences = context.preferences
    return next((d for d in days if preferences.allows(d, True, context.calendar)), due)


def _waits_since(
    context: ReminderContext, enrolment: Enrolment, task: Task, submission: Submission
) -> date:
    """The day of its release, of a review, or of the last submission before it."""
    moments = [r.released_at for r in enrolment.releases if r.week == task.week]
    moments += [w.handed_in_at for w in enrolment.submissions if w.handed_in_at]
    moments += [submission.reviewed_at] if submission.reviewed_at else []
    return context.day(max([*moments, enrolment.admitted_at]))


def _plan_trigger(context: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    """If no task is left to do and a section of the plan is empty."""
    handed_in = [w.handed_in_at for w in enrolment.submissions if w.handed_in_at]
    if not handed_in or next_task(enrolment, context.course) is not None:
        return
    filled = filled_sections(enrolment, context.course)
    came = {
        q.plan for task, _ in in_order(enrolment, context.course) for q in task.steps.questions
    }
    empty = [s for s in PLAN_SECTIONS if s in came and s not in filled]
    if empty:
        last = context.day(max(handed_in))
        yield Trigger(
            ReminderKind.PLAN, f"{last}", last + DAY * 3, section=empty[0], place=len(filled),
            total=len(PLAN_SECTIONS),
        )  # fmt: skip


def filled_sections(enrolment: Enrolment, course: Course) -> set[str]:
    """The sections of the plan that have an answer from a task."""
    return {
        question.plan
        for task, submission in in_order(enrolment, course)
        for question in task.steps.questions
        if question.plan and (submission.value(question.id) or submission.files_of(question.id))
    }


def _praise_triggers(context: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    """For each week of which all tasks are handed in."""
    for week in context.course.weeks:
        submissions = [w for t in week.tasks if (w := enrolment.submission(t.id))]
        moments = [w.first_handed_in_at for w in submissions if w.first_handed_in_at]
        if submissions and len(moments) == len(submissions):
            day = context.day(max(moments)) + DAY
            yield Trigger(ReminderKind.PRAISE, f"{enrolment.id}:{week.number}", day, week=week)


def _look_back_triggers(
    context: ReminderContext, enrolment: Enrolment, now: datetime
) -> Iterator[Trigger]:
    """For each week: on the last preferred day, Friday at the earliest if that is one."""
    came = [context.day(r.released_at) for r in enrolment.releases]
    monday = context.day(now) - DAY * (context.day(now).weekday() + 7)
    for start in (monday, monday + DAY * 7, monday + DAY * 14):
        sunday = start + DAY * 6
        if min(came) <= sunday and start <= max(came) + LOOK_BACK_FOR:
            year, week, _ = start.isocalendar()
            day = start + DAY * max(
                context.preferences.days, key=lambda d: (d >= FRIDAY, _lateness(d))
            )
            if day > min(came):
                yield Trigger(ReminderKind.LOOK_BACK, f"{enrolment.id}:{year}-{week}", day)


def _lateness(weekday: int) -> int:
    """Sort key: Friday, then Saturday and Sunday, else the later day."""
    return -weekday if weekday >= FRIDAY else weekday


def _follow_up_triggers(context: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    if enrolment.finished_at is not None:
        day = context.day(enrolment.finished_at)
        for n in FOLLOW_UP_DAYS:
            yield Trigger(ReminderKind.FOLLOW_UP, f"{enrolment.id}:{n}", day + DAY * n)


def plan_reminder(context: ReminderContext, trigger: Trigger) -> Reminder:
    """The reminder of a trigger, due at the preferred hour, with the cutoff of its kind."""
    calendar, preferences = context.calendar, context.preferences
    if trigger.kind is ReminderKind.SILENT:
        day = calendar.base.workday_from(trigger.day)
        due = calendar.base.at(day, CONSULTANTS_HOUR)
    else:
        day = preferences.next_allowed_day(trigger.day, trigger.kind in REQUESTS, calendar)
        due = preferences.moment(day, calendar)
    last = trigger.last or day + DAY * LATEST_AFTER_DAYS[trigger.kind]
    return Reminder(
        preferences.participant_id, trigger.kind, trigger.name, due, calendar.end_of(last)
    )
