"""Chats side by side, each chat in order: at most one task a chat, more when there is news."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.services.ports import Conflict

# How often to look without being woken: for what another process stored, or what is due again.
LOOK_EVERY = 0.5


class SideBySide:
    """`wake` it when there may be something to do."""

    def __init__(self, what: str) -> None:
        self.wake = asyncio.Event()
        self._what = what
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self, look: Callable[[], Awaitable[None]]) -> None:
        """`look` for work again and again until cancelled, and cancel what is begun then."""
        try:
            while True:
                self.wake.clear()
                with contextlib.suppress(Conflict):  # another process was faster: look again
                    await look()
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
        task.add_done_callback(lambda _: self._busy.pop(chat_id, None))

    async def drained(self) -> None:
        """Until no chat is being worked on."""
        while self._busy:
            await asyncio.wait(list(self._busy.values()))
