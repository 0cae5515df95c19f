"""A plan as it stands: own answers, and where there is none, what the tasks gave as a start."""

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
from bot.plan.rules.outline import PlanOutline, QuestionTag, Says
from bot.plan.rules.plan import Plan, PlanComment, open_comments
from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.answers import NO_ITEMS
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question


class Mark(StrEnum):
    DONE = "done"  # every question has an answer of the plan's own
    BEGUN = "begun"
    EMPTY = "empty"


@dataclass(frozen=True)
class Start:
    """What a step of the course gave; `value` as the question of the plan could hold it.

    `whole`: it can be kept with one press; else it only helps to remember.
    """

    week: int
    step: Question
    value: str
    given_at: datetime
    whole: bool = True


@dataclass(frozen=True)
class PlanView:
    """`plan` is None until the person opens it for the first time."""

    outline: PlanOutline
    course: Course
    enrolment: Enrolment
    plan: Plan | None

    # --- one question

    def has_own(self, question: Question) -> bool:
        """Answered in the plan itself, or skipped there."""
        return self.plan is not None and question.id in self.plan.answers

    def starts(self, question: Question) -> list[Start]:
        """In the order in which the content prefers them."""
        found = (self._start(question, *source.split(".")) for source in question.sources)
        return [start for start in found if start is not None]

    def start(self, question: Question) -> Start | None:
        """The one that can be kept."""
        return next((start for start in self.starts(question) if start.whole), None)

    def value(self, question: Question) -> str | None:
        if self.plan is not None and self.has_own(question):
            return self.plan.value(question.id)
        start = self.start(question)
        return start.value if start else None

    def lines(self, question: Question) -> tuple[ItemLine, ...]:
        return item_lines.load(self.value(question))

    def _start(self, question: Question, task_id: str, step_id: str) -> Start | None:
        task, submission = self.course.tasks.get(task_id), self.enrolment.submission(task_id)
        if task is None or submission is None or step_id not in task.steps:
            return None
        step, given = task.steps.question(step_id), submission.answers.get(step_id)
        if given is None or not given.value:
            return None
        value, whole = _fitting(question, step, given.value)
        return Start(task.week, step, value, given.answered_at, whole) if value else None

    # --- sections

    def mark(self, section: str) -> Mark:
        questions = self.outline.section(section).questions
        if all(self.has_own(q) or (q.optional and not self.value(q)) for q in questions):
            return Mark.DONE if any(map(self.has_own, questions)) else Mark.EMPTY
        begun = any(self.has_own(q) or self.value(q) for q in questions)
        return Mark.BEGUN if begun else Mark.EMPTY

    def marks(self) -> dict[str, Mark]:
        return {name: self.mark(name) for name, questions in self.outline.sections() if questions}

    def gaps(self, section: str) -> list[Question]:
        """What has neither an answer nor a start."""
        questions = self.outline.section(section).questions
        return [
            q for q in questions
            if not q.optional and not self.has_own(q) and not self.value(q)
        ]  # fmt: skip

    def comments(self, section: str) -> list[PlanComment]:
        if self.plan is None:
            return []
        return open_comments(self.plan, self.outline.section(section), section)

    def next_open(self, begin: str | None = None, *, past: bool = False) -> Question | None:
        """The next without an answer of its own: from this section on (or past it), and round."""
        names = [name for name, questions in self.outline.sections() if questions]
        place = names.index(begin) + past if begin in names else 0
        for name in names[place:] + names[:place]:
            for question in self.outline.section(name).questions:
                if not self.has_own(question):
                    return question
        return None

    def keepable(self) -> list[tuple[Question, Start]]:
        """Every question that still stands on a start alone."""
        pairs = [(q, self.start(q)) for q in self.outline.questions if not self.has_own(q)]
        return [(question, start) for question, start in pairs if start is not None]

    # --- what it says

    @cached_property
    def says(self) -> frozenset[Says]:
        return frozenset(Says(choice) for choice in self._said())

    def _said(self) -> Iterator[str]:
        for question in self.outline.questions:
            for choice in question.chosen(self.value(question) or "") if question.choices else ():
                if choice.says:
                    yield choice.says

    def answered(self, topic: QuestionTag) -> bool:
        question = self.outline.asking(topic)
        return question is not None and bool(self.value(question))

    def word(self) -> str | None:
        """What the person calls one sale."""
        question = self.outline.asking(QuestionTag.WORD)
        return self.value(question) if question else None

    @property
    def changed_at(self) -> datetime | None:
        """The last time that anything in it became what it is."""
        own = self.plan.answers.values() if self.plan else ()
        moments = [answer.answered_at for answer in own]
        moments += [start.given_at for _, start in self.keepable()]
        return max(moments, default=None)

    @property
    def changed_since_ready(self) -> bool:
        ready = self.plan.ready_at if self.plan else None
        return bool(ready and self.changed_at and self.changed_at > ready)

    # --- its money

    @cached_property
    def budget(self) -> Budget:
        """The plan's own numbers; where it has none, those of the tasks."""
        known = plan_figures.figures(self.enrolment, self.course)
        return replace(
            known,
            startup=self._items("startup") or known.startup,
            monthly=self._items("monthly") or known.monthly,
            price=self._number("price", known.price),
            unit_cost=self._number("unit_cost", known.unit_cost),
            units_a_month=self._number("units", known.units_a_month),
            capacity_a_day=self._number("capacity", known.capacity_a_day),
            with_vat=Says.VAT_IN in self.says,
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


def fits(question: Question, step: Question) -> bool:
    """Whether an answer of the step can be a start for the question."""
    if question.is_open or question.kind == "items":
        return step.is_open or (question.kind == "items" and step.kind == "number")
    return question.kind == step.kind


def _fitting(question: Question, step: Question, value: str) -> tuple[str, bool]:
    """The answer of a step as this question could hold it, and whether it can stand as it is."""
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
