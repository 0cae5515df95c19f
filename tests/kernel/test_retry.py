"""Retry after a serialization conflict, in virtual time."""

import asyncio
import random

import pytest

from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import Conflict

pytestmark = pytest.mark.looptime


class Work:
    """Meets so many conflicts first; `at` are the moments of its attempts."""

    def __init__(self, conflicts: int) -> None:
        self.at: list[float] = []
        self.conflicts = conflicts

    async def __call__(self) -> str:
        self.at.append(asyncio.get_running_loop().time())
        if len(self.at) <= self.conflicts:
            raise Conflict
        return "done"


async def test_conflicts_are_retried_after_random_growing_waits() -> None:
    work, chance = Work(conflicts=9), random.Random(7)
    random.seed(7)
    assert await retry_on_conflict(work) == "done"
    waits = [later - earlier for earlier, later in zip(work.at, work.at[1:], strict=False)]
    longest = [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.0]
    assert waits == pytest.approx([chance.uniform(0, seconds) for seconds in longest], abs=1e-5)


async def test_tenth_conflict_is_raised() -> None:
    work = Work(conflicts=10)
    with pytest.raises(Conflict):
        await retry_on_conflict(work)
    assert len(work.at) == 10


async def test_other_errors_are_raised_at_once() -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await retry_on_conflict(fails)
    assert asyncio.get_running_loop().time() == 0
