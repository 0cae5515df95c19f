"""What stands in each section of somebody's plan: own answers, and what tasks gave."""

from collections.abc import Iterator

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import in_order
from bot.kernel.messages import Param, Phrase, phrase
from bot.plan.rules.document import PlanEntry, PlanSection
from bot.plan.rules.view import PlanView
from bot.plan.views import plan
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import answer_given, plain_answer

Given = tuple[Question, str, int]  # the question, its answer, how many files came with it


def document_sections(view: PlanView) -> tuple[PlanSection, ...]:
    """All sections of the plan, in their order: also the empty ones."""
    return tuple(
        PlanSection(
            plan.section(name),
            tuple(
                PlanEntry(phrase(q.title), plain_answer(q, value, files))
                for q, value, files in found
                if q.kind != "items"  # its lines are in the tables of the budget
            ),
        )
        for name, found in _sections(view).items()
    )


def plan_sections(view: PlanView, longest: int | None = None) -> list[tuple[Phrase, list[Param]]]:
    """The sections that have something in them; own words are cut after `longest` characters."""
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


def _sections(view: PlanView) -> dict[str, list[Given]]:
    sections: dict[str, list[Given]] = {name: [] for name in PLAN_SECTIONS}
    for question in view.outline.questions:
        if value := view.value(question):
            sections[question.plan or ""].append((question, value, 0))
    for question, value, files in _more(view):
        sections[question.plan or ""].append((question, value, files))
    return sections


def _more(view: PlanView) -> Iterator[Given]:
    """What tasks gave to the plan beside its own questions."""
    for task, submission in in_order(view.enrolment, view.course):
        for step in task.steps.questions:
            value, files = submission.value(step.id), len(submission.files_of(step.id))
            if step.plan and (value or files) and not _stands(view, f"{task.id}.{step.id}", step):
                yield step, value or "", files


def _stands(view: PlanView, source: str, step: Question) -> bool:
    """Whether a question of the plan says it already, or says something newer."""
    question = view.outline.taking_up(source)
    if question is None:
        return False
    if view.has_own(question):
        return True
    start = view.start(question)
    return start is not None and (start.step is step or not question.is_open)
