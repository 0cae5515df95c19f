"""What a participant gets about themselves, as data."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from bot.kernel.messages.enclosures import Drawing, Enclosure
from bot.kernel.messages.params import Day, Param, Phrase


@dataclass(frozen=True)
class MyData(Enclosure):
    """An archive (ZIP) of all that is stored about a participant; made when it is sent.

    `part`: from 1; files that do not fit into one message are in several archives.
    """

    participant_id: int
    part: int = 1
    kind: Literal["my_data"] = "my_data"


class ReportSection(Enum):
    """The sections of a report, in their order."""

    PERSON = auto()
    CONSENTS = auto()
    CHECK = auto()
    TASKS = auto()
    PLAN = auto()
    ATTENDANCE = auto()
    ABSENCES = auto()
    FILES = auto()
    REST = auto()


class ReportLabel(Enum):
    NAME = auto()
    LANGUAGE = auto()
    SINCE = auto()
    CONSENT_GIVEN = auto()
    CONSENT_REFUSED = auto()
    PRESENT = auto()
    ABSENT = auto()
    DAYS_AWAY = auto()


@dataclass(frozen=True)
class ReportPart:
    """A section; each line is a label and a value."""

    title: Phrase
    lines: tuple[tuple[Param, Param], ...]


@dataclass(frozen=True)
class Report(Drawing):
    """What is stored about a participant, to read (PDF)."""

    day: Day
    parts: tuple[ReportPart, ...]
    language: str | None = None  # None: the reader's
    kind: Literal["report"] = "report"
