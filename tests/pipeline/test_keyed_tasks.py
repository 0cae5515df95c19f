"""Keyed tasks: restart after failures, isolation, logging without personal text."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from structlog.testing import capture_logs

from bot.pipeline.keyed_tasks import KeyedTasks, finish_before_cancelling

WORDS = "what somebody wrote"


async def broken() -> None:
    raise ValueError(WORDS)


async def until(event: asyncio.Event) -> None:
    await asyncio.wait_for(event.wait(), 60)


async def test_poll_continues_after_a_failure() -> None:
    """Such as a database that another process locks for too long."""
    chats, again = KeyedTasks("test"), asyncio.Event()
    polls: list[int] = []

    async def poll() -> None:
        polls.append(1)
        (chats.wake if len(polls) == 1 else again).set()
        await broken()

    with capture_logs() as log:
        running = asyncio.create_task(chats.run(poll))
        await until(again)
        assert not running.done()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert log[0]["event"] == "look_failed" and WORDS not in str(log)


async def test_failed_key_pauses_while_others_continue() -> None:
    chats = KeyedTasks("test")
    with capture_logs() as log:
        chats.start(1, broken())
        await chats.drained()
        await asyncio.sleep(0)
        assert chats.is_busy(1) and not chats.is_busy(2)
    assert [entry["event"] for entry in log] == ["work_failed"] and WORDS not in str(log)


async def test_stop_waits_for_running_work() -> None:
    """So that the database is not closed while it is in use."""
    chats, started = KeyedTasks("test"), asyncio.Event()
    ended: list[int] = []

    async def work() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(1)

    async def poll() -> None:
        if not chats.is_busy(1):
            chats.start(1, work())

    running = asyncio.create_task(chats.run(poll))
    await until(started)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert ended == [1]


async def test_work_finishing_within_the_grace_period_completes() -> None:
    started = asyncio.Event()
    done: list[int] = []

    async def sending() -> None:
        started.set()
        await asyncio.sleep(0.01)
        done.append(1)

    task = asyncio.create_task(finish_before_cancelling(sending()))
    await until(started)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert done == [1] and task.cancelled()


@asynccontextmanager
async def running(chats: KeyedTasks) -> AsyncIterator[None]:
    """Run with a poll that finds nothing, so that only notifications start work."""
    polled = asyncio.Event()

    async def poll() -> None:
        polled.set()

    task = asyncio.create_task(chats.run(poll))
    await until(polled)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class BlockingWork:
    """Counts its starts; blocks until `go_on` is set."""

    def __init__(self) -> None:
        self.starts, self.go_on = 0, asyncio.Event()

    async def __call__(self) -> None:
        self.starts += 1
        await self.go_on.wait()


async def test_notify_starts_work_without_polling() -> None:
    chats, work = KeyedTasks("test"), BlockingWork()
    async with running(chats):
        chats.notify(1, work)
        await asyncio.sleep(0)
        assert work.starts == 1 and chats.is_busy(1)


async def test_notify_during_work_reruns_it_once() -> None:
    chats, first, then = KeyedTasks("test"), BlockingWork(), BlockingWork()
    then.go_on.set()
    async with running(chats):
        chats.notify(1, first)
        for _ in range(3):
            chats.notify(1, then)
        await asyncio.sleep(0)
        assert (first.starts, then.starts) == (1, 0)
        first.go_on.set()
        await chats.drained()
        await asyncio.sleep(0)
        await chats.drained()
        assert then.starts == 1 and not chats.is_busy(1)


async def test_clear_pending_discards_an_earlier_notification() -> None:
    chats, first, then = KeyedTasks("test"), BlockingWork(), BlockingWork()
    async with running(chats):
        chats.notify(1, first)
        chats.notify(1, then)
        chats.clear_pending(1)
        first.go_on.set()
        await chats.drained()
        await asyncio.sleep(0)
        assert then.starts == 0


async def test_no_work_starts_before_run_or_after_stop() -> None:
    chats, work = KeyedTasks("test"), BlockingWork()
    chats.notify(1, work)
    async with running(chats):
        pass
    chats.notify(1, work)
    await asyncio.sleep(0)
    assert work.starts == 0 and not chats.is_busy(1)
