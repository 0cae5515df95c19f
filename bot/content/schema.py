"""The shape of the content files.  Pydantic checks each value; `loader` says where it stands."""

from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.domain.questionnaire import Choice, Question, Questionnaire, Verdict

# Ids travel in callback data (64 bytes in all) and are stored with the answers.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
FIELDS = frozenset({"municipality", "phone"})


def _only_known_fields(text: str) -> str:
    """Texts may name {municipality}; any other brace would fail in front of a person."""
    try:
        fields = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise ValueError(f"braces: {error}") from None
    unknown = [f"{{{name}}}" for name in fields if name not in FIELDS]
    if unknown:
        raise ValueError(f"nothing fills {', '.join(unknown)}")
    return text


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=400, strip_whitespace=True),
    AfterValidator(_only_known_fields),
]
Label = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True),
    AfterValidator(_only_known_fields),
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
    version: Line
    questions: tuple[QuestionYaml, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def ids_areunique(self) -> Self:
        unique([q.id for q in self.questions], "questions", "question")
        return self

    def questionnaire(self) -> Questionnaire:
        return Questionnaire(self.version, tuple(_question(q) for q in self.questions))


class WelcomeYaml(Strict):
    consent_version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    messages: tuple[Line, ...] = Field(min_length=1)
    agreement: Line


def _question(q: QuestionYaml) -> Question:
    choices = tuple(Choice(**c.model_dump()) for c in q.choices)
    return Question(q.id, q.title, q.text, q.kind, q.why, choices, q.optional)


def unique(ids: list[str], key: str, what: str) -> None:
    """`key` is the list they stand in.  Raises PydanticCustomError, which says where ("at")."""
    for place, one in enumerate(ids):
        if one in ids[:place]:
            at = (key, place, "id")
            raise PydanticCustomError(
                "twice", "{what} id used twice: {id}", {"what": what, "id": one, "at": at}
            )
