from typing import Literal, Self

from pydantic import (
    Field,
    model_validator,
)

from bot.kernel.content_schema import Id, Label, Line, Strict, unique
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire, Verdict


class ChoiceYaml(Strict):
    id: Id
    label: Label
    verdict: Verdict | None = None
    reason: Line | None = None
    means: Literal["affirm", "deny"] | None = None
    at_least: int | None = None
    at_most: int | None = None
    alone: bool = False

    @model_validator(mode="after")
    def verdict_has_its_reason(self) -> Self:
        if (self.verdict is None) != (self.reason is None):
            raise ValueError("a verdict needs a reason, and a reason a verdict")
        return self


class QuestionYaml(Strict):
    id: Id
    title: Label
    text: Line
    why: Line
    kind: Literal["one", "several", "text"]
    choices: tuple[ChoiceYaml, ...] = ()
    optional: bool = False

    @model_validator(mode="after")
    def choices_fit_the_kind(self) -> Self:
        if self.kind == "text" and self.choices:
            raise ValueError("a question of kind text has no choices")
        if self.kind != "text" and len(self.choices) < 2:
            raise ValueError(f"a question of kind {self.kind} needs at least two choices")
        unique([c.id for c in self.choices], "choices", "choice")
        return self


class EligibilityYaml(Strict):
    questions: tuple[QuestionYaml, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def ids_areunique(self) -> Self:
        unique([q.id for q in self.questions], "questions", "question")
        return self

    def questionnaire(self) -> Questionnaire:
        return Questionnaire(tuple(_question(q) for q in self.questions))


def _question(q: QuestionYaml) -> Question:
    choices = tuple(Choice(**c.model_dump()) for c in q.choices)
    return Question(q.id, q.title, q.text, q.kind, q.why, choices, q.optional)
