"""What is said, before it becomes words of one language.

A message is data: phrases with their parameters.  The edge renders it in the reader's language, so
the same message can be shown again in Danish and escaped or isolated as its channel needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.kernel.messages.enclosures import (
    Copied,
    Drawing,
    Enclosure,
    KeptFile,
    Media,
)
from bot.kernel.messages.forms import Form
from bot.kernel.messages.params import (
    Amount,
    Day,
    DayName,
    LanguageName,
    Listing,
    LocalMoment,
    Moment,
    Param,
    PersonLink,
    Phrase,
    Spoken,
    TimeOfDay,
    Verbatim,
    Weekday,
    phrase,
    phrases,
)

__all__ = [
    "Amount",
    "Button",
    "Copied",
    "Day",
    "DayName",
    "Drawing",
    "Enclosure",
    "Form",
    "KeptFile",
    "LanguageName",
    "Listing",
    "LocalMoment",
    "Media",
    "Message",
    "Moment",
    "Paragraph",
    "Param",
    "PersonLink",
    "Phrase",
    "Spoken",
    "Style",
    "TimeOfDay",
    "Verbatim",
    "Weekday",
    "item",
    "message",
    "phrase",
    "phrases",
    "quiet",
    "strong",
]

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


@dataclass(frozen=True)
class Message:
    """`enclosure` goes with the text as its caption, so that text is short then.

    `form`: the state of what this message asks for; nobody sees it.
    """

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    with_danish: bool = False  # the Danish text stands below the reader's own
    enclosure: Enclosure | None = None
    form: Form | None = None

    def in_danish_too(self) -> "Message":
        return replace(self, with_danish=True)


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
