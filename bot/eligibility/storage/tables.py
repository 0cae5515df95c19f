from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table

from bot.kernel.database.types import Id, Sealed, UtcDateTime, metadata

applications = Table(
    "applications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("status", String(20), nullable=False),
    Column("current", String(16)),
    Column("correcting", Boolean, nullable=False),
    Column("marked", Sealed, nullable=False),
    Column("active_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("submitted_at", UtcDateTime),
    Column("outcome", Sealed),
    Column("decision", String(20)),
    Column("decided_at", UtcDateTime),
    Column("decided_by", BigInteger),
)


answers = Table(
    "answers",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("question_id", String(16), primary_key=True),
    Column("value", Sealed),
    Column("sequence", BigInteger, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)
