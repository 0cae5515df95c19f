"""Rate limit with priorities: urgent messages, then answers to people, then the background."""

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from aiolimiter import AsyncLimiter

_URGENT, _ANSWER, _BACKGROUND = 0, 1, 2
# A slot is free again a second after the channel answered, not after we sent: wherever in between
# the channel counted the message, no second of its clock holds more than it allows.
MAX_PER_SECOND, WINDOW_SECONDS = 30, 1.02


@dataclass
class PriorityLimiter:
    """Three queues before one limiter, each first in, first out.

    The choice is made when there is room, so nothing waits behind a less important message.
    `most`: slots, i.e. messages per second that may be unanswered by the channel.
    `reserved`: of these, slots that only urgent messages take.  However long the channel lets all
    others wait for its answers, an urgent one finds a slot.
    """

    limiter: AsyncLimiter
    most: int = MAX_PER_SECOND
    reserved: int = 0
    _free: int = field(init=False)
    _freed: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list, init=False)
    _background: dict[int, asyncio.Future[None]] = field(default_factory=dict, init=False)
    _sequence: "count[int]" = field(default_factory=count, init=False)
    _dispatcher: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._free = self.most

    async def acquire(self, chat_id: int, background: bool, urgent: bool = False) -> None:
        """Wait for a slot for the next message of this chat; `release` gives it back."""
        waiter = asyncio.get_running_loop().create_future()
        background = background and not urgent
        self._join(_URGENT if urgent else _BACKGROUND if background else _ANSWER, waiter)
        if background:
            self._background[chat_id] = waiter
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # granted and not used
                self._release()
            raise
        finally:
            if background:
                self._background.pop(chat_id, None)

    def release(self) -> None:
        """The channel has answered; the slot is free a second later."""
        asyncio.get_running_loop().call_later(WINDOW_SECONDS, self._release)

    def prioritize(self, chat_id: int) -> None:
        """Give the waiting background message of this chat the priority of answers."""
        waiter = self._background.pop(chat_id, None)
        if waiter is not None and not waiter.done():
            self._join(_ANSWER, waiter)

    def _join(self, priority: int, waiter: asyncio.Future[None]) -> None:
        heappush(self._waiting, (priority, next(self._sequence), waiter))
        self._freed.set()  # there may be room for this one, though not for the others
        if self._dispatcher is None or self._dispatcher.done():
            self._dispatcher = asyncio.create_task(self._dispatch(), name="priority-limiter")

    def _release(self) -> None:
        self._free += 1
        self._freed.set()

    async def _dispatch(self) -> None:
        while self._drop_settled():
            self._freed.clear()
            if not self._has_room():
                await self._freed.wait()
                continue
            await self.limiter.acquire()
            # Meanwhile the first may have been cancelled, or another one have come before it.
            if self._drop_settled() and self._has_room():
                _, _, waiter = heappop(self._waiting)
                self._free -= 1
                waiter.set_result(None)

    def _has_room(self) -> bool:
        """Whether there is a slot for the first waiter."""
        urgent = self._waiting[0][0] == _URGENT
        return self._free > (0 if urgent else self.reserved)

    def _drop_settled(self) -> bool:
        """Drop waiters that were moved to another queue or cancelled; whether any is left."""
        while self._waiting and self._waiting[0][2].done():
            heappop(self._waiting)
        return bool(self._waiting)
