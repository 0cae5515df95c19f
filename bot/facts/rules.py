"""Fact cards: short answers with a source and a review date; and the glossary."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Term:
    """A Danish term and its explanation (a catalogue key); the term is not translated."""

    id: str
    term: str
    text: str


@dataclass(frozen=True)
class Fact:
    """`more`: further texts, shown one at a time.  `guard`: it touches the participant's benefit.

    Texts are catalogue keys.
    """

    id: str
    intents: frozenset[str]
    title: str
    text: str
    more: tuple[str, ...]
    guard: bool
    terms: tuple[Term, ...]
    source: str
    reviewed: date
    review_by: date

    def is_overdue(self, today: date) -> bool:
        """Whether the review is overdue: the answer may be wrong then and is not shown."""
        return today > self.review_by


@dataclass(frozen=True)
class Facts:
    cards: tuple[Fact, ...]
    terms: tuple[Term, ...]

    def card(self, card_id: str) -> Fact | None:
        return next((c for c in self.cards if c.id == card_id), None)

    def term(self, term_id: str) -> Term | None:
        return next((t for t in self.terms if t.id == term_id), None)

    def answering(self, intent: str) -> list[Fact]:
        return [c for c in self.cards if intent in c.intents]
