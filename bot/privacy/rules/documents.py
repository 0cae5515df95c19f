"""What is handed out to a person about themselves, as data."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.enclosures import Drawing, Enclosure
from bot.kernel.messages.params import Day, Param, Phrase


@dataclass(frozen=True)
class MyData(Enclosure):
    """All that is kept about a person (ZIP): gathered when it is sent, so it is kept nowhere.

    `part`: files that are too much for one message come in several, from 1.
    """

    participant_id: int
    part: int = 1
    kind: Literal["my_data"] = "my_data"


@dataclass(frozen=True)
class ReportPart:
    """Label and value, line by line."""

    title: Phrase
    lines: tuple[tuple[Param, Param], ...]


@dataclass(frozen=True)
class Report(Drawing):
    """What is known about somebody, to read (PDF)."""

    day: Day
    parts: tuple[ReportPart, ...]
    language: str | None = None  # None: the reader's
    kind: Literal["report"] = "report"
