"""Questionnaires as the content defines them.  Texts are catalogue keys."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

# `text`, `voice`, `photo` and `file` can each be answered by words, a voice note, a picture or a
# document; the kind only says what the question asks for.
# `items`: a list that grows line by line, such as "rent 4.500" (see item_lines).
Kind = Literal["one", "several", "number", "text", "voice", "photo", "file", "items"]
# What a number means in the budget of the plan (see bot/plan/rules/figures.py).
Figure = Literal["price", "unit_cost", "startup", "monthly", "units", "capacity"]
OPEN_KINDS = frozenset({"text", "voice", "photo", "file"})


class Verdict(StrEnum):
    """What one answer means for joining the course."""

    FITS = "fits"
    UNCLEAR = "unclear"
    AGAINST = "against"


@dataclass(frozen=True)
class Choice:
    """One choice of a question.

    `verdict` and `reason`: what it means for joining, and the sentence that says so.  A typed
    "yes" or "no" selects the choice whose `means` fits, a number the one with fitting limits.
    """

    id: str
    label: str
    verdict: Verdict | None = None
    reason: str | None = None
    means: Literal["affirm", "deny"] | None = None
    at_least: int | None = None
    at_most: int | None = None
    alone: bool = False  # excludes all others in a question with several answers
    says: str | None = None  # checked in the plan (see bot/plan/rules/outline.py)

    def covers(self, number: Decimal) -> bool:
        """Whether a number lies within the limits of this choice."""
        if self.at_least is None and self.at_most is None:
            return False
        return (self.at_least is None or number >= self.at_least) and (
            self.at_most is None or number < self.at_most + 1
        )


@dataclass(frozen=True)
class Question:
    """One question.

    `plan`: the section of the business plan that uses the answer; `figure`: its place in the
    budget; `minutes`: estimated time to answer; `limit`: most characters of a text.
    """

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
    asks: str | None = None  # checked in the plan (see bot/plan/rules/outline.py)
    sources: tuple[str, ...] = ()  # steps ("task.step") whose answers can be taken over

    @property
    def is_open(self) -> bool:
        """Whether words and files answer it."""
        return self.kind in OPEN_KINDS

    @property
    def in_words(self) -> bool:
        """Whether a typed text answers it, not a button."""
        return self.is_open or self.kind in ("number", "items")

    def choice(self, choice_id: str) -> Choice | None:
        """The choice with this id; None where there is none."""
        return next((c for c in self.choices if c.id == choice_id), None)

    def chosen(self, value: str) -> list[Choice]:
        """The choices in an answer's value ("a" or "a,b"), in the order of the buttons."""
        ids = set(value.split(","))
        return [c for c in self.choices if c.id in ids]

    def toggled(self, value: str, choice: Choice) -> str:
        """The value with one choice ticked or unticked; `alone` excludes the others."""
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
    """Questions in their order."""

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
        """The position of a question, from 1.  Raises KeyError."""
        return self._places[question_id] + 1

    def neighbour(self, question_id: str, step: int) -> Question | None:
        """The question `step` places further; None beyond the first or last.  Raises KeyError."""
        place = self._places[question_id] + step
        return self.questions[place] if 0 <= place < len(self.questions) else None
