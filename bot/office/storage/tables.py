"""Table of consultants and their absences."""

from sqlalchemy import BigInteger, Column, Date, Table

from bot.kernel.database.types import Sealed, metadata

consultants = Table(
    "consultants",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Sealed, nullable=False),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("substitute_id", BigInteger),
)
