"""Answers before the background, each in its order, and never a second too full."""

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter

from bot.pipeline.delivery import OVERALL
from bot.pipeline.priority_limiter import PriorityLimiter


class VirtualTime(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to whatever comes next: half a minute takes no time."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        self._now += 1e-7  # as any clock: whoever rounds must not wait for ever
        scheduled = self._scheduled  # type: ignore[attr-defined]
        if not self._ready and scheduled:  # type: ignore[attr-defined]
            self._now = max(self._now, heapq.nsmallest(1, scheduled)[0].when())
        super()._run_once()  # type: ignore[misc]


def in_virtual_time(play: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    with asyncio.Runner(loop_factory=VirtualTime) as runner:
        return runner.run(play())


async def _send(
    lanes: PriorityLimiter,
    chat: int,
    background: bool,
    log: list[tuple[float, int]],
    took: float = 0.05,
) -> None:
    await lanes.turn(chat, background)
    log.append((asyncio.get_running_loop().time(), chat))
    await asyncio.sleep(took)
    lanes.arrived()


def test_a_thousand_people_are_reminded_in_36_seconds_and_answers_do_not_wait() -> None:
    async def play() -> tuple[list[tuple[float, int]], list[float]]:
        lanes = PriorityLimiter(AsyncLimiter(*OVERALL))
        log: list[tuple[float, int]] = []
        sending = [asyncio.create_task(_send(lanes, n, True, log)) for n in range(1000)]
        waited = []
        for n in range(30):
            await asyncio.sleep(1)
            asked = asyncio.get_running_loop().time()
            await _send(lanes, 5000 + n, False, [])
            waited.append(asyncio.get_running_loop().time() - asked - 0.05)
        await asyncio.gather(*sending)
        return log, waited

    log, waited = in_virtual_time(play)
    assert [chat for _, chat in log] == list(range(1000)), "first come, first served"
    assert log[-1][0] < 36 + 30 / 29  # thirty answers took their share
    assert max(waited) < 0.1


def test_no_second_is_too_full_however_long_the_network_takes() -> None:
    """The channel counts a message somewhere between our sending it and its answer."""

    async def play() -> list[tuple[float, float]]:
        lanes = PriorityLimiter(AsyncLimiter(100, 1))  # the pace alone would let them through
        spans: list[tuple[float, float]] = []

        async def send(n: int) -> None:
            await lanes.turn(n, False)
            begin = asyncio.get_running_loop().time()
            await asyncio.sleep(0.01 + (n * 37 % 100) / 100)
            spans.append((begin, asyncio.get_running_loop().time()))
            lanes.arrived()

        await asyncio.gather(*(send(n) for n in range(200)))
        return spans

    spans = in_virtual_time(play)
    answers = sorted(end for _, end in spans)
    for begin, _ in spans:
        late = sum(begin - 1 < end for end in answers if end <= begin)
        still_out = sum(b <= begin < e for b, e in spans)
        assert late + still_out <= 30


def test_an_answer_takes_what_stands_before_it_in_its_chat_along() -> None:
    async def play() -> list[int]:
        lanes = PriorityLimiter(AsyncLimiter(1, 1))
        log: list[tuple[float, int]] = []
        sending = [asyncio.create_task(_send(lanes, n, True, log)) for n in range(10)]
        await asyncio.sleep(2.5)
        lanes.hurry(9)
        lanes.hurry(77)  # nothing of it waits
        await asyncio.gather(*sending)
        return [chat for _, chat in log]

    assert in_virtual_time(play) == [0, 1, 2, 9, 3, 4, 5, 6, 7, 8]


def test_who_gives_up_takes_no_place() -> None:
    async def play() -> list[int]:
        lanes = PriorityLimiter(AsyncLimiter(1, 1), most=2)
        log: list[tuple[float, int]] = []
        sending = [asyncio.create_task(_send(lanes, n, True, log)) for n in range(6)]
        await asyncio.sleep(0.5)
        for given_up in sending[1:4]:
            given_up.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        return [chat for _, chat in log]

    assert in_virtual_time(play) == [0, 4, 5]
