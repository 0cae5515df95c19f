"""Waking whoever waits, and knowing when it has been quiet for a while."""

import asyncio
from collections.abc import Callable


class Activity:
    def __init__(self) -> None:
        self.calls_under_way = 0
        self._changed = asyncio.Event()
        self._last = 0.0

    def touch(self) -> None:
        """Something happened that a test may be waiting for."""
        self._last = asyncio.get_running_loop().time()
        self.wake()

    def wake(self) -> None:
        """Let everyone look again, though it was no activity: an idle poll, say."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """False when the time ran out.  Nothing is missed: no await between look and wait."""
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
