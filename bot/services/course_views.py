"""What can be read from somebody's course: the path, the plan so far, the statement."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.course import PLAN_SECTIONS, Course, Week
from bot.domain.enrolments import Enrolment, in_order, next_task
from bot.domain.messages import (
    Day,
    Param,
    Phrase,
    PlanEntry,
    PlanSection,
    Statement,
    Verbatim,
    WeekMark,
    WeekPicture,
    phrase,
)
from bot.domain.occasions import Situation
from bot.domain.participants import Participant
from bot.domain.questionnaire import Question
from bot.domain.runs import Calendar, Run
from bot.wording import plan
from bot.wording.steps import given, plain


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


def document_sections(enrolment: Enrolment, course: Course) -> tuple[PlanSection, ...]:
    """All sections of the plan, in their order, with what the tasks gave: also the empty ones."""
    entries: dict[str, list[PlanEntry]] = {name: [] for name in PLAN_SECTIONS}
    for question, value, files in _answers(enrolment, course):
        answer = plain(question, value, files)
        entries[question.plan or ""].append(PlanEntry(phrase(question.title), answer))
    return tuple(PlanSection(plan.section(n), tuple(found)) for n, found in entries.items())


def plan_sections(enrolment: Enrolment, course: Course) -> list[tuple[Phrase, list[Param]]]:
    """The sections of the plan that have something in them, with what the tasks gave."""
    entries: dict[str, list[Param]] = {}
    for question, value, files in _answers(enrolment, course):
        said = phrase(
            "{title}: {answer}",
            title=phrase(question.title),
            answer=given(question, value, files),
        )
        entries.setdefault(question.plan or "", []).append(said)
    return [(plan.section(name), entries[name]) for name in PLAN_SECTIONS if name in entries]


def _answers(enrolment: Enrolment, course: Course) -> Iterator[tuple[Question, str, int]]:
    """What flows into the plan: the question, its answer, and how many files came with it."""
    for task, work in in_order(enrolment, course):
        for question in task.steps.questions:
            value, files = work.value(question.id), len(work.files_of(question.id))
            if question.plan and (value or files):
                yield question, value or "", files


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
