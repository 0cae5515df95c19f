"""Versions of plans that people took along, and the Danish of their own words."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from bot.kernel.database.types import Id, Sealed, SealedJson, UtcDateTime, metadata

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
