"""Tables of appointments, offers and offered times."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from bot.kernel.database.types import Id, Sealed, UtcDateTime, metadata, partial

appointments = Table(
    "appointments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("consultant_id", BigInteger, nullable=False),
    Column("consultant_name", Sealed, nullable=False),
    Column("place_id", String(16), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("bring", String(140), nullable=False),
    Column("interpreter", Boolean, nullable=False),
    Column("uid", String(80), nullable=False, unique=True),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("booked_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("move_asked_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("day_before_sent_at", UtcDateTime),
    Column("hours_before_sent_at", UtcDateTime),
    Column("team_told_at", UtcDateTime),
    Column("asked_at", UtcDateTime),
)
Index("ix_appointments_starts_at", appointments.c.state, appointments.c.starts_at)

offers = Table(
    "offers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("consultant_id", BigInteger, nullable=False),
    Column("consultant_name", Sealed, nullable=False),
    Column("place_id", String(16), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("bring", String(140), nullable=False),
    Column("interpreter", Boolean, nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
    Column("appointment_id", ForeignKey("appointments.id"), index=True),
    Column("refused_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
)
partial("ix_offers_open", offers.c.offered_at, where=offers.c.closed_at.is_(None))

offered_times = Table(
    "offered_times",
    metadata,
    Column("offer_id", ForeignKey("offers.id"), primary_key=True),
    Column("starts_at", UtcDateTime, primary_key=True),
    Column("knowingly", Boolean, nullable=False),
)
