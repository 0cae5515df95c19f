"""Inbox and outbox, which are used as rows."""

from sqlalchemy import (
    JSON,
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

from bot.storage.tables.base import Id, UtcDateTime, metadata, partial

# update_id is the key: a repeated update changes nothing.  A done update has no payload any more.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", JSON(none_as_null=True)),
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
    Column("message", JSON(none_as_null=True)),
    Column("language", String(8), nullable=False),
    Column("edit_message_id", BigInteger),
    # Whom a message to the consultants is about: a reply to it is passed on to that person.
    Column("about", ForeignKey("participants.id")),
    Column("thread", BigInteger),
    Column("reply_to", BigInteger),
    Column("silent", Boolean, nullable=False, server_default=false()),
    Column("background", Boolean, nullable=False, server_default=false()),
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
