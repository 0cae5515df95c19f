"""Questions one after another, as the content gives them.  Texts are catalogue keys."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

# `text`, `voice`, `photo` and `file` are all answered in the person's own way: words, a voice
# note, a picture, a document.  The kind only says what is asked for first.
# A list of items ("rent 4.500") grows line by line (see item_lines).
Kind = Literal["one", "several", "number", "text", "voice", "photo", "file", "items"]
# What a number means for the budget of the plan (see plan_figures).
Figure = Literal["price", "unit_cost", "startup", "monthly", "units", "capacity"]
OPEN_KINDS = frozenset({"text", "voice", "photo", "file"})


class Verdict(StrEnum):
    """What one answer says about joining."""

    FITS = "fits"
    UNCLEAR = "unclear"
    AGAINST = "against"


@dataclass(frozen=True)
class Choice:
    """`means` lets a typed "yes" or "no" stand for the button; the limits let a number do it."""

    id: str
    label: str
    verdict: Verdict | None = None
    reason: str | None = None
    means: Literal["affirm", "deny"] | None = None
    at_least: int | None = None
    at_most: int | None = None
    alone: bool = False  # in a question with several answers: excludes all others
    says: str | None = None  # what the plan is checked for (see plan_outline)

    def covers(self, number: Decimal) -> bool:
        if self.at_least is None and self.at_most is None:
            return False
        return (self.at_least is None or number >= self.at_least) and (
            self.at_most is None or number < self.at_most + 1
        )


@dataclass(frozen=True)
class Question:
    """`plan` names the section of the business plan the answer flows into, `figure` its place in
    the budget; `limit`: characters."""

    id: str
    title: str
    text: str
    kind: Kind
    why: str | None = None
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    example: str | None = None
    simpler: str | None = None
    plan: str | None = None
    figure: Figure | None = None
    unit: Literal["kr", "count"] = "count"
    minutes: int = 3
    limit: int = 1000
    asks: str | None = None  # what the plan is checked for (see plan_outline)
    sources: tuple[str, ...] = ()  # steps ("task.step") whose answers are a start

    @property
    def is_open(self) -> bool:
        return self.kind in OPEN_KINDS

    @property
    def in_words(self) -> bool:
        """Answered by writing, not by a button."""
        return self.is_open or self.kind in ("number", "items")

    def choice(self, choice_id: str) -> Choice | None:
        return next((c for c in self.choices if c.id == choice_id), None)

    def chosen(self, value: str) -> list[Choice]:
        """The choices an answer's value ("a" or "a,b") stands for, in the order of the buttons."""
        ids = set(value.split(","))
        return [c for c in self.choices if c.id in ids]

    def toggled(self, value: str, choice: Choice) -> str:
        """The value with one choice ticked or unticked; one that stands alone excludes others."""
        ticked = self.chosen(value)
        if choice in ticked:
            ticked = [c for c in ticked if c is not choice]
        elif choice.alone:
            ticked = [choice]
        else:
            ticked = [c for c in ticked if not c.alone] + [choice]
        return ",".join(c.id for c in self.choices if c in ticked)


@dataclass(frozen=True)
class Questionnaire:
    version: str
    questions: tuple[Question, ...]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {q.id: n for n, q in enumerate(self.questions)}

    def __contains__(self, question_id: str) -> bool:
        return question_id in self._places

    def question(self, question_id: str) -> Question:
        """Raises KeyError for an id that the present content does not have."""
        return self.questions[self._places[question_id]]

    def place(self, question_id: str) -> int:
        """From 1."""
        return self._places[question_id] + 1

    def neighbour(self, question_id: str, step: int) -> Question | None:
        place = self._places[question_id] + step
        return self.questions[place] if 0 <= place < len(self.questions) else None
