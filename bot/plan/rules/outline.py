"""The questions of the business plan as the content gives them, section by section.

Each question names its section in `plan`.  What the checks must know is said by the content:
a question `asks` one thing, a choice `says` one; so another plan needs no other program.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bot.course.rules.course import PLAN_SECTIONS
from bot.questionnaire.rules.questionnaire import Figure, Question, Questionnaire


class QuestionTag(StrEnum):
    """What a question can ask."""

    WORD = "word"  # what one sale is called
    CUSTOMERS = "customers"
    REACH = "reach"
    PLACE = "place"
    RULES = "rules"
    PERMITS = "permits"
    SOURCE = "source"
    VAT = "vat"
    BENEFIT = "benefit"


class Says(StrEnum):
    """What a choice can say."""

    NO_REACH = "no_reach"
    NO_PLACE = "no_place"
    WORKS_AT_HOME = "works_at_home"
    RENTS_A_PLACE = "rents_a_place"
    PMV = "pmv"
    FOOD = "food"
    SPECIAL_RULES = "special_rules"
    PERMIT_KNOWN = "permit_known"
    PERMIT_OPEN = "permit_open"
    NO_MONEY = "no_money"
    VAT_IN = "vat_in"
    VAT_OUT = "vat_out"
    VAT_NONE = "vat_none"
    VAT_UNSURE = "vat_unsure"
    BENEFIT_ASKED = "benefit_asked"
    BENEFIT_OPEN = "benefit_open"


@dataclass(frozen=True)
class SectionQuestions(Questionnaire):
    """One section, asked from its first question to its last; a question of another section is
    known too, so that an old button still finds it."""

    whole: Questionnaire = field(default=Questionnaire("", ()))

    def __contains__(self, question_id: str) -> bool:
        return question_id in self.whole

    def question(self, question_id: str) -> Question:
        return self.whole.question(question_id)


@dataclass(frozen=True)
class PlanOutline:
    """`vat_limit`: kroner a calendar year, over which a business registers for VAT."""

    questions: tuple[Question, ...]
    vat_limit: Decimal

    @cached_property
    def whole(self) -> Questionnaire:
        return Questionnaire("plan", self.questions)

    @cached_property
    def _sections(self) -> dict[str, SectionQuestions]:
        return {
            name: SectionQuestions(
                name, tuple(q for q in self.questions if q.plan == name), self.whole
            )
            for name in PLAN_SECTIONS
        }

    @cached_property
    def _taking_up(self) -> dict[str, Question]:
        return {source: q for q in reversed(self.questions) for source in q.sources}

    def taking_up(self, source: str) -> Question | None:
        """The question that begins from a step ("task.step")."""
        return self._taking_up.get(source)

    def section(self, name: str) -> SectionQuestions:
        """Raises KeyError."""
        return self._sections[name]

    def sections(self) -> Iterator[tuple[str, tuple[Question, ...]]]:
        return ((name, found.questions) for name, found in self._sections.items())

    def asking(self, topic: QuestionTag) -> Question | None:
        return next((q for q in self.questions if q.asks == topic), None)

    def of_figure(self, figure: Figure) -> Question | None:
        return next((q for q in self.questions if q.figure == figure), None)
