"""The budget of a plan from the numbers in answers to tasks."""

from decimal import Decimal, InvalidOperation

from bot.course.rules.course import Course, Task
from bot.course.rules.enrolments import Enrolment, in_order
from bot.course.rules.submissions import Submission
from bot.plan.rules.budget import Budget, Item
from bot.questionnaire.rules.questionnaire import Figure, Question

# Needed for the break-even and the capital to begin with.
REQUIRED_FIGURES: tuple[Figure, ...] = ("startup", "monthly", "price", "unit_cost")


def budget_from_tasks(enrolment: Enrolment, course: Course) -> Budget:
    """Of two tasks with the same figure the later one counts; parts within a task are summed."""
    found = _found(enrolment, course)
    return Budget(
        startup=found.get("startup", ()),
        monthly=found.get("monthly", ()),
        price=_sum(found.get("price")),
        unit_cost=_sum(found.get("unit_cost")),
        units_a_month=_sum(found.get("units")),
        capacity_a_day=_sum(found.get("capacity")),
    )


def _found(enrolment: Enrolment, course: Course) -> dict[Figure, tuple[Item, ...]]:
    found: dict[Figure, tuple[Item, ...]] = {}
    for task, submission in in_order(enrolment, course):
        for figure, parts in _parts(task).items():
            items = _items(submission, parts)
            if items:
                found[figure] = items
    return found


def _parts(task: Task) -> dict[Figure, list[Question]]:
    parts: dict[Figure, list[Question]] = {}
    for question in task.steps.questions:
        if question.figure:
            parts.setdefault(question.figure, []).append(question)
    return parts


def _items(submission: Submission, parts: list[Question]) -> tuple[Item, ...]:
    """Skipped parts are left out; empty until every part is answered or skipped."""
    if not all(submission.has_answer(part.id) for part in parts):
        return ()
    given = [(part.title, _number(submission, part)) for part in parts]
    return tuple(Item(title, amount) for title, amount in given if amount is not None)


def _number(submission: Submission, question: Question) -> Decimal | None:
    """None for a text: the content may not have asked for a number then."""
    try:
        number = Decimal(submission.value(question.id) or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _sum(items: tuple[Item, ...] | None) -> Decimal | None:
    return sum((item.amount or Decimal(0) for item in items), Decimal(0)) if items else None
