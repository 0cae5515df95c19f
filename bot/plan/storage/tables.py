"""Business plans with their answers and comments, kept versions, and the Danish of own words."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table

from bot.kernel.database.types import Id, Sealed, SealedJson, UtcDateTime, metadata

business_plans = Table(
    "business_plans",
    metadata,
    Column("id", Id, primary_key=True),
    Column("enrolment_id", ForeignKey("enrolments.id"), nullable=False, unique=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("section", String(16)),
    Column("current", String(16)),
    Column("correcting", Boolean, nullable=False),
    Column("marked", Sealed, nullable=False),
    Column("active_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("ready_at", UtcDateTime),
    Column("ready_by", Sealed),
)

plan_answers = Table(
    "plan_answers",
    metadata,
    Column("plan_id", ForeignKey("business_plans.id"), primary_key=True),
    Column("question_id", String(16), primary_key=True),
    Column("value", Sealed),
    Column("sequence", BigInteger, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

plan_comments = Table(
    "plan_comments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("plan_id", ForeignKey("business_plans.id"), nullable=False, index=True),
    Column("section", String(16), nullable=False),
    Column("words", Sealed, nullable=False),
    Column("by", Sealed, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime),
)

plan_versions = Table(
    "plan_versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("enrolment_id", ForeignKey("enrolments.id"), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("document", SealedJson, nullable=False),
)

plan_danish = Table(
    "plan_danish",
    metadata,
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
    Column("source_key", String(32), primary_key=True),
    Column("text", Sealed, nullable=False),
    Column("made_by", String(20), nullable=False),
    Column("checked_by", BigInteger),
    Column("at", UtcDateTime, nullable=False),
)
