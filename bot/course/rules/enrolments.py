"""A participant in a cohort: what was released, absences, attendance, and how far they are."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.course.rules.cohorts import due_on, postponed
from bot.course.rules.course import Course, Task
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.calendar import Calendar

ABSENCE_DAYS = {"day": 1, "week": 7}
SILENT_AFTER = timedelta(days=4)


class EnrolmentStatus(StrEnum):
    ACTIVE = "active"
    FINISHED = "finished"  # the certificate is approved
    LEFT = "left"


@dataclass
class Release:
    week: int
    released_at: datetime


@dataclass
class Absence:
    """A notice of absence for a day or a week.  The reason is neither asked for nor stored."""

    noticed_at: datetime
    from_day: date
    days: int


@dataclass
class Attendance:
    """Whether the participant was at one meeting of the course."""

    held_on: date
    present: bool
    recorded_by: int
    recorded_at: datetime


@dataclass
class Enrolment:
    """`working_on`: id of the task that is open.  `away_until`: the last day of the absence."""

    cohort_id: int
    participant_id: int
    admitted_at: datetime
    admitted_by: int
    status: EnrolmentStatus = EnrolmentStatus.ACTIVE
    working_on: str | None = None
    away_until: date | None = None
    finished_at: datetime | None = None
    approved_by: str | None = None  # the name on the certificate
    releases: list[Release] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    plan_active_at: datetime | None = None  # last change of the plan; read only
    id: int | None = None

    @property
    def active(self) -> bool:
        return self.status is EnrolmentStatus.ACTIVE

    def released(self, week: int) -> bool:
        return any(r.week == week for r in self.releases)

    def submission(self, task_id: str) -> Submission | None:
        return next((s for s in self.submissions if s.task_id == task_id), None)

    def in_hand(self) -> Submission | None:
        """The submission that takes answers now: begun and not paused."""
        submission = self.submission(self.working_on) if self.working_on else None
        return (
            submission if submission and submission.open and submission.paused_at is None else None
        )

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and today <= self.away_until

    def attended(self) -> int:
        return sum(a.present for a in self.attendances)


def release(
    enrolment: Enrolment, course: Course, weeks: list[int], calendar: Calendar, now: datetime
) -> list[int]:
    """Release those of `weeks` that are not released yet, with their tasks; return their numbers.

    A late joiner gets the missed weeks in order, and each has deadlines of its own.
    """
    given = [n for n in sorted(weeks) if not enrolment.released(n)]
    start = _starts_on(enrolment, calendar.today(now))
    for behind, number in enumerate(given):
        week = course.week(number)
        enrolment.releases.append(Release(number, now))
        # With earlier tasks still open, this week's deadlines are not before theirs.
        earliest = max((s.due_on for s in enrolment.submissions if not s.is_done), default=start)
        for task in week.tasks if week else ():
            if enrolment.submission(task.id):  # moved here from an earlier week
                continue
            due = max(due_on(start, task.due, calendar, behind), earliest)
            enrolment.submissions.append(_submission(enrolment, task, due, now))
    return given


def _starts_on(enrolment: Enrolment, today: date) -> date:
    """The day the deadlines count from: the first one after an absence."""
    if enrolment.away_until is None:
        return today
    return max(today, enrolment.away_until + timedelta(days=1))


def _submission(enrolment: Enrolment, task: Task, due: date, now: datetime) -> Submission:
    assert enrolment.id is not None, "an enrolment is stored before weeks are released to it"
    return Submission(
        started_at=now, enrolment_id=enrolment.id, participant_id=enrolment.participant_id,
        task_id=task.id, due_on=due,
    )  # fmt: skip


def in_order(enrolment: Enrolment, course: Course) -> list[tuple[Task, Submission]]:
    """The released tasks in the order of the course, without those no longer in the content."""
    submissions = {s.task_id: s for s in enrolment.submissions}
    return [
        (task, submissions[task.id]) for task in course.tasks.values() if task.id in submissions
    ]


def next_task(enrolment: Enrolment, course: Course) -> tuple[Task, Submission] | None:
    """The task to do now: one that is begun, else one sent back, else the first that is open."""
    todo = [(t, s) for t, s in in_order(enrolment, course) if not s.is_done]
    begun = [(t, s) for t, s in todo if t.id == enrolment.working_on and s.open]
    returned = [pair for pair in todo if pair[1].stage is Stage.RETURNED]
    return next(iter(begun or returned or todo), None)


def covers(enrolment: Enrolment, days: int, today: date) -> bool:
    """Whether an earlier notice of absence covers the `days` days from today."""
    return enrolment.is_away(today + timedelta(days=days - 1))


def record_absence(enrolment: Enrolment, days: int, calendar: Calendar, now: datetime) -> date:
    """Note an absence from today on and move the open deadlines.  Returns its last day."""
    today = calendar.today(now)
    enrolment.absences.append(Absence(now, today, days))
    last = today + timedelta(days=days - 1)
    # The deadlines were moved by the days of an earlier notice already.
    yesterday = today - timedelta(days=1)
    before = max(enrolment.away_until or yesterday, yesterday)
    enrolment.away_until = max(before, last)
    more = (enrolment.away_until - before).days
    for submission in enrolment.submissions:
        if not submission.is_done:
            submission.due_on = postponed(submission.due_on, today, more, calendar)
    return enrolment.away_until


def record_attendance(
    enrolment: Enrolment, day: date, present: bool, by: int, now: datetime
) -> None:
    """Record the attendance of a day; a correction replaces the earlier record."""
    enrolment.attendances[:] = [a for a in enrolment.attendances if a.held_on != day]
    enrolment.attendances.append(Attendance(day, present, by, now))


class Standing(StrEnum):
    """What a consultant needs to know about a participant first."""

    WAITING = "waiting"  # for the consultant
    AWAY = "away"
    STUCK = "stuck"  # something is late
    SILENT = "silent"
    READY = "ready"  # everything is approved
    UNDER_WAY = "under_way"


def standing(enrolment: Enrolment, course: Course, today: date, now: datetime) -> Standing:
    submissions = [submission for _, submission in in_order(enrolment, course)]
    if any(s.stage in (Stage.HANDED_IN, Stage.TALK) for s in submissions):
        return Standing.WAITING
    if is_complete(enrolment, course):
        return Standing.READY
    if enrolment.is_away(today):
        return Standing.AWAY
    if any(s.is_late(today) for s in submissions):
        return Standing.STUCK
    waiting = any(not s.is_done for s in submissions)
    return Standing.SILENT if waiting and _is_silent(enrolment, today, now) else Standing.UNDER_WAY


def _is_silent(enrolment: Enrolment, today: date, now: datetime) -> bool:
    """No activity for `SILENT_AFTER`, counted from the last release or absence at the earliest."""
    if enrolment.away_until is not None and today - enrolment.away_until <= SILENT_AFTER:
        return False
    moments = [s.active_at for s in enrolment.submissions if s.active_at]
    moments += [r.released_at for r in enrolment.releases]
    moments += [enrolment.plan_active_at] if enrolment.plan_active_at else []
    return now - max([*moments, enrolment.admitted_at]) > SILENT_AFTER


def is_complete(enrolment: Enrolment, course: Course) -> bool:
    """Whether every week is released and every task approved."""
    released = all(enrolment.released(w.number) for w in course.weeks)
    return released and all(s.stage is Stage.APPROVED for _, s in in_order(enrolment, course))
