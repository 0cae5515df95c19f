"""Inbox and outbox, which are used as rows."""

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

from bot.storage.tables.base import Id, SealedJson, UtcDateTime, metadata, partial

# update_id is the key: a repeated update changes nothing.  A done update has no payload any more.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", SealedJson),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("parked_at", UtcDateTime),
    Column("waiting", String(40)),
    Column("done_at", UtcDateTime),
    Column("failure", Text),
)
partial("ix_inbox_waiting", inbox.c.chat_id, inbox.c.update_id, where=inbox.c.done_at.is_(None))

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
partial("ix_outbox_waiting", outbox.c.chat_id, outbox.c.id, where=outbox.c.sent_at.is_(None))
Index("ix_outbox_message", outbox.c.chat_id, outbox.c.message_id)
Index("ix_outbox_edited", outbox.c.chat_id, outbox.c.edit_message_id)

# One row may become several messages: an album, a text too long for a caption.
outbox_copies = Table(
    "outbox_copies",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
)
Index("ix_outbox_copies_message", outbox_copies.c.message_id)
