"""Ledger of erasures: who was erased, as keyed hashes that name nobody.

An older copy of the database holds people who were erased since; after a restore the ledger tells
whom to erase again.  It is in the database and, line by line, in a file beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import Column, String, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_new
from bot.kernel.database.participants import participants
from bot.kernel.database.types import UtcDateTime, metadata
from bot.kernel.database.vault import Vault

erasures = Table(
    "erasures",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("key_id", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
# Key in the session's info: whether somebody was erased.
ERASED = "erased"


@dataclass(frozen=True)
class Erasure:
    """One erasure.

    digest: keyed hash of the numbers of the participant and of their chat (hex).
    key_id: which of the data keys it was made with.
    """

    digest: str
    key_id: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()} {self.key_id} {self.digest}"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Raises ValueError."""
        at, key_id, digest = line.split()
        if len(bytes.fromhex(digest)) != 32 or len(bytes.fromhex(key_id)) != 4:
            raise ValueError("not a hash")
        moment = datetime.fromisoformat(at)
        return cls(digest, key_id, moment.astimezone(UTC))


class Erasures:
    """Repository of the ledger."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, participant_id: int, chat_id: int, at: datetime) -> None:
        """Note that a participant is erased in this transaction."""
        key_id = self._vault.key_ids[0]
        digest = self._vault.digest(_numbers(participant_id, chat_id), key_id)
        await self.add([Erasure(digest, key_id, at)])
        self._session.info[ERASED] = True

    async def add(self, entries: Sequence[Erasure]) -> None:
        """Note erasures of another copy; those that are known stay as they are."""
        for entry in entries:
            await self._session.execute(insert_new(self._session, erasures), asdict(entry))

    async def all(self) -> list[Erasure]:
        """Every erasure, the oldest first."""
        rows = await self._session.execute(select(erasures).order_by(erasures.c.at))
        return [Erasure(**row._mapping) for row in rows]

    async def unknown(self, entries: Collection[Erasure]) -> list[Erasure]:
        """Those that this database does not have."""
        known = {entry.digest for entry in await self.all()}
        return [entry for entry in entries if entry.digest not in known]

    async def erased_since(self, entries: Sequence[Erasure]) -> list[int]:
        """The ids of the participants in this database who were erased in another copy of it.

        Raises WrongKey for an entry made with a key that is not there.
        """
        by_key: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self._vault.digest("", entry.key_id)
            by_key[entry.key_id].add(entry.digest)
        people = await self._session.execute(select(participants.c.id, participants.c.chat_id))
        return [row.id for row in people if self._is_among(row.id, row.chat_id, by_key)]

    def _is_among(self, participant_id: int, chat_id: int, by_key: dict[str, set[str]]) -> bool:
        numbers = _numbers(participant_id, chat_id)
        return any(self._vault.digest(numbers, key) in found for key, found in by_key.items())

    @property
    def _vault(self) -> Vault:
        vault: Vault = self._session.get_bind().dialect.vault  # type: ignore[attr-defined]  # set by bot.adapters.database.engine.Database
        return vault


def _numbers(participant_id: int, chat_id: int) -> str:
    """Both: older releases gave the number of an erased participant again."""
    return f"participant {participant_id} chat {chat_id}"
