"""Retry an async call (a thin layer over tenacity)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_never,
)

Result = TypeVar("Result")

Wait = Callable[[int, Exception], float]
"""The failures so far (1 or more) and the latest one → seconds."""


async def retry(
    call: Callable[[], Awaitable[Result]],
    *,
    on: Callable[[Exception], bool],
    wait: Wait,
    attempts: int | None = None,
) -> Result:
    """Call until it succeeds and return the result.

    `on` says whether an exception is worth another attempt; any other is raised at once.  Raises
    the last exception when `attempts` are used up; None means without limit.
    """

    try:
        # Most calls succeed at once, and setting up tenacity costs more than many of them.
        return await call()
    except Exception as error:
        if attempts == 1 or not on(error):
            raise
        await asyncio.sleep(wait(1, error))
    return await _retry_further(call, on, wait, attempts)


async def _retry_further(
    call: Callable[[], Awaitable[Result]],
    on: Callable[[Exception], bool],
    wait: Wait,
    attempts: int | None,
) -> Result:
    """Make the second and all further attempts."""

    async def attempt() -> Result:
        """A coroutine function, which tenacity does not recognize in a lambda."""
        return await call()

    def retryable(error: BaseException) -> bool:
        return isinstance(error, Exception) and on(error)

    def seconds(state: RetryCallState) -> float:
        assert state.outcome is not None, "tenacity waits after an outcome"
        error = state.outcome.exception()
        assert isinstance(error, Exception), "and only where it was retryable"
        return wait(state.attempt_number + 1, error)  # one was made before

    stop = stop_never if attempts is None else stop_after_attempt(attempts - 1)
    retrying = AsyncRetrying(
        retry=retry_if_exception(retryable), wait=seconds, stop=stop, reraise=True
    )
    return await retrying(attempt)
