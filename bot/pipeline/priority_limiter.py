"""Rate limit with two priorities: answers to people first, background messages after them."""

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from aiolimiter import AsyncLimiter

_ANSWER, _BACKGROUND = 0, 1
# A slot is free again a second after the channel answered, not after we sent: wherever in between
# the channel counted the message, no second of its clock holds more than it allows.
MAX_PER_SECOND, WINDOW_SECONDS = 30, 1.02


@dataclass
class PriorityLimiter:
    """Two queues before one limiter, each first in, first out.

    The choice is made when there is room, so an answer never waits behind a background message.
    `most`: slots, i.e. messages per second that may be unanswered by the channel.
    """

    limiter: AsyncLimiter
    most: int = MAX_PER_SECOND
    _slots: asyncio.Semaphore = field(init=False)
    _waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list, init=False)
    _background: dict[int, asyncio.Future[None]] = field(default_factory=dict, init=False)
    _sequence: "count[int]" = field(default_factory=count, init=False)
    _dispatcher: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.most)

    async def acquire(self, chat_id: int, background: bool) -> None:
        """Wait for a slot for the next message of this chat; `release` gives it back."""
        waiter = asyncio.get_running_loop().create_future()
        self._join(_BACKGROUND if background else _ANSWER, waiter)
        if background:
            self._background[chat_id] = waiter
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # granted and not used
                self._slots.release()
            raise
        finally:
            if background:
                self._background.pop(chat_id, None)

    def release(self) -> None:
        """The channel has answered; the slot is free a second later."""
        asyncio.get_running_loop().call_later(WINDOW_SECONDS, self._slots.release)

    def prioritize(self, chat_id: int) -> None:
        """Give the waiting background message of this chat the priority of answers."""
        waiter = self._background.pop(chat_id, None)
        if waiter is not None and not waiter.done():
            self._join(_ANSWER, waiter)

    def _join(self, priority: int, waiter: asyncio.Future[None]) -> None:
        heappush(self._waiting, (priority, next(self._sequence), waiter))
        if self._dispatcher is None or self._dispatcher.done():
            self._dispatcher = asyncio.create_task(self._dispatch(), name="priority-limiter")

    async def _dispatch(self) -> None:
        while self._waiting:
            await self._slots.acquire()
            await self.limiter.acquire()
            waiter = self._first()
            if waiter is None:
                self._slots.release()
            else:
                waiter.set_result(None)

    def _first(self) -> asyncio.Future[None] | None:
        """The next waiter, without those that were moved to the other queue or cancelled."""
        while self._waiting:
            _, _, waiter = heappop(self._waiting)
            if not waiter.done():
                return waiter
        return None
