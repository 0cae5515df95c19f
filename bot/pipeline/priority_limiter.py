"""Whose turn it is when many messages want out: answers to people first, then the rest."""

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from aiolimiter import AsyncLimiter

_ANSWER, _BACKGROUND = 0, 1
# Of any that many messages the last is sent a second after the first was answered.  Whenever the
# channel counted them, it was in between: a slow network never makes a second too full.
MOST_A_SECOND, A_SECOND = 30, 1.02


@dataclass
class PriorityLimiter:
    """Two lanes before one limiter.  In each it is first come, first served; who goes is decided
    when there is room, so an answer never waits behind the background."""

    limiter: AsyncLimiter
    most: int = MOST_A_SECOND
    _under_way: asyncio.Semaphore = field(init=False)
    _waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list, init=False)
    _background: dict[int, asyncio.Future[None]] = field(default_factory=dict, init=False)
    _places: "count[int]" = field(default_factory=count, init=False)
    _gate: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._under_way = asyncio.Semaphore(self.most)

    async def turn(self, chat_id: int, background: bool) -> None:
        """Comes back when it is the turn of this message of this chat; `arrived` ends it."""
        turn = asyncio.get_running_loop().create_future()
        self._join(_BACKGROUND if background else _ANSWER, turn)
        if background:
            self._background[chat_id] = turn
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # granted and never used
                self._under_way.release()
            raise
        finally:
            if background:
                self._background.pop(chat_id, None)

    def arrived(self) -> None:
        asyncio.get_running_loop().call_later(A_SECOND, self._under_way.release)

    def hurry(self, chat_id: int) -> None:
        """An answer waits behind what this chat has in the background: both go now, in order."""
        turn = self._background.pop(chat_id, None)
        if turn is not None and not turn.done():
            self._join(_ANSWER, turn)

    def _join(self, lane: int, turn: asyncio.Future[None]) -> None:
        heappush(self._waiting, (lane, next(self._places), turn))
        if self._gate is None or self._gate.done():
            self._gate = asyncio.create_task(self._open(), name="lanes")

    async def _open(self) -> None:
        while self._waiting:
            await self._under_way.acquire()
            await self.limiter.acquire()
            turn = self._first()
            if turn is None:
                self._under_way.release()
            else:
                turn.set_result(None)

    def _first(self) -> asyncio.Future[None] | None:
        """Without those who have gone in the other lane, or given up."""
        while self._waiting:
            _, _, turn = heappop(self._waiting)
            if not turn.done():
                return turn
        return None
