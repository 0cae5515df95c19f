"""Runs the jobs of the course every minute (APScheduler).

Each job does whatever is due by now, as the database says: a missed run is made up for by the
next one, and a run too many changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict

log = structlog.get_logger()

Job = Callable[[], Awaitable[object]]


def _make_scheduler() -> AsyncIOScheduler:
    return AsyncIOScheduler(timezone=UTC)


@dataclass
class JobScheduler:
    """`jobs` by name."""

    jobs: dict[str, Job]
    scheduler: AsyncIOScheduler = field(default_factory=_make_scheduler)

    async def run(self) -> None:
        """Run the jobs now and then at the start of every minute, until cancelled."""
        self.scheduler.add_job(
            self.run_jobs,
            CronTrigger(second=0, timezone=UTC),
            misfire_grace_time=None,  # a late run is better than none
            coalesce=True,  # several missed runs become one
            max_instances=1,
        )
        await self.run_jobs()
        self.scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            self.scheduler.shutdown(wait=False)

    async def run_jobs(self) -> None:
        """A job that fails stops no other; the next run tries it again."""
        for name, job in self.jobs.items():
            try:
                await retry_on_conflict(job)
            except Exception as error:  # noqa: BLE001  # any failure of one job
                log.error("job_failed", job=name, **fault(error))
