"""What arrives from a person, whatever channel it came through."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Sender:
    """`chat_id` is where to answer; in a private chat it equals `user_id`.

    `thread`: the topic of a group; 0: its General topic, or it has none.  `bot`: no human.
    """

    chat_id: int
    user_id: int
    first_name: str
    language_code: str | None
    private: bool
    thread: int = 0
    bot: bool = False


@dataclass(frozen=True)
class Text:
    text: str
    message_id: int
    forwarded: bool = False
    had_cpr: bool = False  # a CPR number was masked before anything was stored
    reply_to: int | None = None


@dataclass(frozen=True)
class Command:
    """ "/language@our_bot da" is Command("language", "da")."""

    name: str
    argument: str
    message_id: int
    reply_to: int | None = None


@dataclass(frozen=True)
class Press:
    """A button: its data, and the message it hangs under (None when too old to be named)."""

    data: str
    message_id: int | None
    callback_id: str


@dataclass(frozen=True)
class Attachment:
    """Something that is not text.  An album arrives as several of these with one album id.

    `file_id` is the channel's, None where there is nothing to fetch; `size` and `mime` are what
    the channel tells and may be wrong.  What the sender called the file is not read.
    """

    media: Literal["photo", "file", "voice", "sticker", "contact", "location", "other"]
    message_id: int
    album: str | None = None
    file_id: str | None = None
    size: int | None = None
    mime: str | None = None
    caption: str = ""
    had_cpr: bool = False  # in the caption; masked as in a text
    forwarded: bool = False
    reply_to: int | None = None
    shape: str = field(default="", compare=False)  # what the channel calls it


@dataclass(frozen=True)
class Edited:
    """`text`: as it reads now; None: it is nothing with words."""

    message_id: int
    text: str | None = None
    had_cpr: bool = False


@dataclass(frozen=True)
class Membership:
    """The bot was blocked, let in again, added to a group or removed from it."""

    present: bool


@dataclass(frozen=True)
class Ignored:
    """Of a kind that asks for nothing (service messages, reactions, channel posts)."""


Content = Text | Command | Press | Attachment | Edited | Membership | Ignored


@dataclass(frozen=True)
class Incoming:
    update_id: int
    sender: Sender
    content: Content


LARGEST = 20 * 1024 * 1024  # Telegram lets bots fetch no larger ones
