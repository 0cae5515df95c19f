"""What goes from a person to the consultants and back, in somebody's own words."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

HOLD = timedelta(seconds=8)  # so long a consultant can take words back
ALBUM = timedelta(seconds=2)  # an album arrives as several messages, close together
NOTE = "//"  # in a topic: for colleagues only
KEPT_FOR = timedelta(days=1)  # what nobody understood, should a human be asked about it


class Direction(StrEnum):
    IN = "in"  # from the person to the consultants
    OUT = "out"


class RelayState(StrEnum):
    KEPT = "kept"  # goes nowhere by itself: a human may ask what was said
    HELD = "held"  # goes out when it is due
    GONE = "gone"
    UNDONE = "undone"


class RelayKind(StrEnum):
    TEXT = "text"
    COPY = "copy"  # a picture, a voice note: the channel copies it
    CLOSE = "close"  # the end of a talk, behind words that are still held


@dataclass
class Relay:
    """`source_…`: what was written, and where; `reply_to`: what it replies to, as the other side
    has it.  `edition` counts the changes; `parts`: how many messages it became."""

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
    forgotten: bool = False  # nobody needs the words any more
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
    id: int | None = None

    def change(self, text: str, now: datetime) -> None:
        """The writer has edited it: in time, or what the reader sees changes too."""
        self.text = text
        if self.state is RelayState.GONE:
            self.edition += 1
            self.state, self.due_at = RelayState.HELD, now

    def take_back(self) -> bool:
        """False where it went out already."""
        if self.state is not RelayState.HELD or self.edition:
            return False
        self.state, self.text, self.translation = RelayState.UNDONE, "", None
        return True

    @property
    def key(self) -> str:
        """What the rows of the outbox that come of it begin with."""
        return f"relay:{self.id}:"

    def part_key(self, part: int) -> str:
        return f"{self.key}{part}"


def relay_of(key: str) -> int | None:
    """The relay that a row of the outbox comes of; None: of none."""
    head, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if head == "relay" and number.isdecimal() else None
