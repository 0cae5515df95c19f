"""Tables of reminders and of the preferences of participants."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
    false,
)

from bot.kernel.database.types import Id, SealedJson, UtcDateTime, metadata, partial

reminder_preferences = Table(
    "reminder_preferences",
    metadata,
    Column("participant_id", ForeignKey("participants.id"), primary_key=True, autoincrement=False),
    Column("days", String(7), nullable=False),  # digits, Monday is 0
    Column("at", Time, nullable=False),  # local time, like the next two
    Column("quiet_from", Time, nullable=False),
    Column("quiet_until", Time, nullable=False),
    Column("ramadan", SealedJson, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("paused_by", BigInteger),
    Column("not_before", UtcDateTime),
    Column("asked_at", UtcDateTime),
    Column("planned_at", UtcDateTime),
)

# The unique constraint rules out a second reminder of the same trigger.
reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(80), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("cutoff_at", UtcDateTime, nullable=False),
    Column("asked", Boolean, nullable=False, server_default=false()),
    Column("by", BigInteger),
    Column("variant", Integer),
    Column("state", String(20), nullable=False),
    Column("decided_at", UtcDateTime),
    Column("reason", String(40)),
    Column("waited", String(40)),
    Column("merged_into", ForeignKey("reminders.id"), index=True),
    UniqueConstraint("participant_id", "kind", "name"),
)
partial("ix_reminders_due", reminders.c.due_at, where=reminders.c.state == "planned")
partial("ix_reminders_sent", reminders.c.decided_at, where=reminders.c.state == "sent")
