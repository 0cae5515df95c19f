"""YAML schema of fact cards and the glossary."""

from datetime import date
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from bot.facts.rules import Fact, Facts, Term
from bot.kernel.content_schema import Id, Label, Line, Strict, unique
from bot.questionnaire.rules.intents import INTENTS

Source = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


def _known_intent(name: str) -> str:
    if name not in INTENTS:
        raise ValueError(f"no intent of the contract: {name}")
    return name


def _known_term(term: str, info: ValidationInfo) -> str:
    """The validation context has the ids of the glossary."""
    if term not in (info.context or ()):
        raise ValueError(f"no term {term} in glossary.yml")
    return term


class TermYaml(Strict):
    id: Id
    term: Label
    text: Line


class GlossaryYaml(Strict):
    terms: tuple[TermYaml, ...]

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        unique([t.id for t in self.terms], "terms", "term")
        return self


class FactYaml(Strict):
    id: Id
    intents: tuple[Annotated[str, AfterValidator(_known_intent)], ...] = Field(min_length=1)
    title: Label
    text: Line
    more: tuple[Line, ...] = ()
    guard: bool
    terms: tuple[Annotated[Id, AfterValidator(_known_term)], ...] = ()
    source: Source
    reviewed: date
    review_by: date

    @model_validator(mode="after")
    def review_comes_later(self) -> Self:
        if self.review_by <= self.reviewed:
            raise ValueError("review_by must be later than reviewed")
        return self


class FactsYaml(Strict):
    facts: tuple[FactYaml, ...]

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        unique([f.id for f in self.facts], "facts", "fact")
        return self


def join(facts: FactsYaml, glossary: GlossaryYaml) -> Facts:
    terms = {t.id: Term(t.id, t.term, t.text) for t in glossary.terms}
    cards = tuple(_card(f, terms) for f in facts.facts)
    return Facts(cards, tuple(terms.values()))


def _card(fact: FactYaml, terms: dict[str, Term]) -> Fact:
    return Fact(
        fact.id,
        frozenset(fact.intents),
        fact.title,
        fact.text,
        fact.more,
        fact.guard,
        tuple(terms[t] for t in fact.terms),
        fact.source,
        fact.reviewed,
        fact.review_by,
    )
