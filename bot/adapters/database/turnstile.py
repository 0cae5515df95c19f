"""A fair lock with short ways in for what must not wait behind a crowd."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum

# After so many turns in a row of updates that are stored, one of the others has its turn.
MOST_IN_A_ROW = 7


class Priority(IntEnum):
    ALARM = 0
    STORE = 1  # an update that Telegram waits to have confirmed; there may be an alarm behind it
    OTHER = 2


class Turnstile:
    """A queue for each priority, first in, first out.

    An alarm is always next.  Updates that are stored go before the others most of the time: a
    flood of them must not starve the handling of those that are there.
    """

    def __init__(self) -> None:
        self._queues: dict[Priority, deque[asyncio.Future[None]]] = {p: deque() for p in Priority}
        self._taken = False
        self._in_a_row = 0

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
        priority = self._next_priority()
        if priority is Priority.STORE:
            self._in_a_row += 1
        if priority is Priority.OTHER:
            self._in_a_row = 0
        queue = self._queues[priority]
        return queue.popleft() if queue else None

    def _next_priority(self) -> Priority:
        alarms, stores, others = self._queues.values()
        if alarms:
            return Priority.ALARM
        if others and self._in_a_row >= MOST_IN_A_ROW:
            return Priority.OTHER
        return Priority.STORE if stores else Priority.OTHER
