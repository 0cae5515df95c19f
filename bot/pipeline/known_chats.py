"""Which chats are those of people we know, so that they never wait for a crowd of strangers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.kernel.database.participants import Participants
from bot.kernel.unit_of_work import UnitOfWork

# Somebody is known who has said yes to the consent text and came so long ago.  A crowd of today is
# not, whatever it presses.
KNOWN_AFTER = timedelta(days=1)
READ_EVERY = timedelta(minutes=1)


async def _nobody(uow: UnitOfWork) -> frozenset[int]:
    return frozenset()


@dataclass
class KnownChats:
    """A copy in memory, read again once a minute.

    `consultants`: their user ids, which are also the ids of their private chats.
    """

    consultants: Callable[[UnitOfWork], Awaitable[frozenset[int]]] = _nobody
    _people: frozenset[int] = field(default=frozenset(), init=False)
    _read_at: datetime | None = field(default=None, init=False)

    def __contains__(self, chat_id: int) -> bool:
        group = chat_id <= 0
        return group or chat_id in self._people

    async def refresh(self, uow: UnitOfWork, now: datetime) -> None:
        """Read the people we know, if that is due."""
        if self._read_at is None or not timedelta() <= now - self._read_at < READ_EVERY:
            people = await uow[Participants].chats_known_since(now - KNOWN_AFTER)
            self._people = people | await self.consultants(uow)
            self._read_at = now
