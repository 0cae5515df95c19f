"""What can go with a message: a file, or a document that is rendered when it is sent."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.kinds import Kinds

Media = Literal["photo", "file", "voice"]


class Enclosure(Kinds):
    """Base of all enclosures; subjects define their own kinds."""


class Drawing(Enclosure):
    """An enclosure that is data only: it is rendered in the reader's language when it is sent.

    `language`: the document's own; None: the reader's.
    """

    language: str | None = None


@dataclass(frozen=True)
class KeptFile(Enclosure):
    """A file that somebody sent us; `file_id` is ours."""

    file_id: int
    media: Media
    kind: Literal["kept"] = "kept"


@dataclass(frozen=True)
class Copied(Enclosure):
    """Messages of another chat, copied by the channel; an album has several.

    `captioned`: the text can be their caption.  `said`: the text holds more than who sent it.
    """

    chat_id: int
    message_ids: tuple[int, ...]
    captioned: bool = True
    said: bool = False
    kind: Literal["copied"] = "copied"
