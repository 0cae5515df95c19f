"""The course as loaded from the content: weeks, their tasks, and the steps of a task."""

from dataclasses import dataclass
from functools import cached_property

from bot.questionnaire.rules.questionnaire import Questionnaire

# The sections of the business plan, in their order.
PLAN_SECTIONS = (
    "idea", "me", "product", "customers", "competitors", "sales", "operation", "legal", "startup",
    "running", "goals",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """`due`: days after its week is released.

    `guard`: it leads towards registering, selling or advertising, so the participant is asked to
    talk to the consultant first.
    """

    id: str
    week: int
    title: str
    why: str
    story: str
    due: int
    guard: bool
    steps: Questionnaire

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps.questions)


@dataclass(frozen=True)
class Week:
    number: int
    title: str
    text: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Course:
    weeks: tuple[Week, ...]

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Tasks by id, in the order of the course."""
        return {task.id: task for week in self.weeks for task in week.tasks}

    @cached_property
    def step_names(self) -> frozenset[str]:
        """The names "task.step" of all steps."""
        return frozenset(f"{t.id}.{q.id}" for t in self.tasks.values() for q in t.steps.questions)

    @property
    def week_numbers(self) -> list[int]:
        return [week.number for week in self.weeks]

    def week(self, number: int) -> Week | None:
        return next((w for w in self.weeks if w.number == number), None)
