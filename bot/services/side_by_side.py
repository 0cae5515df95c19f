"""Chats side by side, each chat in order: at most one task a chat, more when there is news."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.services.faults import fault
from bot.services.ports import Conflict

log = structlog.get_logger()

# How often to look without being woken: for what another process stored, or what is due again.
LOOK_EVERY = 0.5


class SideBySide:
    """`wake` it when there may be something to do."""

    def __init__(self, what: str) -> None:
        self.wake = asyncio.Event()
        self._what = what
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self, look: Callable[[], Awaitable[None]]) -> None:
        """`look` for work again and again until cancelled, and cancel what is begun then.

        A database that is away (or whatever else is wrong) ends neither this nor the program.
        """
        try:
            while True:
                self.wake.clear()
                try:
                    await look()
                except Conflict:
                    pass  # another process was faster: look again
                except Exception as error:  # noqa: BLE001  # whatever it is, it may be over soon
                    log.error("look_failed", queue=self._what, **fault(error))
                try:
                    await asyncio.wait_for(self.wake.wait(), LOOK_EVERY)
                except TimeoutError:
                    continue
        finally:
            for task in self._busy.values():
                task.cancel()

    def is_busy(self, chat_id: int) -> bool:
        return chat_id in self._busy

    def start(self, chat_id: int, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=f"{self._what} {chat_id}")
        self._busy[chat_id] = task
        task.add_done_callback(lambda done: self._ended(chat_id, done))

    def _ended(self, chat_id: int, task: asyncio.Task[None]) -> None:
        """What failed is found again by the next look; asyncio would log what people wrote."""
        self._busy.pop(chat_id, None)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Conflict):
            log.error("work_failed", queue=self._what, **fault(error))

    async def drained(self) -> None:
        """Until no chat is being worked on."""
        while self._busy:
            await asyncio.wait(list(self._busy.values()))
