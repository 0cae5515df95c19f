"""Incoming updates, independent of the channel."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Sender:
    """Who sent the update and where to answer.

    chat_id: chat to answer in; equals `user_id` in a private chat.
    language_code: IETF tag from the channel, if any.
    thread: topic of a group; 0: its General topic, or a group without topics.
    bot: the sender is a bot.
    speaks_as: in whose name it was sent, if not in their own: the group's (by an administrator who
        stays anonymous), or a channel's.  `user_id` is no person's then.
    """

    chat_id: int
    user_id: int
    first_name: str
    language_code: str | None
    private: bool
    thread: int = 0
    bot: bool = False
    speaks_as: Literal["", "group", "channel"] = ""

    @property
    def is_person(self) -> bool:
        """Whether it is known which person sent it."""
        return not self.bot and not self.speaks_as


@dataclass(frozen=True)
class Text:
    """A text message.

    had_cpr: a CPR number was masked before anything was stored.
    cpr_began_in: id of the message before it, in which that number began.
    """

    text: str
    message_id: int
    forwarded: bool = False
    had_cpr: bool = False
    reply_to: int | None = None
    cpr_began_in: int | None = None


@dataclass(frozen=True)
class Command:
    """A command: "/language@our_bot da" is Command("language", "da").

    replied_to: who wrote the message that it replies to.
    """

    name: str
    argument: str
    message_id: int
    reply_to: int | None = None
    had_cpr: bool = False
    replied_to: Sender | None = None


@dataclass(frozen=True)
class Press:
    """A button press: its data and its message (None if the channel no longer has it)."""

    data: str
    message_id: int | None
    callback_id: str


@dataclass(frozen=True)
class Attachment:
    """A message with other content than text.

    album: shared by the messages of one album.
    file_id: id in the channel; None if there is no file to download.
    size, mime: as reported by the channel, may be wrong.
    had_cpr: a CPR number was masked before anything was stored.
    cpr_attached: it was not in the caption but in the file's name, the contact, the place …, which
        a copy of the message would show.

    The original file name is not read.
    """

    media: Literal["photo", "file", "voice", "sticker", "contact", "location", "other"]
    message_id: int
    album: str | None = None
    file_id: str | None = None
    size: int | None = None
    mime: str | None = None
    caption: str = ""
    had_cpr: bool = False
    forwarded: bool = False
    reply_to: int | None = None
    shape: str = field(default="", compare=False)  # kind in the channel's terms
    cpr_attached: bool = False


@dataclass(frozen=True)
class Edited:
    """An edited message; `text` is its new text, None for a message without text."""

    message_id: int
    text: str | None = None
    had_cpr: bool = False


@dataclass(frozen=True)
class Membership:
    """The bot was blocked, unblocked, added to a group or removed from it."""

    present: bool


@dataclass(frozen=True)
class MembersChanged:
    """People (or bots) came to a group or left it."""

    user_ids: tuple[int, ...]
    present: bool


@dataclass(frozen=True)
class GroupMoved:
    """A group became a supergroup."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True)
class Ignored:
    """An update that needs no answer (service messages, reactions, channel posts)."""


Content = (
    Text
    | Command
    | Press
    | Attachment
    | Edited
    | Membership
    | MembersChanged
    | GroupMoved
    | Ignored
)


@dataclass(frozen=True)
class Incoming:
    """One update."""

    update_id: int
    sender: Sender
    content: Content


LARGEST = 20 * 1024 * 1024  # bytes; the largest file a bot can download from Telegram


def text_of(content: Content) -> str:
    """What somebody wrote; empty for a press, a command and the like."""
    match content:
        case Text(text=text) | Edited(text=str(text)) | Attachment(caption=text):
            return text
        case _:
            return ""
