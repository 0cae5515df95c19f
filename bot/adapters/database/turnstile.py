"""A fair lock with short ways in for what must not wait behind a crowd."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum

# After so many turns of higher priorities, one of those that wait has its turn.
MOST_PASSED_OVER = 7


class Priority(IntEnum):
    ALARM = 0
    STORE = 1  # an update that Telegram waits to have confirmed; there may be an alarm behind it
    OTHER = 2
    STRANGER = 3  # work for people whom we do not know yet, of whom there may be a crowd


class Turnstile:
    """A queue for each priority, first in, first out.

    An alarm is always next.  Of the others each priority goes before those below it most of the
    time: a flood must not starve anybody.
    """

    def __init__(self) -> None:
        self._queues: dict[Priority, deque[asyncio.Future[None]]] = {p: deque() for p in Priority}
        self._taken = False
        self._passed_over: dict[Priority, int] = dict.fromkeys(Priority, 0)

    @asynccontextmanager
    async def turn(self, priority: Priority = Priority.OTHER) -> AsyncIterator[None]:
        await self._enter(priority)
        try:
            yield
        finally:
            self._let_in_next()

    async def _enter(self, priority: Priority) -> None:
        if not self._taken:
            self._taken = True
            return
        waiter = asyncio.get_running_loop().create_future()
        self._queues[priority].append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # it was let in, and does not come
                self._let_in_next()
            raise

    def _let_in_next(self) -> None:
        while waiter := self._next():
            if not waiter.done():
                waiter.set_result(None)
                return
        self._taken = False

    def _next(self) -> asyncio.Future[None] | None:
        waiting = [priority for priority, queue in self._queues.items() if queue]
        if not waiting:
            return None
        chosen = self._choose(waiting)
        self._passed_over[chosen] = 0
        for priority in waiting:
            if priority > chosen:
                self._passed_over[priority] += 1
        return self._queues[chosen].popleft()

    def _choose(self, waiting: list[Priority]) -> Priority:
        """The highest priority, or the one that was passed over for too long."""
        long = [p for p in waiting if self._passed_over[p] >= MOST_PASSED_OVER]
        return waiting[0] if waiting[0] is Priority.ALARM or not long else long[-1]
