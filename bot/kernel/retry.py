"""Work that met somebody else's at the same rows is done again: nothing of it has happened."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.kernel.unit_of_work import Conflict

Result = TypeVar("Result")

MOST = 10


async def retry_on_conflict(work: Callable[[], Awaitable[Result]]) -> Result:
    """Raises Conflict when it was met time after time."""
    for attempt in range(1, MOST):
        try:
            return await work()
        except Conflict:
            # Whoever collided once must not do it in step again.
            await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # nosec B311  # no secret
    return await work()
