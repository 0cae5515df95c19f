"""Phrases and their parameters: data that are formatted in the reader's language."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Verbatim:
    """User-provided text: never translated, always bidi-isolated from its surroundings."""

    text: str
    kind: Literal["verbatim"] = "verbatim"


@dataclass(frozen=True)
class Amount:
    """A number in the reader's number format."""

    value: Decimal
    kind: Literal["amount"] = "amount"


@dataclass(frozen=True)
class Day:
    """A date in the reader's long format."""

    value: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True)
class Weekday:
    """A date with its weekday, without the year."""

    value: date
    kind: Literal["weekday"] = "weekday"


@dataclass(frozen=True)
class Moment:
    """A date and time in the municipality's time zone."""

    value: datetime
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day on the 24-hour clock, as is usual in Denmark."""

    value: time
    kind: Literal["time"] = "time"


@dataclass(frozen=True)
class LocalMoment:
    """An appointment time in the municipality's time zone.

    show: the full day, the time of day, a short date, or a short date and time for buttons.
    """

    value: datetime
    show: Literal["day", "time", "date", "short"] = "day"
    kind: Literal["local"] = "local"


@dataclass(frozen=True)
class DayName:
    """The name of a weekday; 0 is Monday."""

    weekday: int
    kind: Literal["dayname"] = "dayname"


@dataclass(frozen=True)
class PersonLink:
    """A name that links to the person's chat if the channel supports it."""

    name: str
    chat_id: int
    kind: Literal["person"] = "person"


@dataclass(frozen=True)
class LanguageName:
    """The name of a language in the reader's language."""

    code: str
    kind: Literal["language"] = "language"


@dataclass(frozen=True)
class Phrase:
    """A translatable text: the English source and the parameters of its {fields}.

    plural, count: given together for a plural form; `count` also fills {count}.
    """

    text: str
    params: dict[str, "Param"] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None
    kind: Literal["phrase"] = "phrase"


@dataclass(frozen=True)
class Listing:
    """Several params, joined as a list in the reader's language."""

    items: tuple["Param", ...]
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True)
class Spoken:
    """Content in a fixed language, whatever the reader's."""

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
    """Mark a text for translation; the extractor looks for this name."""
    return Phrase(text, params)


def phrases(singular: str, plural: str, count: int, /, **params: Param) -> Phrase:
    """Mark a text with plural forms; `count` selects the form and fills {count}."""
    return Phrase(singular, params, plural, count)
