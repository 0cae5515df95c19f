"""Rate limits, with a clock that the test turns."""

import pytest
from telegram.error import RetryAfter

from tests.telegram_server import TelegramServer
from tests.telegram_server.limits import Limits
from tests.telegram_server.sample_bot import bare_bot
from tests.telegram_server.wire import Refusal


class HandClock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def _send(limits: Limits, clock: HandClock, times: int, every: float, **where: int) -> None:
    for _ in range(times):
        limits.count(where.get("chat", 42), group=where.get("chat", 42) < 0)
        clock.now += every


@pytest.mark.parametrize(
    ("times", "every", "violations"),
    [(3, 0.0, 0), (4, 0.0, 1), (60, 1.0, 0), (10, 0.5, 3)],
)
def test_limit_per_chat_allows_a_short_burst(times: int, every: float, violations: int) -> None:
    limits = Limits(clock := HandClock())
    _send(limits, clock, times, every)
    assert len(limits.violations) == violations


def test_limit_per_group_is_twenty_a_minute() -> None:
    limits = Limits(clock := HandClock())
    _send(limits, clock, times=21, every=2.0, chat=-1001)
    assert [violation.rule for violation in limits.violations] == [
        "20 messages a minute in a group"
    ]
    clock.now += 60
    _send(limits, clock, times=20, every=2.0, chat=-1001)
    assert len(limits.violations) == 1


def test_overall_limit_is_thirty_a_second() -> None:
    limits = Limits(clock := HandClock(), enforced=True)
    for chat in range(30):
        limits.count(chat, group=False)
    with pytest.raises(Refusal):
        limits.count(30, group=False)
    clock.now += 1
    limits.count(30, group=False)


async def test_enforced_limit_returns_retry_after() -> None:
    async with TelegramServer(clock=(clock := HandClock()), enforce_limits=True) as telegram:
        amina = telegram.person(42, started=True)
        async with bare_bot(telegram) as bot:
            for number in range(3):
                await bot.send_message(42, str(number))
            with pytest.raises(RetryAfter):
                await bot.send_message(42, "too fast")
            clock.now += 1
            await bot.send_message(42, "in time")
        assert [shown.text for shown in amina.screen()] == ["0", "1", "2", "in time"]


async def test_recorded_limit_refuses_nothing(telegram: TelegramServer) -> None:
    amina = telegram.person(42, started=True)
    async with bare_bot(telegram) as bot:
        for number in range(5):
            await bot.send_message(42, str(number))
    assert len(amina.screen()) == 5
    assert {violation.chat_id for violation in telegram.violations} == {42}
