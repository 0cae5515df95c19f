"""Short answers about rules and the course, each with its source and the day of its review."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Term:
    """A Danish word and what it means; the word itself is never translated."""

    id: str
    term: str
    text: str


@dataclass(frozen=True)
class Fact:
    """`more`: further messages, shown one at a time; `guard`: it touches the person's benefit."""

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

    def overdue(self, today: date) -> bool:
        """Rules change: an answer nobody has looked at since is no answer."""
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
