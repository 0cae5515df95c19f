"""What can be read from somebody's course: the path, the statement."""

from datetime import datetime, timedelta

from bot.domain.course import Course, Week
from bot.domain.enrolments import Enrolment, in_order, next_task
from bot.domain.messages import (
    Day,
    Statement,
    Verbatim,
    WeekMark,
    WeekPicture,
    phrase,
)
from bot.domain.occasions import Situation
from bot.domain.participants import Participant
from bot.domain.runs import Calendar, Run


def week_marks(enrolment: Enrolment, course: Course) -> tuple[WeekMark, ...]:
    """Each week of the course as it stands for one person."""
    following = next_task(enrolment, course)
    now = following[0].week if following else None
    return tuple(_mark(enrolment, week, week.number == now) for week in course.weeks)


def _mark(enrolment: Enrolment, week: Week, is_now: bool) -> WeekMark:
    works = [w for task in week.tasks if (w := enrolment.work(task.id))]
    done = sum(w.is_done for w in works)
    title, tasks = phrase(week.title), len(week.tasks)
    if not enrolment.released(week.number):
        return WeekMark(title, "ahead", 0, tasks)
    if works and done == len(works):
        return WeekMark(title, "done", done, len(works))
    return WeekMark(title, "now" if is_now else "open", done, len(works) or tasks)


def statement(
    participant: Participant, enrolment: Enrolment, run: Run, course: Course, calendar: Calendar,
    now: datetime,
) -> Statement:  # fmt: skip
    """What somebody has done; no answers in it."""
    began = max(run.release_day(1, calendar), calendar.today(enrolment.admitted_at))
    return Statement(
        Verbatim(participant.first_name),
        Verbatim(run.name),
        Day(began),
        Day(calendar.today(now)),
        week_marks(enrolment, course),
        len(enrolment.attendances),
        enrolment.attended(),
        sum(a.days >= 7 for a in enrolment.absences),  # a week
    )


def week_picture(its: Situation, now: datetime) -> WeekPicture | None:
    """The week so far: answers given on each of its days, and the tasks that were handed in."""
    if its.enrolment is None:
        return None
    today = its.day(now)
    monday = today - timedelta(days=today.weekday())
    pairs = in_order(its.enrolment, its.course)
    days = [(its.day(a.answered_at) - monday).days for _, w in pairs for a in w.answers.values()]
    titles = [
        phrase(t.title)
        for t, w in pairs
        if w.handed_in_at and its.day(w.handed_in_at) >= monday and w.is_done
    ]
    done = tuple(days.count(n) for n in range(7))
    handed_in = sum(w.is_done for _, w in pairs)
    return WeekPicture(Day(monday), done, tuple(titles), sum(done), handed_in, len(pairs))
