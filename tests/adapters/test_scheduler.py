"""The clock of the course: at once, every minute, and no failure stops it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from structlog.testing import capture_logs

from bot.adapters import scheduler as ticks
from bot.adapters.scheduler import Ticks


class Job:
    """Counts how often it is asked; fails so many times first."""

    def __init__(self, failures: int = 0) -> None:
        self.asked, self.done, self._failures = 0, 0, failures

    async def __call__(self) -> None:
        self.asked += 1
        if self.asked <= self._failures:
            raise RuntimeError("Aminas ord")
        self.done += 1


async def test_a_job_that_fails_stops_no_other_and_is_tried_again_by_the_next_tick() -> None:
    bad, good = Job(failures=1), Job()
    clock = Ticks({"bad": bad, "good": good})
    with capture_logs() as logs:
        await clock.tick()
    assert (bad.done, good.done) == (0, 1)
    assert [entry["job"] for entry in logs if entry["event"] == "tick_failed"] == ["bad"]
    assert "Aminas ord" not in str(logs), "nobody's words in the log"
    await clock.tick()
    assert (bad.done, good.done) == (1, 2)


@asynccontextmanager
async def running(clock: Ticks) -> AsyncIterator[None]:
    task = asyncio.create_task(clock.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # nothing tells when
            await asyncio.sleep(0.01)


async def test_it_runs_at_once_and_then_at_the_start_of_every_minute(
    scheduler: AsyncIOScheduler,
) -> None:
    job = Job()
    async with running(Ticks({"job": job})):
        await until(lambda: job.done and scheduler.running)
        assert job.done == 1
        [planned] = scheduler.get_jobs()
        now = planned.next_run_time
        assert now.second == 0 and now - datetime.now(now.tzinfo) <= timedelta(minutes=1)
        following = planned.trigger.get_next_fire_time(now, now)
        assert following - now == timedelta(minutes=1)
    assert not scheduler.running, "it ends with the program"


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> AsyncIOScheduler:
    """The one that Ticks makes."""
    made = AsyncIOScheduler()

    def make(**settings: Any) -> AsyncIOScheduler:
        made.configure(**settings)
        return made

    monkeypatch.setattr(ticks, "AsyncIOScheduler", make)
    return made


@pytest.mark.parametrize("missed", [timedelta(minutes=3), timedelta(hours=12)])
async def test_ticks_that_were_missed_become_one_however_long_ago(
    scheduler: AsyncIOScheduler, missed: timedelta
) -> None:
    """The machine slept: what the scheduler planned lies in the past."""
    job = Job()
    async with running(Ticks({"job": job})):
        await until(lambda: job.done and scheduler.running)
        [planned] = scheduler.get_jobs()
        sleep_through(scheduler, planned, missed)
        await until(lambda: job.done == 2)
        await asyncio.sleep(0.1)
        assert job.done == 2, "once, and not once for each minute"
        assert planned.next_run_time > datetime.now(planned.next_run_time.tzinfo)


def sleep_through(scheduler: AsyncIOScheduler, planned: Any, missed: timedelta) -> None:
    planned.modify(next_run_time=planned.next_run_time - missed - timedelta(minutes=1))
    scheduler.wakeup()


async def test_a_tick_that_takes_long_is_not_begun_a_second_time(
    scheduler: AsyncIOScheduler,
) -> None:
    begun, go_on = Job(), asyncio.Event()

    async def slow() -> None:
        await begun()
        if begun.done > 1:  # not the one at the start
            await go_on.wait()

    async with running(Ticks({"slow": slow})):
        await until(lambda: begun.done and scheduler.running)
        [planned] = scheduler.get_jobs()
        for _ in range(2):
            sleep_through(scheduler, planned, timedelta(minutes=2))
            await until(lambda: begun.done == 2)
            await asyncio.sleep(0.05)
        assert begun.done == 2
        go_on.set()
