"""Files that participants sent."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from bot.kernel.database.types import Id, UtcDateTime, metadata, partial

# The content is stored on disk under `key`.
files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("work_id", Id, ForeignKey("works.id"), index=True),
    Column("question_id", String(16)),
    # In a talk: the message it came with, its relay, and the consultant who sent it (null: the
    # participant did).
    Column("relay_id", ForeignKey("relays.id"), index=True),
    Column("message_id", BigInteger),
    Column("sent_by", BigInteger),
    Column("media", String(10), nullable=False),
    Column("telegram_id", Text, nullable=False),
    Column("size", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("key", String(32), unique=True),
    Column("mime", String(100)),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("failure", Text),
)
partial("ix_files_wanted", files.c.id, where=files.c.state == "wanted")

partial(
    "ix_files_removed", files.c.id, where=(files.c.state == "removed") & files.c.key.is_not(None)
)


# Content to delete whose row may be gone.
pending_deletions = Table("doomed_files", metadata, Column("key", String(32), primary_key=True))
