"""Tables of consultants, their absences, and their group."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Table

from bot.kernel.database.types import Sealed, SealedJson, UtcDateTime, metadata

consultants = Table(
    "consultants",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Sealed, nullable=False),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("substitute_id", BigInteger),
    # Since when a consultant, and by whom; null for those of CONSULTANT_IDS, and for former ones.
    Column("admitted_at", UtcDateTime),
    Column("admitted_by", BigInteger),
    # Whether they were in the group, and when that was known.
    Column("in_group", Boolean),
    Column("checked_at", UtcDateTime),
)

# One row.  `last_chat_id`: the group in which the message ids of the outbox hold.
consultants_group = Table(
    "consultants_group",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("paired_chat_id", BigInteger),
    Column("last_chat_id", BigInteger),
    Column("pairing", SealedJson),
)

# Groups that became supergroups.
group_moves = Table(
    "group_moves",
    metadata,
    Column("old_chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_chat_id", BigInteger, nullable=False),
)
