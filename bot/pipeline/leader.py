"""What only one process does at a time: it begins with the lead and ends with it."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.pipeline.ports import Locks

Run = Callable[[], Awaitable[None]]


async def run_while_leader(locks: Locks, *runs: Run) -> None:
    """Until cancelled.  The failure of one of `runs` is the failure of all."""
    while True:
        await locks.lead()
        lost = asyncio.ensure_future(locks.lost())
        tasks = [asyncio.ensure_future(run()) for run in runs]
        try:
            done, _ = await asyncio.wait([lost, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (lost, *tasks):
                task.cancel()
            await asyncio.gather(lost, *tasks, return_exceptions=True)
        for task in done:
            task.result()
