"""Messages as data, independent of language and channel.

A message consists of phrases with parameters.  It is rendered in the reader's language when it is
sent, so it can be shown again in Danish, and escaped or isolated as the channel requires.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.kernel.messages.enclosures import (
    Copied,
    Drawing,
    Enclosure,
    KeptAlbum,
    KeptFile,
    Media,
)
from bot.kernel.messages.forms import ErasedMessages, Form
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
    "ErasedMessages",
    "Form",
    "KeptAlbum",
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

Style = Literal["plain", "strong", "quiet", "item"]  # list items have no blank line between them


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a message."""

    content: Param
    style: Style = "plain"


@dataclass(frozen=True)
class Button:
    """An inline button; `data` is packed callback data (1–64 bytes, stable over releases)."""

    label: Param
    data: str


@dataclass(frozen=True)
class Message:
    """A message.

    enclosure: a file sent with the text as its caption, which is short then.
    form: state of the form that this message asks for; not visible.
    """

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    with_danish: bool = False  # also show the Danish text below
    enclosure: Enclosure | None = None
    form: Form | None = None

    def in_danish_too(self) -> "Message":
        """Return a copy that shows the Danish text below the reader's own."""
        return replace(self, with_danish=True)


def message(*content: Param | Paragraph, buttons: Sequence[Sequence[Button]] = ()) -> Message:
    """Build a message of plain paragraphs; wrap content in `strong` or `quiet` for emphasis."""
    paragraphs = tuple(c if isinstance(c, Paragraph) else Paragraph(c) for c in content)
    return Message(paragraphs, tuple(tuple(row) for row in buttons if row))


def strong(content: Param) -> Paragraph:
    """A paragraph in bold."""
    return Paragraph(content, "strong")


def item(content: Param) -> Paragraph:
    """An item of a list."""
    return Paragraph(content, "item")


def quiet(content: Param) -> Paragraph:
    """A paragraph in italics."""
    return Paragraph(content, "quiet")
