"""Files sent with a message: stored, copied, or rendered when it is sent."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.kinds import Kinds

Media = Literal["photo", "file", "voice"]


class Enclosure(Kinds):
    """Base of all enclosures; packages define their own kinds."""


class Drawing(Enclosure):
    """A document that is rendered when it is sent; subclasses hold its data.

    language: language of the document; None: the reader's.
    """

    language: str | None = None


@dataclass(frozen=True)
class KeptFile(Enclosure):
    """A received file; `file_id` is the id in the database."""

    file_id: int
    media: Media
    kind: Literal["kept"] = "kept"


@dataclass(frozen=True)
class KeptAlbum(Enclosure):
    """Several received files that were sent together.

    said: the text has more content than the name of the sender.
    """

    files: tuple[KeptFile, ...]
    said: bool = False
    kind: Literal["album"] = "album"


@dataclass(frozen=True)
class Copied(Enclosure):
    """Messages of another chat, copied by the channel; an album has several.

    captioned: the text fits into their caption.
    said: the text has more content than the name of the sender.
    """

    chat_id: int
    message_ids: tuple[int, ...]
    captioned: bool = True
    said: bool = False
    kind: Literal["copied"] = "copied"
