"""Work side by side: what fails is begun again, ends nobody, and is told without its words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from structlog.testing import capture_logs

from bot.pipeline.keyed_tasks import KeyedTasks, finish_before_cancelling

WORDS = "what somebody wrote"


async def broken() -> None:
    raise ValueError(WORDS)


async def until(bell: asyncio.Event) -> None:
    await asyncio.wait_for(bell.wait(), 60)


async def test_poll_continues_after_a_failure() -> None:
    """As with a database that another program holds for too long."""
    chats, again = KeyedTasks("test"), asyncio.Event()
    looked: list[int] = []

    async def look() -> None:
        looked.append(1)
        (chats.wake if len(looked) == 1 else again).set()
        await broken()

    with capture_logs() as log:
        running = asyncio.create_task(chats.run(look))
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
    """So that the database is closed under nobody."""
    chats, claim = KeyedTasks("test"), asyncio.Event()
    ended: list[int] = []

    async def work() -> None:
        try:
            claim.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(1)

    async def look() -> None:
        if not chats.is_busy(1):
            chats.start(1, work())

    running = asyncio.create_task(chats.run(look))
    await until(claim)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert ended == [1]


async def test_work_finishing_within_the_grace_period_completes() -> None:
    claim = asyncio.Event()
    done: list[int] = []

    async def sending() -> None:
        claim.set()
        await asyncio.sleep(0.01)
        done.append(1)

    task = asyncio.create_task(finish_before_cancelling(sending()))
    await until(claim)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert done == [1] and task.cancelled()


@asynccontextmanager
async def running(chats: KeyedTasks) -> AsyncIterator[None]:
    """With a look that finds nothing: all there is to do is told."""
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    task = asyncio.create_task(chats.run(look))
    await until(looked)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Submission:
    """Counts how often it was begun; goes on when it is let."""

    def __init__(self) -> None:
        self.claim, self.go_on = 0, asyncio.Event()

    async def __call__(self) -> None:
        self.claim += 1
        await self.go_on.wait()


async def test_notify_starts_work_without_polling() -> None:
    chats, work = KeyedTasks("test"), Submission()
    async with running(chats):
        chats.notify(1, work)
        await asyncio.sleep(0)
        assert work.claim == 1 and chats.is_busy(1)


async def test_notify_during_work_reruns_it_once() -> None:
    chats, first, then = KeyedTasks("test"), Submission(), Submission()
    then.go_on.set()
    async with running(chats):
        chats.notify(1, first)
        for _ in range(3):
            chats.notify(1, then)
        await asyncio.sleep(0)
        assert (first.claim, then.claim) == (1, 0)
        first.go_on.set()
        await chats.drained()
        await asyncio.sleep(0)
        await chats.drained()
        assert then.claim == 1 and not chats.is_busy(1)


async def test_notified_key_is_found_by_the_next_poll() -> None:
    chats, first, then = KeyedTasks("test"), Submission(), Submission()
    async with running(chats):
        chats.notify(1, first)
        chats.notify(1, then)
        chats.clear_pending(1)
        first.go_on.set()
        await chats.drained()
        await asyncio.sleep(0)
        assert then.claim == 0


async def test_no_work_starts_before_run_or_after_stop() -> None:
    chats, work = KeyedTasks("test"), Submission()
    chats.notify(1, work)
    async with running(chats):
        pass
    chats.notify(1, work)
    await asyncio.sleep(0)
    assert work.claim == 0 and not chats.is_busy(1)
