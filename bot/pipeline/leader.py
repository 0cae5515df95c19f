"""Work that only the leader does: one process of several on the same database."""

from collections.abc import Callable

from bot.kernel.runtime.tasks import Work, run_until_first_ends
from bot.pipeline.ports import Locks


async def run_while_leader(locks: Locks, *runs: Callable[[], Work]) -> None:
    """Start `runs` whenever this process becomes the leader; cancel them when it no longer is.

    Runs until cancelled.  A failure of one of `runs` cancels the others and is raised.
    """
    while True:
        await locks.lead()
        await run_until_first_ends(locks.lost(), *(run() for run in runs))
