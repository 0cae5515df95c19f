"""Relays: messages between a participant and the consultants."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

HOLD = timedelta(seconds=8)  # until then a consultant can take a message back
ALBUM = timedelta(seconds=2)  # an album arrives as several messages, close together
# So long later messages wait behind one whose files are still to be fetched.
FILES_WAIT = timedelta(seconds=20)
NOTE = "//"  # a message that begins with this is for colleagues only
KEPT_FOR = timedelta(days=1)  # texts that were not understood, and texts of closed cases


class Direction(StrEnum):
    IN = "in"  # from the participant to the consultants
    OUT = "out"


class RelayState(StrEnum):
    KEPT = "kept"  # not understood: sent only if a case is opened
    HELD = "held"  # sent when it is due
    GONE = "gone"
    UNDONE = "undone"  # taken back


class RelayKind(StrEnum):
    TEXT = "text"
    FILE = "file"  # files, fetched and uploaded again
    COPY = "copy"  # a sticker, contact or place, copied by the channel
    CLOSE = "close"  # close the case after the messages that are still held


@dataclass
class Relay:
    """One message, or one album.

    `source_…`: the original message; `reply_to`: the id on the other side of the message it
    replies to; `edition`: how often it was edited after it was sent; `parts`: how many messages it
    became; `digest_id`: the relay whose messages hold its words, where it has none of its own.

    `due_at` is when it is due; of a sent one, when its messages were sent or changed.
    """

    participant_id: int
    direction: Direction
    kind: RelayKind
    state: RelayState
    source_chat: int
    source_message_id: int
    created_at: datetime
    due_at: datetime
    text: str = ""
    translation: str | None = None
    forgotten: bool = False  # `text` and `translation` were removed
    case_id: int | None = None
    message_ids: list[int] = field(default_factory=list)
    album: str | None = None
    captioned: bool = True
    thread: int | None = None
    reply_to: int | None = None
    by: int | None = None
    by_name: str | None = None
    edition: int = 0
    parts: int = 0
    digest_id: int | None = None
    id: int | None = None

    def change(self, text: str, now: datetime) -> None:
        """The writer edited the message; if it was sent, the edit is sent too."""
        self.text = text
        if self.state is RelayState.GONE:
            self.edition += 1
            self.state, self.due_at = RelayState.HELD, now

    def take_back(self) -> bool:
        """False if it was sent already."""
        if self.state is not RelayState.HELD or self.edition:
            return False
        self.state, self.text, self.translation = RelayState.UNDONE, "", None
        return True

    @property
    def key(self) -> str:
        """Prefix of the keys of its outbox rows."""
        return f"relay:{self.id}:"

    def part_key(self, part: int) -> str:
        """The key of the outbox row with its words."""
        return f"relay:{self.digest_id or self.id}:{part}"


def relay_of(key: str) -> int | None:
    """The relay id in the key of an outbox row; None where the row belongs to none."""
    head, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if head == "relay" and number.isdecimal() else None
