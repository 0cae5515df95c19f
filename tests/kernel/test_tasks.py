"""Tasks side by side: the first that ends, ends all; and tasks in the background."""

import asyncio
import gc

import pytest
from structlog.testing import capture_logs

from bot.kernel.runtime.tasks import BackgroundTasks, run_until_first_ends

pytestmark = pytest.mark.looptime


class Part:
    """Runs `seconds`, then raises `error` if there is one; `cleanup` is raised on cancellation."""

    def __init__(
        self, seconds: float, error: Exception | None = None, cleanup: Exception | None = None
    ) -> None:
        self.seconds, self.error, self.cleanup, self.end = seconds, error, cleanup, ""

    async def __call__(self) -> None:
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.end = "cancelled"
            await asyncio.sleep(1)
            self.end = "cancelled and cleaned up"
            if self.cleanup is not None:
                raise self.cleanup from None
            raise
        self.end = "returned"
        if self.error is not None:
            raise self.error


FOR_EVER = 1e6


async def test_first_return_cancels_the_others_and_waits_for_them() -> None:
    first, second, third = Part(10), Part(FOR_EVER), Part(FOR_EVER)
    await run_until_first_ends(second(), first(), third())
    assert asyncio.get_running_loop().time() == pytest.approx(11)
    assert first.end == "returned"
    assert second.end == third.end == "cancelled and cleaned up"


async def test_first_failure_is_raised_as_it_is() -> None:
    other = Part(FOR_EVER)
    with pytest.raises(ZeroDivisionError):
        await run_until_first_ends(Part(10, ZeroDivisionError())(), other())
    assert other.end == "cancelled and cleaned up"


async def test_failure_during_the_end_is_logged_without_its_text() -> None:
    failing = Part(FOR_EVER, cleanup=ValueError("Aminas ord"))
    with capture_logs() as logs:
        await run_until_first_ends(Part(1)(), failing())
    [entry] = logs
    assert (entry["event"], entry["error"]) == ("failed_while_ending", "ValueError")
    assert "Aminas" not in str(logs)


async def test_first_failure_is_raised_though_another_fails_during_the_end() -> None:
    with capture_logs() as logs, pytest.raises(ZeroDivisionError):
        await run_until_first_ends(
            Part(FOR_EVER, cleanup=ValueError())(), Part(1, ZeroDivisionError())()
        )
    assert [entry["error"] for entry in logs] == ["ValueError"]


@pytest.mark.parametrize("others", [0, 1])
async def test_cancellation_ends_all_and_is_raised_though_one_fails(others: int) -> None:
    parts = [Part(FOR_EVER, cleanup=ValueError()), *(Part(FOR_EVER) for _ in range(others))]
    running = asyncio.create_task(run_until_first_ends(*(part() for part in parts)))
    await asyncio.sleep(1)
    running.cancel()
    with capture_logs() as logs, pytest.raises(asyncio.CancelledError):
        await running
    assert all(part.end == "cancelled and cleaned up" for part in parts)
    assert [entry["error"] for entry in logs] == ["ValueError"]


async def test_background_task_is_kept_until_it_is_done() -> None:
    background, done = BackgroundTasks(), Part(10)
    background.start(done())
    await asyncio.sleep(5)
    gc.collect()
    assert len(background) == 1
    await asyncio.sleep(6)
    assert len(background) == 0 and done.end == "returned"
