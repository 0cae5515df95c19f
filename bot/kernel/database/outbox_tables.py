from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from bot.kernel.database.types import Id, SealedJson, UtcDateTime, metadata, partial
from bot.kernel.messages import Message

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("idempotency_key", String(80), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("method", String(20), nullable=False),
    Column("message", SealedJson),
    Column("language", String(8), nullable=False),
    Column("edit_message_id", BigInteger),
    # Or the key of the row whose message is changed: its id may not be known yet.
    Column("edit_of", String(80)),
    # Whom a message to the consultants is about: a reply to it is passed on to that person.
    Column("about", ForeignKey("participants.id")),
    Column("thread", BigInteger),
    Column("reply_to", BigInteger),
    Column("silent", Boolean, nullable=False, server_default=false()),
    Column("background", Boolean, nullable=False, server_default=false()),
    # Nothing of it is left when it has been sent.
    Column("forget", Boolean, nullable=False, server_default=false()),
    Column("wiped_at", UtcDateTime),
    Column("not_after", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("failure", Text),
)


# One row may become several messages: an album, a text too long for a caption.
outbox_copies = Table(
    "outbox_copies",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
)

partial("ix_outbox_waiting", outbox.c.chat_id, outbox.c.id, where=outbox.c.sent_at.is_(None))
Index("ix_outbox_message", outbox.c.chat_id, outbox.c.message_id)
Index("ix_outbox_edited", outbox.c.chat_id, outbox.c.edit_message_id)
Index("ix_outbox_copies_message", outbox_copies.c.message_id)


# "amend" changes what is still there; "edit" says it anew where it was deleted; "close" is the
# last message of a topic.
Method = Literal["send", "edit", "amend", "leave", "delete", "close"]


@dataclass(frozen=True)
class SendOptions:
    """How a message is delivered, where that differs from a plain new message.

    method: how the channel delivers it.
    edit_message_id: the message that is edited or deleted.
    edit_of: the key of the row whose message is edited, whether or not that row was sent yet.
    about: id of the participant whom a message to the consultants concerns; a reply to it is
        passed on to them.
    thread: topic of the group, where it is not the participant's own; 0: none.
    reply_to: id of the message it replies to.
    silent: without a notification sound.
    background: sent after the answers somebody is waiting for.
    forget: the row is deleted once it is sent.
    not_after: discarded instead of sent after this moment.
    """

    method: Method = "send"
    edit_message_id: int | None = None
    edit_of: str | None = None
    about: int | None = None
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False
    background: bool = False
    forget: bool = False
    not_after: datetime | None = None


@dataclass(frozen=True)
class OutboxRow:
    """`about`: the participant a message to the consultants is about.  `thread`: the topic of the
    group it belongs to, where that is not the person's.  `silent`: the phone makes no sound.
    `background`: nobody waits for it, so it lets answers to people go first.  `not_after`: later
    than that it is not sent any more."""

    id: int
    chat_id: int
    method: Method
    message: Message
    language: str
    edit_message_id: int | None
    attempts: int
    about: int | None = None
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False
    background: bool = False
    key: str = ""
    not_after: datetime | None = None

    @property
    def wants_buttons(self) -> bool:
        """Not where a message was edited to have none any more."""
        return self.method == "send" or bool(self.message.buttons)
