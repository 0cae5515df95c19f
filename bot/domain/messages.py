"""What is said, before it becomes words of one language.

A message is data: phrases with their parameters.  The edge renders it in the reader's language, so
the same message can be shown again in Danish and escaped or isolated as its channel needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from bot.domain.budget import Budget


@dataclass(frozen=True)
class Verbatim:
    """Somebody's own words or name: never translated, always set apart from the text around it."""

    text: str
    kind: Literal["verbatim"] = "verbatim"


@dataclass(frozen=True)
class Amount:
    """A number that is written the way the reader's language writes numbers."""

    value: Decimal
    kind: Literal["amount"] = "amount"


@dataclass(frozen=True)
class Day:
    """A calendar day in the reader's own calendar words."""

    value: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True)
class Weekday:
    """A day near by: with its weekday, without the year."""

    value: date
    kind: Literal["weekday"] = "weekday"


@dataclass(frozen=True)
class Moment:
    """A point in time; shown in the municipality's time zone."""

    value: datetime
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True)
class TimeOfDay:
    """A time on the clock: with 24 hours, as clocks and letters in Denmark have it."""

    value: time
    kind: Literal["time"] = "time"


@dataclass(frozen=True)
class LocalMoment:
    """When people meet: the day in the reader's calendar words, the time of day, or both in the
    short way that fits a button (`date`: the day alone).  In the municipality's time zone."""

    value: datetime
    show: Literal["day", "time", "date", "short"] = "day"
    kind: Literal["local"] = "local"


@dataclass(frozen=True)
class DayName:
    """A day of every week by its name; 0 is Monday."""

    weekday: int
    kind: Literal["dayname"] = "dayname"


@dataclass(frozen=True)
class PersonLink:
    """A name that opens the person's chat where the channel can do that."""

    name: str
    chat_id: int
    kind: Literal["person"] = "person"


@dataclass(frozen=True)
class LanguageName:
    """A language, called by its name in the reader's language."""

    code: str
    kind: Literal["language"] = "language"


@dataclass(frozen=True)
class Phrase:
    """One translatable sentence: the English source text and what stands in its {fields}.

    `plural` and `count` are given together; `count` then also fills {count}.
    """

    text: str
    params: dict[str, "Param"] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None
    kind: Literal["phrase"] = "phrase"


@dataclass(frozen=True)
class Listing:
    """Several things in a row, joined as the reader's language joins a list."""

    items: tuple["Param", ...]
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True)
class Spoken:
    """What somebody else reads, in that person's language."""

    content: "Param"
    language: str
    kind: Literal["spoken"] = "spoken"


Param = (
    Verbatim
    | Amount
    | Day
    | Weekday
    | Moment
    | TimeOfDay
    | LocalMoment
    | DayName
    | PersonLink
    | LanguageName
    | Phrase
    | Listing
    | Spoken
)

Style = Literal["plain", "strong", "quiet", "item"]  # items of one list stand close together


@dataclass(frozen=True)
class Paragraph:
    content: Param
    style: Style = "plain"


@dataclass(frozen=True)
class Button:
    """`data` is a short id of our own (1–64 bytes), understood after any restart."""

    label: Param
    data: str


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


@dataclass(frozen=True)
class Message:
    """`enclosure` goes with the text as its caption, so that text is short then."""

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    with_danish: bool = False  # the Danish text stands below the reader's own
    enclosure: Enclosure | None = None

    def in_danish_too(self) -> "Message":
        return replace(self, with_danish=True)


def phrase(text: str, /, **params: Param) -> Phrase:
    """Mark a sentence for translation (the extractor looks for this name)."""
    return Phrase(text, params)


def phrases(singular: str, plural: str, count: int, /, **params: Param) -> Phrase:
    """Mark a sentence that depends on a number; {count} is filled from `count`."""
    return Phrase(singular, params, plural, count)


def message(*content: Param | Paragraph, buttons: Sequence[Sequence[Button]] = ()) -> Message:
    """A message of plain paragraphs; wrap one in `strong` or `quiet` to give it weight."""
    paragraphs = tuple(c if isinstance(c, Paragraph) else Paragraph(c) for c in content)
    return Message(paragraphs, tuple(tuple(row) for row in buttons if row))


def strong(content: Param) -> Paragraph:
    return Paragraph(content, "strong")


def item(content: Param) -> Paragraph:
    return Paragraph(content, "item")


def quiet(content: Param) -> Paragraph:
    return Paragraph(content, "quiet")
