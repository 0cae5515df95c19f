"""The shape of a week of the course: `course/week<number>.yml`."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.course.rules.course import PLAN_SECTIONS, Task, Week
from bot.kernel.content_schema import Id, Label, Line, Strict, unique
from bot.questionnaire.rules.questionnaire import Choice, Figure, Kind, Question, Questionnaire

LONGEST_ANSWER = 3000  # characters: a page and a half, and still within one Telegram message
MOST_MINUTES = 20  # a task
ADDED_UP = frozenset({"unit_cost", "startup", "monthly"})  # where a task asks for them in parts

Section = Annotated[str, StringConstraints(pattern="^(" + "|".join(PLAN_SECTIONS) + ")$")]


class StepChoiceYaml(Strict):
    id: Id
    label: Label
    alone: bool = False


class StepYaml(Strict):
    id: Id
    title: Label
    text: Line
    kind: Kind
    example: Line | None = None
    simpler: Line
    plan: Section | None = None
    figure: Figure | None = None
    optional: bool = False
    choices: tuple[StepChoiceYaml, ...] = ()
    unit: Literal["kr", "count"] = "count"
    minutes: int = Field(default=3, ge=1, le=5)

    @model_validator(mode="after")
    def choices_fit_the_kind(self) -> Self:
        chooses = self.kind in ("one", "several")
        if chooses and len(self.choices) < 2:  # one choice is none
            raise ValueError(f"a step of kind {self.kind} needs at least two choices")
        if self.choices and not chooses:
            raise ValueError(f"a step of kind {self.kind} has no choices")
        if self.unit == "kr" and self.kind != "number":
            raise ValueError("only a step of kind number has a unit")
        if self.figure:
            if self.kind != "number":
                raise ValueError("only a step of kind number gives a figure")
            if (self.unit == "count") != (self.figure in ("units", "capacity")):
                raise ValueError("units and capacity are counted, the other figures are in kr")
        unique([c.id for c in self.choices], "choices", "choice")
        return self

    def question(self) -> Question:
        choices = tuple(Choice(c.id, c.label, alone=c.alone) for c in self.choices)
        fields = self.model_dump(exclude={"choices"})
        return Question(**fields, choices=choices, limit=LONGEST_ANSWER)


class TaskYaml(Strict):
    id: Id
    title: Label
    why: Line
    story: Line
    due: int = Field(ge=1, le=14)
    guard: bool = False
    steps: tuple[StepYaml, ...] = Field(min_length=1, max_length=8)

    @model_validator(mode="after")
    def fits_into_twenty_minutes(self) -> Self:
        if sum(s.minutes for s in self.steps) > MOST_MINUTES:
            raise ValueError(f"the steps take more than {MOST_MINUTES} minutes together")
        unique([s.id for s in self.steps], "steps", "step")
        once = [s.figure for s in self.steps if s.figure and s.figure not in ADDED_UP]
        if len(set(once)) < len(once):
            raise ValueError("a task asks for a price, for units and for a capacity only once")
        return self

    def task(self, week: int) -> Task:
        steps = Questionnaire(tuple(s.question() for s in self.steps))
        return Task(self.id, week, self.title, self.why, self.story, self.due, self.guard, steps)


class WeekYaml(Strict):
    week: int = Field(ge=1, le=52)
    title: Label
    text: Line
    tasks: tuple[TaskYaml, ...] = Field(min_length=1, max_length=6)

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        unique([t.id for t in self.tasks], "tasks", "task")
        return self

    def as_week(self) -> Week:
        return Week(self.week, self.title, self.text, tuple(t.task(self.week) for t in self.tasks))
