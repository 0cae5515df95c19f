"""Versions of a plan that were sent as files, and the Danish of participants' own words."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from bot.kernel.messages import Day, Verbatim
from bot.plan.rules.document import Danish, PlanDocument, PlanEntry, PlanSection

VERSIONS_KEPT = 10  # versions of a plan
_KEY_LENGTH = 32


@dataclass(frozen=True)
class PlanVersion:
    """`document`: see `version_content`."""

    enrolment_id: int
    made_at: datetime
    document: PlanDocument
    id: int | None = None


@dataclass(frozen=True)
class DanishText:
    """`key`: hash of the original text, so that a changed text has no Danish (see `text_key`)."""

    participant_id: int
    key: str
    danish: Danish
    at: datetime
    by: int | None = None  # the consultant who wrote or checked it


def version_content(document: PlanDocument) -> PlanDocument:
    """The document without day, file format, variant and glossary, to compare versions."""
    return replace(document, day=Day(date.min), form="pdf", variant="own", glossary=())


def text_key(words: str) -> str:
    """32 hexadecimal characters of a hash; short enough for callback data."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]


def own_words(entry: PlanEntry) -> str | None:
    """The text of an answer that can be translated; None without letters in it."""
    match entry.answer:
        case Verbatim(text) if any(letter.isalpha() for letter in text):
            return text
        case _:
            return None


def with_danish(
    sections: tuple[PlanSection, ...], texts: dict[str, Danish]
) -> tuple[PlanSection, ...]:
    """Add to each entry the Danish of its text, where there is one.  `texts`: by `text_key`."""
    return tuple(
        replace(
            section, entries=tuple(_entry_with_danish(entry, texts) for entry in section.entries)
        )
        for section in sections
    )


def _entry_with_danish(entry: PlanEntry, texts: dict[str, Danish]) -> PlanEntry:
    words = own_words(entry)
    return entry if words is None else replace(entry, danish=texts.get(text_key(words)))
