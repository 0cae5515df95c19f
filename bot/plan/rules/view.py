"""A plan as it is shown: its own answers and, where one is missing, suggestions from tasks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property

from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.plan.rules import figures as plan_figures
from bot.plan.rules.budget import Budget, Item
from bot.plan.rules.outline import ChoiceTag, PlanOutline, QuestionTag
from bot.plan.rules.plan import Plan, PlanComment, pending_comments
from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.answers import NO_ITEMS
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question


class SectionStatus(StrEnum):
    DONE = "done"  # every question that must be answered is, in the plan itself
    BEGUN = "begun"
    EMPTY = "empty"


@dataclass(frozen=True)
class Suggestion:
    """The answer to a step of a task, suggested for a question of the plan.

    `value`: as the question would store it.  `complete`: it can be accepted as it is; else it is
    only shown as a reminder.
    """

    week: int
    step: Question
    value: str
    given_at: datetime
    complete: bool = True


@dataclass(frozen=True)
class PlanView:
    """`plan`: None until the participant first opens it."""

    outline: PlanOutline
    course: Course
    enrolment: Enrolment
    plan: Plan | None

    # --- one question

    def has_own(self, question: Question) -> bool:
        """Whether it was answered, or skipped, in the plan itself."""
        return self.plan is not None and question.id in self.plan.answers

    def suggestions(self, question: Question) -> list[Suggestion]:
        """In the content's order of preference."""
        found = (self._suggestion(question, *source.split(".")) for source in question.sources)
        return [suggestion for suggestion in found if suggestion is not None]

    def suggestion(self, question: Question) -> Suggestion | None:
        """The first that can be accepted."""
        return next((one for one in self.suggestions(question) if one.complete), None)

    def value(self, question: Question) -> str | None:
        """The plan's own answer, else a suggestion."""
        if self.plan is not None and self.has_own(question):
            return self.plan.value(question.id)
        suggestion = self.suggestion(question)
        return suggestion.value if suggestion else None

    def lines(self, question: Question) -> tuple[ItemLine, ...]:
        return item_lines.load(self.value(question))

    def _suggestion(self, question: Question, task_id: str, step_id: str) -> Suggestion | None:
        task, submission = self.course.tasks.get(task_id), self.enrolment.submission(task_id)
        if task is None or submission is None or step_id not in task.steps:
            return None
        step, given = task.steps.question(step_id), submission.answers.get(step_id)
        if given is None or not given.value:
            return None
        value, complete = _as_answer_to(question, step, given.value)
        if not value:
            return None
        return Suggestion(task.week, step, value, given.answered_at, complete)

    # --- sections

    def status(self, section: str) -> SectionStatus:
        questions = self.outline.section(section).questions
        if all(self.has_own(q) or (q.optional and not self.value(q)) for q in questions):
            return SectionStatus.DONE if any(map(self.has_own, questions)) else SectionStatus.EMPTY
        begun = any(self.has_own(q) or self.value(q) for q in questions)
        return SectionStatus.BEGUN if begun else SectionStatus.EMPTY

    def statuses(self) -> dict[str, SectionStatus]:
        """Of all sections that have questions."""
        return {name: self.status(name) for name, asked in self.outline.sections() if asked}

    def gaps(self, section: str) -> list[Question]:
        """Mandatory questions with neither an answer nor a suggestion."""
        questions = self.outline.section(section).questions
        return [
            q for q in questions
            if not q.optional and not self.has_own(q) and not self.value(q)
        ]  # fmt: skip

    def comments(self, section: str) -> list[PlanComment]:
        if self.plan is None:
            return []
        return pending_comments(self.plan, self.outline.section(section), section)

    def next_unanswered(self, begin: str | None = None, *, past: bool = False) -> Question | None:
        """The next question without an own answer: from section `begin` on (or, if `past`, from
        the one after it), then from the first section on."""
        names = [name for name, questions in self.outline.sections() if questions]
        place = names.index(begin) + past if begin in names else 0
        for name in names[place:] + names[:place]:
            for question in self.outline.section(name).questions:
                if not self.has_own(question):
                    return question
        return None

    def pending_suggestions(self) -> list[tuple[Question, Suggestion]]:
        """Questions without an own answer, each with the suggestion that can be accepted."""
        pairs = [(q, self.suggestion(q)) for q in self.outline.questions if not self.has_own(q)]
        return [(question, suggestion) for question, suggestion in pairs if suggestion is not None]

    # --- all of it

    @cached_property
    def choice_tags(self) -> frozenset[ChoiceTag]:
        """The tags of all chosen answers."""
        return frozenset(ChoiceTag(choice) for choice in self._tags())

    def _tags(self) -> Iterator[str]:
        for question in self.outline.questions:
            for choice in question.chosen(self.value(question) or "") if question.choices else ():
                if choice.says:
                    yield choice.says

    def is_answered(self, tag: QuestionTag) -> bool:
        question = self.outline.tagged(tag)
        return question is not None and bool(self.value(question))

    def unit_name(self) -> str | None:
        """The participant's word for what is sold."""
        question = self.outline.tagged(QuestionTag.WORD)
        return self.value(question) if question else None

    @property
    def changed_at(self) -> datetime | None:
        """When an answer, or a suggestion in place of one, last changed."""
        own = self.plan.answers.values() if self.plan else ()
        moments = [answer.answered_at for answer in own]
        moments += [suggestion.given_at for _, suggestion in self.pending_suggestions()]
        return max(moments, default=None)

    @property
    def changed_since_ready(self) -> bool:
        ready = self.plan.ready_at if self.plan else None
        return bool(ready and self.changed_at and self.changed_at > ready)

    # --- budget

    @cached_property
    def budget(self) -> Budget:
        """From the plan's own figures; where it has none, from those of tasks."""
        known = plan_figures.budget_from_tasks(self.enrolment, self.course)
        return replace(
            known,
            startup=self._items("startup") or known.startup,
            monthly=self._items("monthly") or known.monthly,
            price=self._number("price", known.price),
            unit_cost=self._number("unit_cost", known.unit_cost),
            units_a_month=self._number("units", known.units_a_month),
            capacity_a_day=self._number("capacity", known.capacity_a_day),
            with_vat=ChoiceTag.VAT_IN in self.choice_tags,
        )

    def _items(self, figure: Figure) -> tuple[Item, ...]:
        question = self.outline.of_figure(figure)
        if question is None or not self.has_own(question):
            return ()
        if self.value(question) == NO_ITEMS:
            return (Item(question.title, Decimal(0)),)
        lines = self.lines(question)
        return tuple(Item(line.name, line.amount, line.own) for line in lines)

    def _number(self, figure: Figure, otherwise: Decimal | None) -> Decimal | None:
        question = self.outline.of_figure(figure)
        value = self.value(question) if question and self.has_own(question) else None
        try:
            return Decimal(value) if value else otherwise
        except InvalidOperation:
            return otherwise


def can_suggest(question: Question, step: Question) -> bool:
    """Whether an answer to the step can be a suggestion for the question."""
    if question.is_open or question.kind == "items":
        return step.is_open or (question.kind == "items" and step.kind == "number")
    return question.kind == step.kind


def _as_answer_to(question: Question, step: Question, value: str) -> tuple[str, bool]:
    """The answer to a step as the question would store it ("" if it can't), and whether it can be
    accepted as it is."""
    if question.is_open and step.is_open:
        return value, len(value) <= question.limit
    if question.kind == "items":
        if step.kind == "number":
            return _one_line(step, value), True
        return (value, False) if step.is_open else ("", False)
    if question.kind == step.kind == "number":
        return (value, True) if _is_number(value) else ("", False)
    if question.kind == step.kind and question.choices:
        chosen = ",".join(choice.id for choice in question.chosen(value))
        return chosen, True
    return "", False


def _one_line(step: Question, value: str) -> str:
    if not _is_number(value):
        return ""
    return item_lines.dump([ItemLine(1, step.title, Decimal(value), own=False)])


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
