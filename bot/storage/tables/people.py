"""People, what they agreed to, and the eligibility check."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, false

from bot.storage.tables.base import Id, Sealed, UtcDateTime, metadata

participants = Table(
    "participants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("first_name", Sealed, nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("language_chosen_at", UtcDateTime),
    Column("unreachable_since", UtcDateTime),
    Column("misses", Integer, nullable=False, default=0),
    Column("last_message_id", BigInteger, nullable=False, default=0),
    Column("last_album", String(64)),
    Column("doubtful_text", Sealed),
    Column("doubtful_intent", String(40)),
    Column("doubtful_question", String(40)),
    Column("language_offered", String(8)),
    Column("consultant_asked_at", UtcDateTime),
    Column("seen_at", UtcDateTime),
    Column("shared_phone", Boolean, nullable=False, server_default=false()),
    Column("times_wanted_at", UtcDateTime),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("version", String(20), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

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
    Column("outcome", String(20)),
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
