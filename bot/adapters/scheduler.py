"""The clock of the course.  Rows in our tables are the truth; APScheduler only ticks.

Each tick does what is due by now, so a tick that was missed is made good by the next one, and a
tick too many changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.services.again import again
from bot.services.faults import fault

log = structlog.get_logger()

Job = Callable[[], Awaitable[object]]


@dataclass
class Ticks:
    """`jobs` by name."""

    jobs: dict[str, Job]

    async def run(self) -> None:
        """At once, then at the start of every minute; until cancelled."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        # Late is better than never: no grace time, and missed ticks become one.
        scheduler.add_job(
            self.tick, CronTrigger(second=0), misfire_grace_time=None, coalesce=True,
            max_instances=1,
        )  # fmt: skip
        await self.tick()
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """A job that fails is tried again by the next tick and stops no other."""
        for name, job in self.jobs.items():
            try:
                await again(job)
            except Exception as error:  # noqa: BLE001  # one bad job must not stop the clock
                log.error("tick_failed", job=name, **fault(error))
