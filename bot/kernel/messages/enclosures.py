"""What goes with a message: files that were sent to us, and documents drawn for their reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.kernel.messages.params import Day, Param, Phrase, Verbatim
from bot.plan.rules.budget import Budget

Media = Literal["photo", "file", "voice"]


@dataclass(frozen=True)
class KeptFile:
    """A file that somebody sent us; `file_id` is ours."""

    file_id: int
    media: Media
    kind: Literal["kept"] = "kept"


@dataclass(frozen=True)
class Copied:
    """Messages of another chat, as they stand there: an album has several.

    `captioned`: the text can be their caption.  `said`: the text holds more than who sent it.
    """

    chat_id: int
    message_ids: tuple[int, ...]
    captioned: bool = True
    said: bool = False
    kind: Literal["copied"] = "copied"


@dataclass(frozen=True)
class WeekMark:
    """One week on the drawn path; `tasks` are all of the week's, `done` those handed in."""

    title: Phrase
    state: Literal["done", "now", "open", "ahead"]
    done: int
    tasks: int


@dataclass(frozen=True)
class PathPicture:
    """The way through the course as a picture (PNG)."""

    weeks: tuple[WeekMark, ...]
    kind: Literal["path"] = "path"


@dataclass(frozen=True)
class WeekPicture:
    """A look back at one week (PNG): how much was done on each of its days, from Monday on, what
    was handed in, and how far the course is."""

    monday: Day
    days: tuple[int, ...]
    tasks: tuple[Phrase, ...]  # their titles
    answers: int
    handed_in: int  # of all tasks so far
    all_tasks: int
    kind: Literal["week"] = "week"


@dataclass(frozen=True)
class Certificate:
    """For a finished course (PDF)."""

    name: Verbatim
    run: Verbatim
    began: Day
    ended: Day
    approved_by: Verbatim
    weeks: tuple[Phrase, ...]  # their titles
    language: str | None = None  # None: the reader's
    kind: Literal["certificate"] = "certificate"


@dataclass(frozen=True)
class Statement:
    """What a person has done so far, to show to the jobcenter (PDF).  No answers, no illness."""

    name: Verbatim
    run: Verbatim
    began: Day
    today: Day
    weeks: tuple[WeekMark, ...]
    meetings_held: int
    meetings_attended: int
    weeks_away: int  # weeks with a notice of absence
    language: str | None = None  # None: the reader's
    kind: Literal["statement"] = "statement"


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
class PlanDocument:
    """The business plan as a file.  Own words stay as they were written in every variant; where
    there is Danish for them, it stands below them in the Danish ones.

    `glossary`: Danish words and what they mean; those that occur in the plan are shown.
    """

    name: Verbatim
    day: Day
    sections: tuple[PlanSection, ...]
    form: Literal["pdf", "docx"]
    variant: Literal["own", "danish", "both"]  # the language of all that is not own words
    glossary: tuple[tuple[str, Phrase], ...] = ()
    language: str | None = None  # the writer's own; None: the reader's
    budget: Budget | None = None  # its tables and charts; None: no figures yet
    kind: Literal["plan"] = "plan"


@dataclass(frozen=True)
class MyData:
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
class Report:
    """What is known about somebody, to read (PDF)."""

    day: Day
    parts: tuple[ReportPart, ...]
    language: str | None = None  # None: the reader's
    kind: Literal["report"] = "report"


@dataclass(frozen=True)
class CalendarEvent:
    """A meeting for somebody's own calendar (ICS).  A file with the same `uid` and a later
    `version` changes what was put there before.  First names are all it says about people."""

    uid: str
    version: int
    stamped_at: datetime
    starts_at: datetime
    minutes: int
    title: Phrase
    place: tuple[Param, ...]
    about: tuple[Param, ...]  # a line each
    cancelled: bool = False
    kind: Literal["event"] = "event"


Drawing = (
    Report | PathPicture | WeekPicture | Certificate | Statement | PlanDocument | CalendarEvent
)
Enclosure = KeptFile | Copied | MyData | Drawing
