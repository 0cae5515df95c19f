"""The shape of the fact cards and the glossary."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.content.schema import Id, Label, Strict, unique
from bot.domain.facts import Fact, Facts, Term

Text = Annotated[str, StringConstraints(min_length=1, max_length=350, strip_whitespace=True)]
Source = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class TermYaml(Strict):
    id: Id
    term: Label
    text: Text


class GlossaryYaml(Strict):
    terms: tuple[TermYaml, ...]

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        unique([t.id for t in self.terms], "term")
        return self


class FactYaml(Strict):
    id: Id
    intents: tuple[str, ...] = Field(min_length=1)
    title: Label
    text: Text
    more: tuple[Text, ...] = ()
    guard: bool
    terms: tuple[Id, ...] = ()
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
        unique([f.id for f in self.facts], "fact")
        return self


def join(facts: FactsYaml, glossary: GlossaryYaml) -> Facts:
    """Raises KeyError with the id of a term that the glossary lacks."""
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
