"""Table of cases."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from bot.kernel.database.types import Id, Sealed, SealedJson, UtcDateTime, metadata, partial

cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("why", Sealed, nullable=False),
    Column("urgent", SealedJson, nullable=False),
    Column("talking", Boolean, nullable=False),
    Column("waiting_since", UtcDateTime),
    Column("taken_by", BigInteger),
    Column("taken_name", Sealed),
    Column("taken_at", UtcDateTime),
    Column("last_word_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
    Column("escalated_at", UtcDateTime),
    Column("asked_to_close_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by", BigInteger),
    Column("snoozed_until", UtcDateTime),
    Column("alarm_key", String(80)),
    Column("alarmed_at", UtcDateTime),
    Column("alarm_count", Integer, nullable=False, server_default="0"),
)
# At most one open case a participant, also when two processes open one at the same moment.
partial("uq_cases_open", cases.c.participant_id, where=cases.c.closed_at.is_(None), unique=True)
