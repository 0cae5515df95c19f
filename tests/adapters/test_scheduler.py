"""The scheduler: when jobs run, and that no failure stops it.

APScheduler takes its time from the system's clock; a test moves a planned run into the past.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.adapters.scheduler import JobScheduler
from bot.kernel.unit_of_work import Conflict

HANG_GUARD = 60.0  # seconds


class Job:
    """Counts its runs; the first `failures` fail."""

    def __init__(self, failures: int = 0, error: type[Exception] = RuntimeError) -> None:
        self.started, self.done, self._failures, self._error = 0, 0, failures, error

    async def __call__(self) -> None:
        self.started += 1
        if self.started <= self._failures:
            raise self._error("Aminas ord")
        self.done += 1


async def test_failed_job_stops_no_other_and_is_retried_by_the_next_run() -> None:
    bad, good = Job(failures=1), Job()
    jobs = JobScheduler({"bad": bad, "good": good})
    with capture_logs() as logs:
        await jobs.run_jobs()
    assert (bad.done, good.done) == (0, 1)
    assert [entry["job"] for entry in logs if entry["event"] == "job_failed"] == ["bad"]
    assert "Aminas ord" not in str(logs), "no text of people in the log"
    await jobs.run_jobs()
    assert (bad.done, good.done) == (1, 2)


async def test_conflict_is_retried_in_the_same_run() -> None:
    job = Job(failures=1, error=Conflict)
    await JobScheduler({"job": job}).run_jobs()
    assert (job.started, job.done) == (2, 1)


@asynccontextmanager
async def running(jobs: JobScheduler) -> AsyncIterator[None]:
    task = asyncio.create_task(jobs.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(HANG_GUARD):
        while not condition():  # noqa: ASYNC110  # APScheduler sets no event
            await asyncio.sleep(0.01)


async def test_jobs_run_at_the_start_and_then_every_minute() -> None:
    job = Job()
    jobs = JobScheduler({"job": job})
    async with running(jobs):
        await until(lambda: job.done and jobs.scheduler.running)
        assert job.done == 1
        [planned] = jobs.scheduler.get_jobs()
        first = planned.next_run_time
        assert first.second == 0 and first - datetime.now(UTC) <= timedelta(minutes=1)
        second = planned.trigger.get_next_fire_time(first, first)
        assert second - first == timedelta(minutes=1)
    assert not jobs.scheduler.running


@pytest.mark.parametrize("missed", [timedelta(minutes=3), timedelta(hours=12)])
async def test_missed_runs_become_one(missed: timedelta) -> None:
    job = Job()
    jobs = JobScheduler({"job": job})
    async with running(jobs):
        await until(lambda: job.done and jobs.scheduler.running)
        [planned] = jobs.scheduler.get_jobs()
        move_to_the_past(jobs, planned, missed)
        await until(lambda: job.done == 2)
        assert planned.next_run_time > datetime.now(UTC), "and the next one in a minute"


def move_to_the_past(jobs: JobScheduler, planned: Any, missed: timedelta) -> None:
    """As if the machine had slept."""
    planned.modify(next_run_time=planned.next_run_time - missed - timedelta(minutes=1))
    jobs.scheduler.wakeup()


async def test_long_run_is_not_started_a_second_time() -> None:
    begun, go_on = Job(), asyncio.Event()

    async def slow() -> None:
        await begun()
        if begun.done > 1:  # not the run at the start
            await go_on.wait()

    jobs = JobScheduler({"slow": slow})
    async with running(jobs):
        await until(lambda: begun.done and jobs.scheduler.running)
        [planned] = jobs.scheduler.get_jobs()
        for _ in range(2):
            move_to_the_past(jobs, planned, timedelta(minutes=2))
            await until(lambda: planned.next_run_time > datetime.now(UTC) and begun.done == 2)
        assert begun.done == 2
        go_on.set()
