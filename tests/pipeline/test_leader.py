"""Work of the leader, in virtual time: it starts with the lead, and ends with it."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from bot.pipeline.leader import run_while_leader

pytestmark = pytest.mark.looptime


class FakeLocks:
    """Becomes the leader after 10 seconds, and loses the lead 100 seconds later."""

    async def lead(self) -> None:
        await asyncio.sleep(10)

    async def lost(self) -> None:
        await asyncio.sleep(100)

    def chat(self, chat_id: int) -> AbstractAsyncContextManager[bool]:
        raise NotImplementedError

    async def listen(self, woken: Callable[[], None]) -> None: ...

    async def close(self) -> None: ...


class Work:
    def __init__(self, fails_after: float = 1e9) -> None:
        self.begun: list[float] = []
        self.ended: list[float] = []
        self.fails_after = fails_after

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        self.begun.append(loop.time())
        try:
            await asyncio.sleep(self.fails_after)
        finally:
            self.ended.append(loop.time())
        raise ZeroDivisionError


async def test_work_runs_while_the_process_leads() -> None:
    first, second = Work(), Work()
    leading = asyncio.create_task(run_while_leader(FakeLocks(), first.run, second.run))
    await asyncio.sleep(300)
    leading.cancel()
    await asyncio.gather(leading, return_exceptions=True)
    for work in (first, second):
        assert work.begun == pytest.approx([10, 120, 230])
        assert work.ended == pytest.approx([110, 220, 300])


async def test_failure_of_one_ends_all_and_is_raised() -> None:
    good, bad = Work(), Work(fails_after=5)
    with pytest.raises(ZeroDivisionError):
        await run_while_leader(FakeLocks(), good.run, bad.run)
    assert good.ended == pytest.approx([15])
