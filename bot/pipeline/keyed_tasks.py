"""Chats side by side, each chat in order: at most one task a chat, more when there is news."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from bot.kernel.runtime.faults import fault
from bot.kernel.unit_of_work import Conflict

log = structlog.get_logger()

# How often to look without being woken: for what another process stored, or what is due again.
LOOK_EVERY = 0.5
REST = 2.0  # seconds
SECONDS_TO_END = 3

Result = TypeVar("Result")
Work = Callable[[], Coroutine[Any, Any, None]]


async def in_one_piece(work: Coroutine[Any, Any, Result]) -> Result:
    """Whoever is cancelled in the middle of it brings it to its end first, if that is near."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=SECONDS_TO_END)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


class KeyedTasks:
    """`wake` it when there may be something to do."""

    def __init__(self, what: str) -> None:
        self.wake = asyncio.Event()
        self._what = what
        self.is_running = False
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._told: dict[int, Work] = {}
        self._rests: dict[int, float] = {}

    async def run(self, look: Callable[[], Awaitable[None]]) -> None:
        """`look` for work again and again until cancelled, and cancel what is begun then."""
        self.is_running = True
        try:
            while True:
                self.wake.clear()
                await self._look(look)
                try:
                    await asyncio.wait_for(self.wake.wait(), LOOK_EVERY)
                except TimeoutError:
                    continue
        finally:
            self.is_running = False
            begun = list(self._busy.values())
            for task in begun:
                task.cancel()
            await asyncio.gather(*begun, return_exceptions=True)

    async def _look(self, look: Callable[[], Awaitable[None]]) -> None:
        """A database that is locked or full is looked into again: it may be well by then."""
        try:
            await look()
        except Conflict:
            return  # another process was faster
        except Exception as error:  # noqa: BLE001  # whatever it is, the next look may do better
            log.error("look_failed", what=self._what, **fault(error))

    def is_busy(self, chat_id: int) -> bool:
        """Or it rests after a failure that could not even be noted."""
        rests_until = self._rests.pop(chat_id, 0.0)
        if rests_until > time.monotonic():
            self._rests[chat_id] = rests_until
            return True
        return chat_id in self._busy

    def tell(self, chat_id: int, work: Work) -> None:
        """There is something to do: now, or when what this chat is busy with is through."""
        if not self.is_running:
            return  # the first look will find it
        if chat_id in self._busy:
            self._told[chat_id] = work
        elif not self.is_busy(chat_id):
            self.start(chat_id, work())

    def clear_pending(self, chat_id: int) -> None:
        """Whoever is busy with it looks into the database now: what was told is found there."""
        self._told.pop(chat_id, None)

    def start(self, chat_id: int, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=f"{self._what} {chat_id}")
        self._busy[chat_id] = task
        task.add_done_callback(lambda done: self._ended(chat_id, done))

    def _ended(self, chat_id: int, task: asyncio.Task[None]) -> None:
        """What failed is still in the database and is begun again; the log hears of it."""
        self._busy.pop(chat_id, None)
        told = self._told.pop(chat_id, None)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Conflict):
            self._rests[chat_id] = time.monotonic() + REST
            log.error("work_failed", what=self._what, **fault(error))
        elif told is not None:
            self.tell(chat_id, told)

    async def drained(self) -> None:
        """Until no chat is being worked on."""
        while self._busy:
            await asyncio.wait(list(self._busy.values()))
