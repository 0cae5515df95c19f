"""How far somebody is, week by week, and the end of the course for one person."""

from dataclasses import dataclass
from datetime import datetime

from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, in_order, is_complete
from bot.course.rules.submissions import Stage
from bot.questionnaire.rules.session import NotOpen


@dataclass(frozen=True)
class WeekProgress:
    """`handed_in` and `approved` of all `tasks` of a released week."""

    week: int
    handed_in: int
    approved: int
    tasks: int


def by_week(enrolment: Enrolment, course: Course) -> list[WeekProgress]:
    """The released weeks that have tasks, in their order."""
    found = []
    for week in course.weeks:
        submissions = [w for task, w in in_order(enrolment, course) if task.week == week.number]
        if submissions:
            handed_in = sum(w.is_done for w in submissions)
            approved = sum(w.stage is Stage.APPROVED for w in submissions)
            found.append(WeekProgress(week.number, handed_in, approved, len(submissions)))
    return found


def can_finish(enrolment: Enrolment, course: Course) -> bool:
    return enrolment.active and is_complete(enrolment, course)


def finish(enrolment: Enrolment, course: Course, by: str, now: datetime) -> None:
    """`by`: the name of the consultant who approves the certificate.  Raises NotOpen."""
    if not can_finish(enrolment, course):
        raise NotOpen
    enrolment.status, enrolment.working_on = EnrolmentStatus.FINISHED, None
    enrolment.finished_at, enrolment.approved_by = now, by
