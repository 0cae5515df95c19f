"""What stands in a sentence, and the sentence itself: data that become words at the edge."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal


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


def phrase(text: str, /, **params: Param) -> Phrase:
    """Mark a sentence for translation (the extractor looks for this name)."""
    return Phrase(text, params)


def phrases(singular: str, plural: str, count: int, /, **params: Param) -> Phrase:
    """Mark a sentence that depends on a number; {count} is filled from `count`."""
    return Phrase(singular, params, plural, count)
