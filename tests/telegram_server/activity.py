"""Wakes waiting tests on every change, and detects when nothing happens any more."""

import asyncio
from collections.abc import Callable


class Activity:
    def __init__(self) -> None:
        self.calls_under_way = 0
        self._changed = asyncio.Event()
        self._last = 0.0

    def touch(self) -> None:
        """Record a change that a test may be waiting for."""
        self._last = asyncio.get_running_loop().time()
        self.wake()

    def wake(self) -> None:
        """Re-evaluate every waiting condition without recording a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait for the condition; return False on a time-out.

        No await stands between check and wait, so that no change is missed.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not condition():
            left = deadline - loop.time()
            if left <= 0:
                return False
            await self._change_within(left)
        return True

    async def quiet(self, idle: Callable[[], bool], quiet: float, seconds: float) -> bool:
        """Wait until nothing is pending and nothing has happened for `quiet` seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            calm = self._last + quiet - loop.time()  # how much longer it must stay quiet
            left = deadline - loop.time()
            if idle() and calm <= 0:
                return True
            if left <= 0:
                return False
            await self._change_within(min(left, calm) if idle() else left)

    async def _change_within(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return
