"""The questions of the business plan as the content defines them, section by section.

A question names its section in `plan`.  What the check of a plan must know stands in the content
as tags of questions (`asks`) and of choices (`says`), so that another plan needs no other code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bot.course.rules.course import PLAN_SECTIONS
from bot.questionnaire.rules.questionnaire import Figure, Question, Questionnaire


class QuestionTag(StrEnum):
    """What a question is about."""

    WORD = "word"  # the participant's name for what is sold
    CUSTOMERS = "customers"
    REACH = "reach"
    PLACE = "place"
    RULES = "rules"
    PERMITS = "permits"
    SOURCE = "source"
    VAT = "vat"
    BENEFIT = "benefit"


class ChoiceTag(StrEnum):
    """What a choice means."""

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
    """The questions of one section.

    Questions of other sections are found too (in `plan`), so that old buttons still work.
    """

    plan: Questionnaire = field(default=Questionnaire(()))

    def __contains__(self, question_id: str) -> bool:
        return question_id in self.plan

    def question(self, question_id: str) -> Question:
        return self.plan.question(question_id)


@dataclass(frozen=True)
class PlanOutline:
    """`vat_limit`: kroner a calendar year; with higher sales a business must register for VAT."""

    questions: tuple[Question, ...]
    vat_limit: Decimal

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """All questions."""
        return Questionnaire(self.questions)

    @cached_property
    def _sections(self) -> dict[str, SectionQuestions]:
        return {
            name: SectionQuestions(
                tuple(q for q in self.questions if q.plan == name), self.questionnaire
            )
            for name in PLAN_SECTIONS
        }

    @cached_property
    def _by_source(self) -> dict[str, Question]:
        return {source: q for q in reversed(self.questions) for source in q.sources}

    def with_source(self, source: str) -> Question | None:
        """The question for which an answer to this step ("task.step") is a suggestion."""
        return self._by_source.get(source)

    def section(self, name: str) -> SectionQuestions:
        """Raises KeyError."""
        return self._sections[name]

    def sections(self) -> Iterator[tuple[str, tuple[Question, ...]]]:
        return ((name, found.questions) for name, found in self._sections.items())

    def tagged(self, tag: QuestionTag) -> Question | None:
        return next((q for q in self.questions if q.asks == tag), None)

    def of_figure(self, figure: Figure) -> Question | None:
        return next((q for q in self.questions if q.figure == figure), None)
