"""Answers before the background, each in its order, and never a second too full."""

import asyncio

import pytest
from aiolimiter import AsyncLimiter

from bot.pipeline.limits import OVERALL
from bot.pipeline.priority_limiter import PriorityLimiter

pytestmark = pytest.mark.looptime


async def _send(
    limiter: PriorityLimiter,
    chat: int,
    background: bool,
    log: list[tuple[float, int]],
    took: float = 0.05,
) -> None:
    await limiter.acquire(chat, background)
    log.append((asyncio.get_running_loop().time(), chat))
    await asyncio.sleep(took)
    limiter.release()


async def test_thousand_reminders_take_36_seconds_and_do_not_delay_answers() -> None:
    limiter = PriorityLimiter(AsyncLimiter(*OVERALL))
    log: list[tuple[float, int]] = []
    sending = [asyncio.create_task(_send(limiter, n, True, log)) for n in range(1000)]
    waited = []
    for n in range(30):
        await asyncio.sleep(1)
        asked = asyncio.get_running_loop().time()
        await _send(limiter, 5000 + n, False, [])
        waited.append(asyncio.get_running_loop().time() - asked - 0.05)
    await asyncio.gather(*sending)
    assert [chat for _, chat in log] == list(range(1000)), "first come, first served"
    assert log[-1][0] < 36 + 30 / 29  # thirty answers took their share
    assert max(waited) < 0.1


async def test_no_second_exceeds_the_limit_at_any_network_latency() -> None:
    """The channel counts a message somewhere between our sending it and its answer."""

    limiter = PriorityLimiter(AsyncLimiter(100, 1))  # the pace alone would let them through
    spans: list[tuple[float, float]] = []

    async def send(n: int) -> None:
        await limiter.acquire(n, False)
        begin = asyncio.get_running_loop().time()
        await asyncio.sleep(0.01 + (n * 37 % 100) / 100)
        spans.append((begin, asyncio.get_running_loop().time()))
        limiter.release()

    await asyncio.gather(*(send(n) for n in range(200)))
    answers = sorted(end for _, end in spans)
    for begin, _ in spans:
        late = sum(begin - 1 < end for end in answers if end <= begin)
        still_out = sum(b <= begin < e for b, e in spans)
        assert late + still_out <= 30


async def test_answer_raises_the_priority_of_earlier_messages_of_its_chat() -> None:
    limiter = PriorityLimiter(AsyncLimiter(1, 1))
    log: list[tuple[float, int]] = []
    sending = [asyncio.create_task(_send(limiter, n, True, log)) for n in range(10)]
    await asyncio.sleep(2.5)
    limiter.prioritize(9)
    limiter.prioritize(77)  # nothing of it waits
    await asyncio.gather(*sending)
    assert [chat for _, chat in log] == [0, 1, 2, 9, 3, 4, 5, 6, 7, 8]


async def test_cancelled_waiter_frees_its_slot() -> None:
    limiter = PriorityLimiter(AsyncLimiter(1, 1), most=2)
    log: list[tuple[float, int]] = []
    sending = [asyncio.create_task(_send(limiter, n, True, log)) for n in range(6)]
    await asyncio.sleep(0.5)
    for given_up in sending[1:4]:
        given_up.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    assert [chat for _, chat in log] == [0, 4, 5]
