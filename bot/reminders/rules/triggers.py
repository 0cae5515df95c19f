"""What there is to remind a person of, as things stand: each occasion with its day.

An occasion that is gone (the task is handed in, the deadline has moved) is not among them any
more: so a planned reminder is checked again before it is sent.
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
from bot.reminders.rules.preferences import DAY, Almanac, Preferences
from bot.reminders.rules.reminders import KIND_FOR_DAYS, NAGGING, Reminder, ReminderKind

WAITS_AFTER = timedelta(days=2)  # a task that nobody has begun
SILENCES = (3, 7)
HANDED_OVER_AFTER = 10  # days of silence; from then on the consultant hears, not the person
FOLLOW_UPS = (30, 90)
FRIDAY = 4
LOOKED_BACK = timedelta(days=7)  # after the last week of the course came
DAYS_BEFORE_DEADLINE = (1, 2, 3, 0)  # the nearest that the person's days allow
CONSULTANTS_HOUR = 9


@dataclass(frozen=True)
class Trigger:
    """`day`: from when on; on the person's first day from it, until `last` where that is given.
    The rest is what the words need."""

    kind: ReminderKind
    name: str
    day: date
    last: date | None = None
    task: Task | None = None
    submission: Submission | None = None
    week: Week | None = None
    question: str | None = None  # its id
    place: int = 0
    total: int = 0
    section: str | None = None

    @property
    def subject(self) -> int | None:
        """Two occasions about the same work need one line."""
        return self.submission.id if self.submission else None


@dataclass(frozen=True)
class ReminderContext:
    """All that occasions arise from.  `paused_until`: the last day of a notice of absence."""

    course: Course
    check: Questionnaire
    almanac: Almanac
    preferences: Preferences
    enrolment: Enrolment | None
    application: Application | None
    seen_at: datetime | None

    def day(self, moment: datetime) -> date:
        return self.almanac.today(moment)


def triggers(its: ReminderContext, now: datetime) -> list[Trigger]:
    enrolment = its.enrolment
    if enrolment is None:
        return list(_of_the_check(its))
    if enrolment.status is EnrolmentStatus.FINISHED:
        return list(_after_the_course(its, enrolment))
    if not enrolment.active or not enrolment.releases:
        return []
    found = [
        *_first_question(its, enrolment), *_of_tasks(its, enrolment), *_plan(its, enrolment),
        *_praise(its, enrolment), *_look_back(its, enrolment, now),
    ]  # fmt: skip
    quiet_since = silent_since(its, enrolment)
    handed_over = its.day(now) - quiet_since >= timedelta(days=HANDED_OVER_AFTER)
    if any(not w.is_done for w in enrolment.submissions):
        found = [] if handed_over else found + _silence(quiet_since)
        last = quiet_since + DAY * HANDED_OVER_AFTER
        found.append(Trigger(ReminderKind.SILENT, f"{quiet_since}", last))
    return found


def silent_since(its: ReminderContext, enrolment: Enrolment) -> date:
    """The last day on which the person did something; new weeks that come break no silence, but
    it begins after the first one, or after a pause."""
    moments = [min(r.released_at for r in enrolment.releases), enrolment.admitted_at]
    moments += [w.active_at for w in enrolment.submissions if w.active_at]
    moments += [its.seen_at] if its.seen_at else []
    last = its.day(max(moments))
    return max(last, enrolment.away_until) if enrolment.away_until else last


def _silence(since: date) -> list[Trigger]:
    return [Trigger(ReminderKind.SILENCE, f"{since}:{n}", since + DAY * n) for n in SILENCES]


def _of_the_check(its: ReminderContext) -> Iterator[Trigger]:
    """A check that somebody began and did not send."""
    session = its.application
    if session is None or not session.open or not session.answers:
        return
    touched = its.day(session.active_at or session.started_at)
    yield _at_question(f"e{session.id}:{touched}", touched, session, its.check)
    seen = max(touched, its.day(its.seen_at)) if its.seen_at else touched
    yield from _silence(seen)


def _at_question(
    name: str,
    touched: date,
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
        touched + DAY,
        task=task,
        submission=submission,
        place=place,
        total=total,
        question=question.id if question else None,
    )


def _first_question(its: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    if its.preferences.asked_at is None:
        first = min(r.released_at for r in enrolment.releases)
        yield Trigger(ReminderKind.ASK, "once", its.day(first) + DAY)


def _of_tasks(its: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    following = next_task(enrolment, its.course)
    for task, submission in in_order(enrolment, its.course):
        if submission.is_done:
            continue
        name = f"{submission.id}:{submission.due_on}"
        if submission.first_handed_in_at is None:
            day = _before_deadline(its, submission.due_on)
            yield Trigger(ReminderKind.DEADLINE, name, day, submission.due_on, task, submission)
            yield Trigger(
                ReminderKind.PASSED,
                name,
                submission.due_on + DAY,
                task=task,
                submission=submission,
            )
        if submission.stage is Stage.STARTED and submission.active_at:
            touched = its.day(submission.active_at)
            name = f"w{submission.id}:{touched}"
            yield _at_question(name, touched, submission, task.steps, task, submission)
        elif following is not None and following[1] is submission:
            day = _waits_since(its, enrolment, task, submission) + WAITS_AFTER
            yield Trigger(
                ReminderKind.TASK,
                f"{submission.id}:{submission.version}",
                day,
                task=task,
                submission=submission,
            )


def _before_deadline(its: ReminderContext, due: date) -> date:
    days = [due - DAY * n for n in DAYS_BEFORE_DEADLINE]
    wishes = its.preferences
    return next((d for d in days if wishes.allows(d, True, its.almanac)), due)


def _waits_since(
    its: ReminderContext, enrolment: Enrolment, task: Task, submission: Submission
) -> date:
    """Since its week came, it came back, or the task before it was handed in."""
    moments = [r.released_at for r in enrolment.releases if r.week == task.week]
    moments += [w.handed_in_at for w in enrolment.submissions if w.handed_in_at]
    moments += [submission.reviewed_at] if submission.reviewed_at else []
    return its.day(max([*moments, enrolment.admitted_at]))


def _plan(its: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    """Nothing is left to do, and a part of the plan has nothing in it."""
    handed_in = [w.handed_in_at for w in enrolment.submissions if w.handed_in_at]
    if not handed_in or next_task(enrolment, its.course) is not None:
        return
    filled = filled_sections(enrolment, its.course)
    came = {q.plan for task, _ in in_order(enrolment, its.course) for q in task.steps.questions}
    empty = [s for s in PLAN_SECTIONS if s in came and s not in filled]
    if empty:
        last = its.day(max(handed_in))
        yield Trigger(
            ReminderKind.PLAN, f"{last}", last + DAY * 3, section=empty[0], place=len(filled),
            total=len(PLAN_SECTIONS),
        )  # fmt: skip


def filled_sections(enrolment: Enrolment, course: Course) -> set[str]:
    """The sections of the plan that something has flowed into."""
    return {
        question.plan
        for task, submission in in_order(enrolment, course)
        for question in task.steps.questions
        if question.plan and (submission.value(question.id) or submission.files_of(question.id))
    }


def _praise(its: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    """All tasks of a week are handed in."""
    for week in its.course.weeks:
        submissions = [w for t in week.tasks if (w := enrolment.submission(t.id))]
        moments = [w.first_handed_in_at for w in submissions if w.first_handed_in_at]
        if submissions and len(moments) == len(submissions):
            day = its.day(max(moments)) + DAY
            yield Trigger(ReminderKind.PRAISE, f"{enrolment.id}:{week.number}", day, week=week)


def _look_back(its: ReminderContext, enrolment: Enrolment, now: datetime) -> Iterator[Trigger]:
    """The last day of each week that is the person's own, from Friday on where there is one."""
    came = [its.day(r.released_at) for r in enrolment.releases]
    monday = its.day(now) - DAY * (its.day(now).weekday() + 7)
    for start in (monday, monday + DAY * 7, monday + DAY * 14):
        sunday = start + DAY * 6
        if min(came) <= sunday and start <= max(came) + LOOKED_BACK:
            year, week, _ = start.isocalendar()
            day = start + DAY * max(its.preferences.days, key=lambda d: (d >= FRIDAY, _late(d)))
            if day > min(came):
                yield Trigger(ReminderKind.LOOK_BACK, f"{enrolment.id}:{year}-{week}", day)


def _late(weekday: int) -> int:
    """Friday before the weekend, else the latest."""
    return -weekday if weekday >= FRIDAY else weekday


def _after_the_course(its: ReminderContext, enrolment: Enrolment) -> Iterator[Trigger]:
    if enrolment.finished_at is not None:
        day = its.day(enrolment.finished_at)
        for n in FOLLOW_UPS:
            yield Trigger(ReminderKind.FOLLOW_UP, f"{enrolment.id}:{n}", day + DAY * n)


def plan_reminder(its: ReminderContext, occasion: Trigger) -> Reminder:
    """With the moment at which it is due, and the named cutoff of its kind."""
    almanac, wishes = its.almanac, its.preferences
    if occasion.kind is ReminderKind.SILENT:
        day = almanac.calendar.workday_from(occasion.day)
        due = almanac.calendar.at(day, CONSULTANTS_HOUR)
    else:
        day = wishes.day_from(occasion.day, occasion.kind in NAGGING, almanac)
        due = wishes.moment(day, almanac)
    last = occasion.last or day + DAY * KIND_FOR_DAYS[occasion.kind]
    return Reminder(wishes.participant_id, occasion.kind, occasion.name, due, almanac.end_of(last))
