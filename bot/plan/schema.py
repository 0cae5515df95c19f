"""The shape of `plan.yml`: the questions of the business plan."""

from collections.abc import Collection
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.schema import LONGEST_ANSWER, Section
from bot.kernel.content_schema import Id, Label, Line, Strict, unique
from bot.plan.rules.outline import ChoiceTag, PlanOutline, QuestionTag
from bot.questionnaire.rules.questionnaire import Choice, Figure, Question

LISTS = frozenset({"startup", "monthly"})


def _a_step(source: str, info: ValidationInfo) -> str:
    """The validation context holds the steps of the course."""
    known: Collection[str] = info.context or ()
    if source not in known:
        raise ValueError(f"no step {source} in the course")
    return source


class PlanChoiceYaml(Strict):
    id: Id
    label: Label
    alone: bool = False
    says: ChoiceTag | None = None


class PlanQuestionYaml(Strict):
    id: Id
    title: Label
    text: Line
    kind: Literal["text", "one", "several", "number", "items"]
    example: Line | None = None
    simpler: Line
    optional: bool = False
    limit: int = Field(default=LONGEST_ANSWER, ge=10, le=LONGEST_ANSWER)
    unit: Literal["kr", "count"] = "count"
    figure: Figure | None = None
    asks: QuestionTag | None = None
    choices: tuple[PlanChoiceYaml, ...] = ()
    sources: tuple[Annotated[str, AfterValidator(_a_step)], ...] = Field(default=(), alias="from")

    @model_validator(mode="after")
    def choices_fit_the_kind(self) -> Self:
        chooses = self.kind in ("one", "several")
        if chooses and len(self.choices) < 2:
            raise ValueError(f"a question of kind {self.kind} needs at least two choices")
        if self.choices and not chooses:
            raise ValueError(f"a question of kind {self.kind} has no choices")
        unique([c.id for c in self.choices], "choices", "choice")
        return self

    @model_validator(mode="after")
    def figure_fits_the_kind(self) -> Self:
        if self.unit == "kr" and self.kind not in ("number", "items"):
            raise ValueError("only a number or a list has a unit")
        if (self.kind == "items") != (self.figure in LISTS):
            raise ValueError("a list gives the figure startup or monthly, and only a list does")
        if self.figure and self.kind not in ("number", "items"):
            raise ValueError("only a number or a list gives a figure")
        if self.figure and (self.unit == "count") != (self.figure in ("units", "capacity")):
            raise ValueError("units and capacity are counted, the other figures are in kr")
        return self

    def question(self, section: str) -> Question:
        choices = tuple(Choice(c.id, c.label, alone=c.alone, says=c.says) for c in self.choices)
        fields = self.model_dump(exclude={"choices"})
        return Question(**fields, choices=choices, plan=section)


class PlanSectionYaml(Strict):
    section: Section
    questions: tuple[PlanQuestionYaml, ...] = Field(min_length=1, max_length=8)


class PlanYaml(Strict):
    vat_limit: Decimal = Field(ge=0)
    sections: tuple[PlanSectionYaml, ...]

    @model_validator(mode="after")
    def sections_are_all_there(self) -> Self:
        names = [s.section for s in self.sections]
        if names != list(PLAN_SECTIONS):
            pairs = zip(names, PLAN_SECTIONS, strict=False)
            place = next((n for n, (one, wanted) in enumerate(pairs) if one != wanted), None)
            at = ("sections",) if place is None else ("sections", place, "section")
            wanted = ", ".join(PLAN_SECTIONS)
            message = "the sections are, in this order: {wanted}"
            raise PydanticCustomError("sections", message, {"wanted": wanted, "at": at})
        return self

    @model_validator(mode="after")
    def each_is_used_once(self) -> Self:
        """Ids, figures, tags and sources are unique."""
        seen: set[tuple[str, str]] = set()
        for n, section in enumerate(self.sections):
            for m, q in enumerate(section.questions):
                sources = [("from", source) for source in q.sources]
                for key, name in (("id", q.id), ("figure", q.figure), ("asks", q.asks), *sources):
                    if name is not None and (key, name) in seen:
                        at = ("sections", n, "questions", m, key)
                        params = {"key": key, "name": name, "at": at}
                        raise PydanticCustomError("twice", "{key} used twice: {name}", params)
                    seen.add((key, name or ""))
        return self

    def outline(self) -> PlanOutline:
        questions = tuple(q.question(s.section) for s in self.sections for q in s.questions)
        return PlanOutline(questions, self.vat_limit)
