"""Retries, in virtual time."""

import asyncio

import pytest

from bot.kernel.runtime.retrying import retry

pytestmark = pytest.mark.looptime


class Call:
    """Raises `failures`, one a call; then returns how often it was called."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures, self.calls = list(failures), 0

    async def __call__(self) -> int:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return self.calls


def now() -> float:
    return asyncio.get_running_loop().time()


def always(_: Exception) -> bool:
    return True


async def test_success_returns_at_once() -> None:
    assert await retry(Call(), on=always, wait=lambda *_: 5) == 1
    assert now() == 0


async def test_lambda_that_returns_a_coroutine_is_awaited() -> None:
    call = Call(ValueError())
    assert await retry(lambda: call(), on=always, wait=lambda *_: 5) == 2


async def test_wait_gets_the_failures_so_far_and_the_latest_one() -> None:
    first, second = ValueError(1), KeyError(2)
    seen: list[tuple[int, Exception]] = []

    def wait(failures: int, error: Exception) -> float:
        seen.append((failures, error))
        return 10.0 * failures

    assert await retry(Call(first, second), on=always, wait=wait) == 3
    assert seen == [(1, first), (2, second)]
    assert now() == pytest.approx(10 + 20)


async def test_last_exception_is_raised_after_the_attempts() -> None:
    error = KeyError(3)
    call = Call(ValueError(1), ValueError(2), error)
    with pytest.raises(KeyError) as raised:
        await retry(call, on=always, wait=lambda *_: 1, attempts=3)
    assert raised.value is error and call.calls == 3
    assert now() == pytest.approx(2), "no wait after the last attempt"


async def test_unlimited_attempts_by_default() -> None:
    call = Call(*(ValueError() for _ in range(500)))
    assert await retry(call, on=always, wait=lambda *_: 60) == 501


async def test_other_exceptions_are_raised_at_once() -> None:
    call = Call(KeyError())
    with pytest.raises(KeyError):
        await retry(call, on=lambda error: isinstance(error, ValueError), wait=lambda *_: 1)
    assert call.calls == 1


@pytest.mark.parametrize("error", [asyncio.CancelledError(), SystemExit()])
async def test_cancellation_and_exit_are_never_retried(error: BaseException) -> None:
    call = Call(error)
    with pytest.raises(type(error)):
        await retry(call, on=always, wait=lambda *_: 1)
    assert call.calls == 1


async def test_cancellation_during_the_wait() -> None:
    call = Call(ValueError())
    retrying = asyncio.create_task(retry(call, on=always, wait=lambda *_: 60))
    await asyncio.sleep(1)
    retrying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await retrying
    assert call.calls == 1
