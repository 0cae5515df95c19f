"""Progress week by week, and the end of the course for one participant."""

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
        submissions = [s for task, s in in_order(enrolment, course) if task.week == week.number]
        if submissions:
            handed_in = sum(s.is_done for s in submissions)
            approved = sum(s.stage is Stage.APPROVED for s in submissions)
            found.append(WeekProgress(week.number, handed_in, approved, len(submissions)))
    return found


def can_finish(enrolment: Enrolment, course: Course) -> bool:
    return enrolment.active and is_complete(enrolment, course)


def finish(enrolment: Enrolment, course: Course, by: str, now: datetime) -> None:
    """End the course; `by`: name of the consultant who approves it.  Raises NotOpen."""
    if not can_finish(enrolment, course):
        raise NotOpen
    enrolment.status, enrolment.working_on = EnrolmentStatus.FINISHED, None
    enrolment.finished_at, enrolment.approved_by = now, by
