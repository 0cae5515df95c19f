"""Retry after a serialization conflict; the attempt was rolled back."""

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.kernel.runtime.backoff import backoff
from bot.kernel.runtime.retrying import retry
from bot.kernel.unit_of_work import Conflict

Result = TypeVar("Result")

ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = 0.02, 5.0  # seconds, before jitter


async def retry_on_conflict(work: Callable[[], Awaitable[Result]]) -> Result:
    """Raises Conflict when every attempt met one."""
    return await retry(
        work, on=lambda error: isinstance(error, Conflict), wait=_wait, attempts=ATTEMPTS
    )


def _wait(failures: int, _: Exception) -> float:
    """Random, so that two transactions that collided do not collide again in step."""
    longest = backoff(failures, first=FIRST_WAIT, longest=LONGEST_WAIT)
    return random.uniform(0, longest)  # nosec B311  # no secret
