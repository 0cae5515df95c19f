"""Read models of one enrolment: the picture of the path, the statement of participation."""

from datetime import datetime

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course, Week
from bot.course.rules.documents import Statement, WeekMark
from bot.course.rules.enrolments import Enrolment, next_task
from bot.kernel.calendar import Calendar
from bot.kernel.messages import Day, Verbatim, phrase
from bot.kernel.participants import Participant


def week_marks(enrolment: Enrolment, course: Course) -> tuple[WeekMark, ...]:
    """The state of each week of the course for this participant."""
    following = next_task(enrolment, course)
    now = following[0].week if following else None
    return tuple(_mark(enrolment, week, week.number == now) for week in course.weeks)


def _mark(enrolment: Enrolment, week: Week, is_now: bool) -> WeekMark:
    submissions = [s for task in week.tasks if (s := enrolment.submission(task.id))]
    done = sum(s.is_done for s in submissions)
    title, tasks = phrase(week.title), len(week.tasks)
    if not enrolment.released(week.number):
        return WeekMark(title, "ahead", 0, tasks)
    if submissions and done == len(submissions):
        return WeekMark(title, "done", done, len(submissions))
    return WeekMark(title, "now" if is_now else "open", done, len(submissions) or tasks)


def statement(
    participant: Participant,
    enrolment: Enrolment,
    cohort: Cohort,
    course: Course,
    calendar: Calendar,
    now: datetime,
) -> Statement:
    """What the participant has done so far, without any answers."""
    began = max(cohort.release_day(1, calendar), calendar.today(enrolment.admitted_at))
    return Statement(
        Verbatim(participant.first_name),
        Verbatim(cohort.name),
        Day(began),
        Day(calendar.today(now)),
        week_marks(enrolment, course),
        len(enrolment.attendances),
        enrolment.attended(),
        sum(a.days >= 7 for a in enrolment.absences),  # a week
    )
