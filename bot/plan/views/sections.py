"""The answers of each section of a plan: its own, and those given to tasks."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import in_order
from bot.kernel.messages import Param, Phrase, phrase
from bot.plan.rules.document import PlanEntry, PlanSection
from bot.plan.rules.view import PlanView
from bot.plan.views import plan
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import answer_given, plain_answer


class SectionAnswer(NamedTuple):
    question: Question  # of the plan or of a task
    value: str
    files: int  # how many were sent with it


def document_sections(view: PlanView) -> tuple[PlanSection, ...]:
    """All sections in their order, empty ones too, for the document."""
    return tuple(
        PlanSection(
            plan.section(name),
            tuple(
                PlanEntry(phrase(q.title), plain_answer(q, value, files))
                for q, value, files in found
                if q.kind != "items"  # the tables of the budget show its lines
            ),
        )
        for name, found in _sections(view).items()
    )


def plan_sections(view: PlanView, longest: int | None = None) -> list[tuple[Phrase, list[Param]]]:
    """Sections with answers, for the chat; own words are cut after `longest` characters."""
    return [
        (
            plan.section(name),
            [
                phrase(
                    "{title}: {answer}",
                    title=phrase(q.title),
                    answer=answer_given(q, value, files, longest),
                )
                for q, value, files in found
            ],
        )
        for name, found in _sections(view).items()
        if found
    ]


def _sections(view: PlanView) -> dict[str, list[SectionAnswer]]:
    sections: dict[str, list[SectionAnswer]] = {name: [] for name in PLAN_SECTIONS}
    for question in view.outline.questions:
        if value := view.value(question):
            sections[question.plan or ""].append(SectionAnswer(question, value, 0))
    for answer in _task_answers(view):
        sections[answer.question.plan or ""].append(answer)
    return sections


def _task_answers(view: PlanView) -> Iterator[SectionAnswer]:
    """Answers to tasks that belong to a section and that no question of the plan covers."""
    for task, submission in in_order(view.enrolment, view.course):
        for step in task.steps.questions:
            value, files = submission.value(step.id), len(submission.files_of(step.id))
            source = f"{task.id}.{step.id}"
            if step.plan and (value or files) and not _is_covered(view, source, step):
                yield SectionAnswer(step, value or "", files)


def _is_covered(view: PlanView, source: str, step: Question) -> bool:
    """Whether a question of the plan shows this answer already, or has a newer one."""
    question = view.outline.with_source(source)
    if question is None:
        return False
    if view.has_own(question):
        return True
    suggestion = view.suggestion(question)
    return suggestion is not None and (suggestion.step is step or not question.is_open)
