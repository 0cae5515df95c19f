"""A fair lock with a short way in for what must not wait behind a crowd."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# After so many turns in a row of those with priority, one of the others has its turn.
MOST_IN_A_ROW = 7


class Turnstile:
    """Two queues, each first in, first out.  The one with priority goes first, most of the time:
    a flood of updates that are stored must not starve those that are handled."""

    def __init__(self) -> None:
        self._priority: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._taken = False
        self._in_a_row = 0

    @asynccontextmanager
    async def turn(self, priority: bool = False) -> AsyncIterator[None]:
        await self._enter(priority)
        try:
            yield
        finally:
            self._let_in_next()

    async def _enter(self, priority: bool) -> None:
        if not self._taken:
            self._taken = True
            return
        waiter = asyncio.get_running_loop().create_future()
        (self._priority if priority else self._others).append(waiter)
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
        others_first = self._in_a_row >= MOST_IN_A_ROW and self._others
        if self._priority and not others_first:
            self._in_a_row += 1
            return self._priority.popleft()
        self._in_a_row = 0
        return self._others.popleft() if self._others else None
