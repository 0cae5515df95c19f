"""At most one task per chat: chats run concurrently, each chat in order."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from bot.kernel.runtime.faults import fault
from bot.kernel.unit_of_work import Conflict

log = structlog.get_logger()

# Seconds between polls without a wake-up: another process may have stored something, or a retry
# may be due.
POLL_SECONDS = 0.5
PAUSE_SECONDS = 2.0  # seconds
SECONDS_TO_END = 3

Result = TypeVar("Result")
Work = Callable[[], Coroutine[Any, Any, None]]


async def finish_before_cancelling(work: Coroutine[Any, Any, Result]) -> Result:
    """Await `work`; when cancelled, give it `SECONDS_TO_END` to finish first."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=SECONDS_TO_END)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


class KeyedTasks:
    """Runs one task per chat id.  Set `wake` when there may be work; `notify` names the chat.

    `what` names the work in logs.
    """

    def __init__(self, what: str) -> None:
        self.wake = asyncio.Event()
        self._what = what
        self.is_running = False
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._pending: dict[int, Work] = {}
        self._paused_until: dict[int, float] = {}

    async def run(self, look: Callable[[], Awaitable[None]]) -> None:
        """Poll with `look` until cancelled; then cancel the running tasks and wait for them."""
        self.is_running = True
        try:
            while True:
                self.wake.clear()
                await self._poll(look)
                try:
                    await asyncio.wait_for(self.wake.wait(), POLL_SECONDS)
                except TimeoutError:
                    continue
        finally:
            self.is_running = False
            await self.cancel()

    async def cancel(self) -> None:
        """Cancel the running tasks and wait for them."""
        running = list(self._busy.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _poll(self, look: Callable[[], Awaitable[None]]) -> None:
        """One poll.  A failure (database locked or full) is logged; the next poll tries again."""
        try:
            await look()
        except Conflict:
            return  # another process was faster
        except Exception as error:  # noqa: BLE001  # whatever it is, the next look may do better
            log.error("look_failed", what=self._what, **fault(error))

    def is_busy(self, chat_id: int) -> bool:
        """Whether a task of this chat runs, or pauses after a failure that was not recorded."""
        rests_until = self._paused_until.pop(chat_id, 0.0)
        if rests_until > time.monotonic():
            self._paused_until[chat_id] = rests_until
            return True
        return chat_id in self._busy

    def notify(self, chat_id: int, work: Work) -> None:
        """Start `work` for this chat now, or when its running task ends."""
        if not self.is_running:
            return  # the first poll finds it
        if chat_id in self._busy:
            self._pending[chat_id] = work
        elif not self.is_busy(chat_id):
            self.start(chat_id, work())

    def clear_pending(self, chat_id: int) -> None:
        """Drop the pending wake-up; the caller re-reads the queue."""
        self._pending.pop(chat_id, None)

    def start(self, chat_id: int, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=f"{self._what} {chat_id}")
        self._busy[chat_id] = task
        task.add_done_callback(lambda done: self._ended(chat_id, done))

    def _ended(self, chat_id: int, task: asyncio.Task[None]) -> None:
        """Log a failure and pause the chat (its work stays queued); run what is pending."""
        self._busy.pop(chat_id, None)
        told = self._pending.pop(chat_id, None)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Conflict):
            self._paused_until[chat_id] = time.monotonic() + PAUSE_SECONDS
            log.error("work_failed", what=self._what, **fault(error))
        elif told is not None:
            self.notify(chat_id, told)

    async def ends(self, chat_id: int, seconds: float) -> None:
        """Wait until the task of this chat has ended, for so many seconds at most."""
        task = self._busy.get(chat_id)
        if task is not None:
            await asyncio.wait([task], timeout=seconds)

    async def drained(self) -> None:
        """Wait until no task is running."""
        while self._busy:
            await asyncio.wait(list(self._busy.values()))
