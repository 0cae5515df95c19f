"""Tasks that run side by side, and tasks in the background."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.kernel.runtime.faults import fault

log = structlog.get_logger()

Work = Coroutine[Any, Any, object]


async def run_until_first_ends(*submissions: Work) -> None:
    """Run all until the first one returns or fails, then cancel the others and wait for them.

    Raises the exception of the first that fails.  One that fails only while it is being cancelled
    is logged.
    """
    ended = asyncio.Event()

    async def run(work: Work) -> None:
        try:
            await work
        except Exception as error:
            if not ended.is_set():
                raise
            log.warning("failed_while_ending", **fault(error))
        finally:
            ended.set()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run(work)) for work in submissions]
            try:
                await ended.wait()
            finally:  # also when we are cancelled
                ended.set()
                for task in tasks:
                    task.cancel()
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


class BackgroundTasks:
    """Keeps tasks alive that nobody awaits; asyncio itself holds them weakly."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Work) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
