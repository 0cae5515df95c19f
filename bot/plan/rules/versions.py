"""A plan as it was on the day somebody took it along, and the Danish of somebody's own words."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from bot.kernel.messages import Day, Verbatim
from bot.plan.rules.document import Danish, PlanDocument, PlanEntry, PlanSection

KEPT = 10  # versions of a plan
_KEY_LENGTH = 32


@dataclass(frozen=True)
class PlanVersion:
    """`document`: without what is the same in every version (see `bare`)."""

    enrolment_id: int
    made_at: datetime
    document: PlanDocument
    id: int | None = None


@dataclass(frozen=True)
class DanishText:
    """`key` stands for the words that were put into Danish: other words have another."""

    participant_id: int
    key: str
    danish: Danish
    at: datetime
    by: int | None = None  # the consultant who gave or checked it


def bare(document: PlanDocument) -> PlanDocument:
    """What makes a version: neither the day nor the form, and not the glossary."""
    return replace(document, day=Day(date.min), form="pdf", variant="own", glossary=())


def key_of(words: str) -> str:
    """Short enough for a button."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]


def own_words(entry: PlanEntry) -> str | None:
    """What can be put into Danish: words, not only numbers and signs."""
    match entry.answer:
        case Verbatim(text) if any(letter.isalpha() for letter in text):
            return text
        case _:
            return None


def with_danish(
    sections: tuple[PlanSection, ...], texts: dict[str, Danish]
) -> tuple[PlanSection, ...]:
    """Each entry with the Danish of just these words, where there is any.  `texts`: by key."""
    return tuple(
        replace(section, entries=tuple(_in_danish(entry, texts) for entry in section.entries))
        for section in sections
    )


def _in_danish(entry: PlanEntry, texts: dict[str, Danish]) -> PlanEntry:
    words = own_words(entry)
    return entry if words is None else replace(entry, danish=texts.get(key_of(words)))
