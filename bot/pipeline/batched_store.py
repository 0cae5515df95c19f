"""Updates that wait for the database at the same moment are stored in one transaction.

A commit costs a sync of the disk, whatever it holds: in a crowd one for each update would keep
everybody waiting.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.kernel.incoming import Incoming
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import Conflict, UnitOfWork, UnitsOfWork
from bot.pipeline.masking import Raw

MOST_TOGETHER = 50  # in one transaction, so that what is handled has its turn in between


@dataclass(eq=False)
class Arrival:
    """An update on its way into the inbox.

    alone: a transaction with others has failed, and this may be the cause.
    """

    incoming: Incoming
    masked: Raw
    stored: bool = False
    alone: bool = False


@dataclass
class BatchedStore:
    """`put` stores an arrival in a transaction that is committed here."""

    uow: UnitsOfWork
    put: Callable[[UnitOfWork, Arrival], Awaitable[None]]
    _waiting: list[Arrival] = field(default_factory=list, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def store(self, arrival: Arrival) -> None:
        """Return when it is committed.

        Raises what the database raises.  If a transaction fails, each of its arrivals is stored by
        itself, so that one that can't be stored holds up no other.
        """
        self._waiting.append(arrival)
        try:
            async with self._turn:
                if not arrival.stored:
                    await retry_on_conflict(lambda: self._store_from(arrival))
        finally:
            if arrival in self._waiting:
                self._waiting.remove(arrival)

    async def _store_from(self, first: Arrival) -> None:
        """Store an arrival, with those that wait behind it when the database is free."""
        batch = [first]
        try:
            async with self.uow() as uow:
                if not first.alone:
                    batch = [one for one in self._waiting if not one.alone][:MOST_TOGETHER]
                for one in batch:
                    await self.put(uow, one)
                await uow.commit()
        except Conflict:
            raise
        except Exception:
            if len(batch) == 1:
                raise
            for one in batch:
                one.alone = True
            await self._store_from(first)
            return
        for one in batch:
            one.stored = True
        self._waiting = [one for one in self._waiting if not one.stored]
