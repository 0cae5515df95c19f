"""The business plan as a document, as data."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.enclosures import Drawing
from bot.kernel.messages.params import Day, Param, Phrase, Verbatim
from bot.plan.rules.budget import Budget

FileFormat = Literal["pdf", "docx"]
Variant = Literal["own", "danish", "both"]


@dataclass(frozen=True)
class Danish:
    """Own words in Danish: made by a machine, or given or checked by a consultant."""

    text: str
    by: Literal["machine", "checked"]


@dataclass(frozen=True)
class PlanEntry:
    """What one question of the course gave to the plan."""

    title: Phrase
    answer: Param
    danish: Danish | None = None


@dataclass(frozen=True)
class PlanSection:
    title: Phrase
    entries: tuple[PlanEntry, ...]  # none: still to come


@dataclass(frozen=True)
class PlanDocument(Drawing):
    """The business plan as a file.  Own words stay as they were written in every variant; where
    there is Danish for them, it stands below them in the Danish ones.

    `glossary`: Danish words and what they mean; those that occur in the plan are shown.
    """

    name: Verbatim
    day: Day
    sections: tuple[PlanSection, ...]
    form: FileFormat
    variant: Variant  # the language of all that is not own words
    glossary: tuple[tuple[str, Phrase], ...] = ()
    language: str | None = None  # the writer's own; None: the reader's
    budget: Budget | None = None  # its tables and charts; None: no figures yet
    kind: Literal["plan"] = "plan"
