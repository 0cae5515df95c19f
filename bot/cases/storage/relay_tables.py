"""Tables of relays and forum topics."""

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
    UniqueConstraint,
)

from bot.kernel.database.types import Id, Sealed, UtcDateTime, metadata, partial

# `text` and `translation` are emptied after the case is closed; the ids stay, so that replies and
# edits still find their counterpart.
relays = Table(
    "relays",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("direction", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("source_chat", BigInteger, nullable=False),
    Column("source_message_id", BigInteger, nullable=False),
    Column("message_ids", JSON, nullable=False),
    Column("album", String(40)),
    Column("captioned", Boolean, nullable=False),
    Column("text", Sealed, nullable=False),
    Column("translation", Sealed),
    # Whether `text` was emptied: sealed columns can't be compared in the database.
    Column("forgotten", Boolean, nullable=False),
    Column("thread", BigInteger),
    Column("reply_to", BigInteger),
    Column("by", BigInteger),
    Column("by_name", Sealed),
    Column("edition", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("digest_id", Id, index=True),  # of the relay in whose message its words stand
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    UniqueConstraint("source_chat", "source_message_id", "kind"),
)
partial(
    "ix_relays_held", relays.c.participant_id, relays.c.direction, relays.c.id,
    where=relays.c.state == "held",
)  # fmt: skip
Index("ix_relays_album", relays.c.source_chat, relays.c.album)

topics = Table(
    "topics",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False),
    Column("name", Sealed, nullable=False),
    UniqueConstraint("participant_id", "chat_id"),
    UniqueConstraint("chat_id", "thread"),
)
