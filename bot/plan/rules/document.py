"""The data of a business plan as a document."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.enclosures import Drawing
from bot.kernel.messages.params import Day, Param, Phrase, Verbatim
from bot.plan.rules.budget import Budget

FileFormat = Literal["pdf", "docx"]
Variant = Literal["own", "danish", "both"]


@dataclass(frozen=True)
class Danish:
    """Danish of own words, by machine translation or from (or checked by) a consultant."""

    text: str
    by: Literal["machine", "checked"]


@dataclass(frozen=True)
class PlanEntry:
    """An answer, to a question of the plan or a step of a task."""

    title: Phrase
    answer: Param
    danish: Danish | None = None


@dataclass(frozen=True)
class PlanSection:
    title: Phrase
    entries: tuple[PlanEntry, ...]  # empty: nothing is written yet


@dataclass(frozen=True)
class PlanDocument(Drawing):
    """The business plan as a file.

    Own words are shown in the original in every variant; the variants with Danish show their
    Danish below them.  `glossary`: Danish terms with their meaning; the file explains those that
    occur in it.
    """

    name: Verbatim
    day: Day
    sections: tuple[PlanSection, ...]
    form: FileFormat
    variant: Variant  # language of everything but own words
    glossary: tuple[tuple[str, Phrase], ...] = ()
    language: str | None = None  # the writer's own; None: the reader's
    budget: Budget | None = None  # None: no figures, no tables, no charts
    kind: Literal["plan"] = "plan"
