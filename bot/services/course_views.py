"""What can be read from somebody's course: the path, the plan so far, the statement."""

from datetime import datetime

from bot.domain.course import PLAN_SECTIONS, Course, Week
from bot.domain.enrolments import Enrolment, in_order, next_task
from bot.domain.messages import Day, Param, Phrase, Statement, Verbatim, WeekMark, phrase
from bot.domain.participants import Participant
from bot.domain.runs import Calendar, Run
from bot.wording import plan
from bot.wording.steps import given


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


def plan_sections(enrolment: Enrolment, course: Course) -> list[tuple[Phrase, list[Param]]]:
    """The sections of the plan that have something in them, with what the tasks gave."""
    entries: dict[str, list[Param]] = {}
    for task, work in in_order(enrolment, course):
        for question in task.steps.questions:
            value = work.value(question.id)
            files = len(work.files_of(question.id))
            if question.plan and (value or files):
                said = phrase(
                    "{title}: {answer}",
                    title=phrase(question.title),
                    answer=given(question, value, files),
                )
                entries.setdefault(question.plan, []).append(said)
    return [(plan.section(name), entries[name]) for name in PLAN_SECTIONS if name in entries]


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
