"""Tables of the outbox, and its rows as values."""

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
    and_,
    false,
    true,
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
    # Or the key of the edited row, if its message id is not known yet.
    Column("edit_of", String(80)),
    # Participant whom a message to the consultants concerns; replies are relayed to them.
    Column("about", ForeignKey("participants.id")),
    Column("thread", BigInteger),
    Column("reply_to", BigInteger),
    Column("silent", Boolean, nullable=False, server_default=false()),
    Column("background", Boolean, nullable=False, server_default=false()),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    # Delete the row once it is sent.
    Column("forget", Boolean, nullable=False, server_default=false()),
    Column("wiped_at", UtcDateTime),
    Column("not_after", UtcDateTime),
    # Delete the message from the chat after this moment.
    Column("remove_at", UtcDateTime),
    # False: of an older release; `index_mentions` looks at it at the next start.
    Column("indexed", Boolean, nullable=False, server_default=true()),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("failure", Text),
    info={"row": ("idempotency_key",)},  # known before the INSERT, unlike the id
)


# One row may become several messages: an album, a text too long for a caption.
outbox_copies = Table(
    "outbox_copies",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
)

# Whom a message to the consultants names, or has a button about; besides `outbox.about`.
outbox_mentions = Table(
    "outbox_mentions",
    metadata,
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
)
Index("ix_outbox_mentions_outbox_id", outbox_mentions.c.outbox_id)

# Sent messages that name an erased person, until they are deleted from their chat.
passing_messages = Table(
    "passing_messages",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("remove_at", UtcDateTime, nullable=False),
)

partial("ix_outbox_about", outbox.c.about, where=outbox.c.about.is_not(None))
partial("ix_outbox_unindexed", outbox.c.id, where=~outbox.c.indexed)
partial("ix_outbox_waiting", outbox.c.chat_id, outbox.c.id, where=outbox.c.sent_at.is_(None))
partial(
    "ix_outbox_urgent", outbox.c.chat_id, outbox.c.id,
    where=and_(outbox.c.sent_at.is_(None), outbox.c.urgent),
)  # fmt: skip
Index("ix_outbox_message", outbox.c.chat_id, outbox.c.message_id)
Index("ix_outbox_edited", outbox.c.chat_id, outbox.c.edit_message_id)
Index("ix_outbox_copies_message", outbox_copies.c.message_id)


# "edit" sends a new message if the old one was deleted, "amend" does not; "close" deletes a topic
# and sends a message about it, in the topic if it can only be closed; "erase" removes the messages
# in its form (`ErasedMessages`), or what they say; "leave" leaves the group.
Method = Literal["send", "edit", "amend", "leave", "delete", "close", "erase"]


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
    urgent: in the urgent lane, which waits for no other message.  An edit by `edit_of` is always
        in the lane of the message that it edits.
    forget: the row is deleted once it is sent.
    not_after: discarded instead of sent after this moment.
    remove_at: the message is deleted from the chat after this moment.
    """

    method: Method = "send"
    edit_message_id: int | None = None
    edit_of: str | None = None
    about: int | None = None
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False
    background: bool = False
    urgent: bool = False
    forget: bool = False
    not_after: datetime | None = None
    remove_at: datetime | None = None


@dataclass(frozen=True)
class OutboxRow:
    """A queued message; the optional fields are those of `SendOptions`.

    edit_message_id: also set from the sent row that `edit_of` refers to.
    key: the idempotency key.
    """

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
    urgent: bool = False

    @property
    def wants_buttons(self) -> bool:
        """Whether the message carries a keyboard; False for an edit that removes it."""
        return self.method == "send" or bool(self.message.buttons)
