"""The urgent lane: behind nothing, within Telegram's limits; in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiolimiter import AsyncLimiter

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Verbatim, message
from bot.kernel.ports import CONSULTANTS
from bot.pipeline import keyed_tasks, limits
from bot.pipeline.chat_pace import ChatPace
from bot.pipeline.delivery import Delivery
from bot.pipeline.lanes import Lanes
from bot.pipeline.limits import Limits
from bot.pipeline.ports import NotDelivered
from bot.pipeline.priority_limiter import PriorityLimiter
from tests.helpers.world import World
from tests.telegram_server.limits import Limits as TelegramLimits

pytestmark = pytest.mark.looptime

FLOOD = 150
ORDINARY, URGENT = SendOptions(), SendOptions(urgent=True)


class Bucket(AsyncLimiter):
    """The library's bucket sleeps until the very moment that has room; where rounding leaves it
    just before, virtual time would stand still."""

    async def acquire(self, amount: float = 1) -> None:
        while not self.has_capacity(amount):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        self._level += amount


@pytest.fixture(autouse=True)
def virtual_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits wake the lanes here; polls only cost time."""
    monkeypatch.setattr(keyed_tasks, "POLL_SECONDS", 60)
    monkeypatch.setattr(limits, "AsyncLimiter", Bucket)


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Channel:
    """Takes `seconds` for each message and counts it at the end, as Telegram may.

    fails: by key, what is raised once.
    """

    seconds: float = 0.05
    ordinary_seconds: float | None = None
    fails: dict[str, NotDelivered] = field(default_factory=dict)
    arrived: dict[str, float] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    edits: list[tuple[str, int | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.limits = TelegramLimits(now, enforced=False)

    def reachable(self, chat_id: int) -> bool:
        return True

    async def acknowledge(self, callback_id: str) -> None: ...

    async def deliver(self, row: OutboxRow) -> int:
        slow = self.ordinary_seconds is not None and not row.urgent
        await asyncio.sleep(self.ordinary_seconds or 0 if slow else self.seconds)
        if row.key in self.fails:
            raise self.fails.pop(row.key)
        if row.method == "send":
            self.limits.count(row.chat_id, group=row.chat_id <= CONSULTANTS)
        else:
            self.edits.append((row.key, row.edit_message_id))
        self.arrived[row.key] = now()
        self.order.append(row.key)
        return len(self.order)


async def put(
    world: World, *keys: str, chat: int = CONSULTANTS, options: SendOptions = ORDINARY
) -> None:
    async with world.uow() as uow:
        for key in keys:
            said = message(Verbatim(key))
            await uow[Outbox].put(key, chat, said, "da", world.clock(), options)
        await uow.commit()


@asynccontextmanager
async def delivering(world: World, channel: Channel) -> AsyncIterator[Lanes]:
    ordinary = Delivery(world.uow, world.clock, channel, shared := Limits())
    lanes = Lanes(ordinary, Delivery(world.uow, world.clock, channel, shared, urgent=True))
    notifier = world.database.notifier
    notifier.outbox, notifier.urgent = lanes.ordinary, lanes.urgent
    running = asyncio.create_task(lanes.run())
    try:
        yield lanes
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def alarm_after(
    world: World, channel: Channel, seconds: float, key: str = "alarm", chat: int = CONSULTANTS
) -> float:
    """Wait, send an urgent message, and return how long it took to arrive."""
    await asyncio.sleep(seconds)
    before = now()
    await put(world, key, chat=chat, options=URGENT)
    while key not in channel.arrived and now() < before + 60:  # noqa: ASYNC110  # virtual time
        await asyncio.sleep(0.05)
    return channel.arrived.get(key, now()) - before


async def test_alarm_reaches_the_group_at_once_behind_150_messages(world: World) -> None:
    async with delivering(world, channel := Channel()):
        await put(world, *map(str, range(FLOOD)))
        took = [await alarm_after(world, channel, s, f"alarm {s}") for s in (32, 61, 90)]
        assert max(took) <= 0.2 and len(channel.order) < FLOOD / 2
    assert not channel.limits.violations


async def test_several_alarms_within_a_minute_all_arrive_at_once(world: World) -> None:
    async with delivering(world, channel := Channel()):
        await put(world, *map(str, range(FLOOD)))
        await asyncio.sleep(120)
        took = [await alarm_after(world, channel, 2, f"alarm {n}") for n in range(6)]
    assert max(took) <= 1.2 and not channel.limits.violations


async def test_both_lanes_together_keep_the_limits_of_telegram(world: World) -> None:
    async with delivering(world, channel := Channel(seconds=0.02)):
        await put(world, *(f"a{n}" for n in range(30)))
        for chat in range(100, 150):
            await put(world, f"{chat}", chat=chat)
            await put(world, f"u{chat}", chat=chat, options=URGENT)
        await put(world, *(f"u{n}" for n in range(30)), options=URGENT)
        await asyncio.sleep(300)
    assert len(channel.order) == 160 and not channel.limits.violations


async def test_alarm_does_not_wait_while_the_channel_is_slow_for_all_others(
    world: World,
) -> None:
    async with delivering(world, channel := Channel(ordinary_seconds=30)):
        for chat in range(1000, 1040):
            await put(world, f"{chat}", chat=chat)
        await put(world, "slow")
        assert await alarm_after(world, channel, 5) <= 0.2
        assert await alarm_after(world, channel, 1, "answer", chat=1039) <= 0.2


async def test_alarm_does_not_wait_for_a_retry_of_an_ordinary_message(world: World) -> None:
    late = NotDelivered(DeliveryFailure.RATE_LIMITED, permanent=False, retry_after=300)
    async with delivering(world, channel := Channel(fails={"first": late})) as lanes:
        await put(world, "first", "second")
        assert await alarm_after(world, channel, 1) <= 0.2
        assert channel.order == ["alarm"]
        world.clock.forward(seconds=301)
        lanes.wake()
        await asyncio.sleep(5)
    assert channel.order == ["alarm", "first", "second"]


async def test_postponed_alarm_holds_up_no_ordinary_message(world: World) -> None:
    away = NotDelivered(DeliveryFailure.NETWORK, permanent=False, retry_after=300)
    async with delivering(world, channel := Channel(fails={"alarm": away})) as lanes:
        await put(world, "alarm", options=URGENT)
        await put(world, "ordinary")
        await asyncio.sleep(5)
        assert channel.order == ["ordinary"]
        world.clock.forward(seconds=301)
        lanes.wake()
        await asyncio.sleep(5)
    assert channel.order == ["ordinary", "alarm"]


async def test_each_lane_of_a_chat_keeps_its_order(world: World) -> None:
    async with delivering(world, channel := Channel()):
        for n in range(8):
            await put(world, f"o{n}", chat=42)
            await put(world, f"u{n}", chat=42, options=URGENT)
        await asyncio.sleep(60)
    for lane in "ou":
        assert [k for k in channel.order if k[0] == lane] == [f"{lane}{n}" for n in range(8)]


async def test_edit_by_key_stays_in_the_lane_of_its_message(world: World) -> None:
    """Otherwise it could come before the message, or be undone by an older edit."""
    await put(world, "alarm", options=URGENT)
    await put(world, "taken", options=SendOptions(method="amend", edit_of="alarm"))
    await put(world, "post")
    await put(
        world, "edit", options=SendOptions(method="amend", edit_of="post", urgent=True)
    )  # fmt: skip
    channel = Channel(fails={"post": NotDelivered(DeliveryFailure.NETWORK, permanent=False)})
    async with delivering(world, channel) as lanes:
        await asyncio.sleep(5)
        assert channel.order == ["alarm", "taken"]
        world.clock.forward(seconds=60)
        lanes.wake()
        await asyncio.sleep(5)
    assert channel.edits == [("taken", 1), ("edit", 3)]


async def test_alarm_queued_before_a_kill_is_first_after_the_start(world: World) -> None:
    await put(world, *map(str, range(FLOOD)))
    await put(world, "alarm", options=URGENT)
    before = now()
    async with delivering(world, channel := Channel()):
        await asyncio.sleep(2)
    assert channel.arrived["alarm"] - before <= 0.2


# The parts.


async def test_reserved_slots_are_taken_by_urgent_messages_only() -> None:
    limiter = PriorityLimiter(AsyncLimiter(1000, 1), most=5, reserved=2)
    ordinary = [asyncio.create_task(limiter.acquire(n, False)) for n in range(9)]
    await asyncio.sleep(1)
    assert sum(task.done() for task in ordinary) == 3
    for n in (1, 2):
        await asyncio.wait_for(limiter.acquire(n, False, urgent=True), 0.1)
    third = asyncio.create_task(limiter.acquire(3, False, urgent=True))
    await asyncio.sleep(1)
    assert not third.done()
    limiter.release()
    await asyncio.sleep(1.1)
    assert third.done() and sum(task.done() for task in ordinary) == 3
    for task in ordinary:
        task.cancel()


async def test_ordinary_messages_leave_a_reserve_in_a_minute_of_a_group() -> None:
    pace = ChatPace(group=True)
    for _ in range(14):
        await pace.reserve(urgent=False)
        pace.arrived()
    assert pace.seconds_until_free(urgent=False) > 30
    await asyncio.sleep(1)
    assert pace.seconds_until_free(urgent=True) == 0


async def test_idle_pace_is_forgotten() -> None:
    pace = ChatPace(group=True)
    assert pace.is_idle()
    await pace.reserve(urgent=True)
    assert not pace.is_idle()
    pace.arrived()
    await asyncio.sleep(61)
    assert pace.is_idle()
