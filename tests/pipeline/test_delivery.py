"""Delivery of the outbox: in order, within Telegram's limits, chats independent of each other."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from aiolimiter import AsyncLimiter
from sqlalchemy import event, select

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions, outbox
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import KeptFile, Verbatim, message
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import Conflict
from bot.pipeline import delivery, keyed_tasks
from bot.pipeline.delivery import LONGEST_WAIT, MAX_FAULTS, Delivery
from bot.pipeline.keyed_tasks import KeyedTasks
from bot.pipeline.limits import Limits
from bot.pipeline.ports import NotDelivered
from tests.helpers.world import NoLimits, Person, World

OLENA = 43
LONG = 3600.0  # no bucket of this period gets anything back while a test runs


async def say(world: World, *words: str, chat: int = 42) -> None:
    async with world.uow() as uow:
        for word in words:
            await uow[Outbox].put(word, chat, message(Verbatim(word)), "da", world.clock())
        await uow.commit()


async def deliver(world: World) -> None:
    await world.delivery.work()
    await world.delivery.drained()


def heard(world: World, chat: int = 42) -> list[str]:
    return [shown.text for shown in world.screen(chat)]


def transient(**more: float) -> NotDelivered:
    return NotDelivered(DeliveryFailure.NETWORK, permanent=False, **more)  # type: ignore[arg-type]  # one float


def blocked() -> NotDelivered:
    return NotDelivered(DeliveryFailure.BLOCKED, permanent=True, unreachable=True)


async def test_messages_are_delivered_in_queue_order(world: World) -> None:
    words = [f"{n}" for n in range(30)]
    await say(world, *words)
    await deliver(world)
    assert heard(world) == words


async def test_background_chat_frees_its_slot_when_it_is_drained(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MAX_BACKGROUND_CHATS", 1)
    background = SendOptions(background=True)
    for chat in (42, OLENA):
        async with world.uow() as uow:
            text = message(Verbatim("a"))
            await uow[Outbox].put(f"{chat}", chat, text, "da", world.clock(), background)
            await uow.commit()
        await deliver(world)
        assert heard(world, chat) == ["a"]


async def test_no_message_is_sent_twice(world: World) -> None:
    await say(world, "a")
    await deliver(world)
    await deliver(world)
    assert heard(world) == ["a"]


async def test_two_workers_never_process_one_chat_concurrently(world: World) -> None:
    await say(world, "a", "b")
    await world.delivery.work()
    await world.delivery.work()
    await world.delivery.drained()
    assert heard(world) == ["a", "b"]


async def test_retry_after_of_telegram_is_honoured(world: World) -> None:
    world.channel.fails = [transient(retry_after=30)]
    await say(world, "a", "b")
    await deliver(world)
    world.clock.forward(seconds=29)
    await deliver(world)
    assert heard(world) == []
    world.clock.forward(seconds=1)
    await deliver(world)
    assert heard(world) == ["a", "b"]


async def test_transient_failure_is_retried_with_backoff(world: World) -> None:
    world.channel.fails = [transient() for _ in range(4)]
    await say(world, "a", "b")
    tries = []
    for second in range(20):
        left = len(world.channel.fails)
        await deliver(world)
        if len(world.channel.fails) < left:
            tries.append(second)
        world.clock.forward(seconds=1)
    assert tries == [0, 1, 3, 7]
    assert heard(world) == ["a", "b"]


async def test_backoff_has_an_upper_bound(world: World) -> None:
    await say(world, "a")
    for _ in range(40):
        world.channel.fails = [transient()]
        await deliver(world)
        world.clock.forward(seconds=LONGEST_WAIT)
    world.channel.fails = []
    await deliver(world)
    assert heard(world) == ["a"]


async def test_permanent_failure_is_dropped_and_the_next_message_sent(world: World) -> None:
    world.channel.fails = [NotDelivered(DeliveryFailure.REJECTED, permanent=True)]
    await say(world, "a", "b")
    await deliver(world)
    assert heard(world) == ["b"]


async def test_participant_is_told_when_a_document_cannot_be_rendered(
    world: World, amina: Person
) -> None:
    world.channel.fails = [
        NotDelivered(DeliveryFailure.NOT_RENDERED, permanent=True) for _ in range(2)
    ]
    said = replace(message(Verbatim("your paper")), enclosure=KeptFile(1, "file"))
    async with world.uow() as uow:
        for key in ("paper", "paper again"):
            await uow[Outbox].put(key, amina.id, said, "da", world.clock())
        await uow.commit()
    before = len(heard(world))
    await deliver(world)
    await deliver(world)
    ours = "Something went wrong on my side. It is not your fault. Please try again."
    assert heard(world)[before:] == [ours, ours]


async def test_failure_in_one_chat_does_not_delay_another(world: World) -> None:
    world.channel.fails = [transient(retry_after=300)]
    await say(world, "a", "b")
    await deliver(world)
    await say(world, "c", chat=OLENA)
    await deliver(world)
    assert (heard(world), heard(world, OLENA)) == ([], ["c"])


async def test_participant_who_blocked_the_bot_is_reported_once(
    world: World, amina: Person
) -> None:
    world.channel.fails = [blocked(), blocked(), blocked()]
    await say(world, "a", "b", "c")
    await deliver(world)
    await deliver(world)
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(amina.id)
    assert person is not None and person.unreachable_since == world.clock()
    assert len(world.team) == 1 and "Amina" in world.team[0].text


async def test_reply_to_the_blocked_notice_concerns_the_participant(
    world: World, amina: Person
) -> None:
    world.channel.fails = [blocked()]
    await say(world, "a")
    await deliver(world)
    await deliver(world)
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(amina.id)
        assert person is not None
        assert await uow[Outbox].about(world.team[0].message_id) == person.id


async def test_participant_who_writes_again_is_reachable(world: World, amina: Person) -> None:
    world.channel.fails = [blocked()]
    await say(world, "a")
    await deliver(world)
    await amina.says("/menu")
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(amina.id)
    assert person is not None and person.unreachable_since is None
    assert heard(world)[-1] != "a" and "a" not in heard(world)


async def test_blocked_unrelated_group_is_not_reported(world: World) -> None:
    world.channel.fails = [blocked()]
    await say(world, "a", "b", chat=-77)
    await deliver(world)
    assert (heard(world, -77), world.team) == (["b"], [])


@dataclass
class Channel:
    """Delivers what it can: not to `away`; `broken` chats fail in a way nobody foresaw."""

    away: set[int] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)
    sent: list[int] = field(default_factory=list)
    enough: int = 1
    has_enough: asyncio.Event = field(default_factory=asyncio.Event)

    def reachable(self, chat_id: int) -> bool:
        return chat_id not in self.away

    async def acknowledge(self, callback_id: str) -> None: ...

    async def deliver(self, row: OutboxRow) -> int | None:
        if row.chat_id in self.broken:
            raise RuntimeError("nobody thought of this")
        self.sent.append(row.chat_id)
        if len(self.sent) >= self.enough:
            self.has_enough.set()
        return len(self.sent)


async def test_messages_wait_until_the_consultants_group_is_set(world: World) -> None:
    channel = Channel(away={CONSULTANTS})
    delivery = Delivery(world.uow, world.clock, channel, NoLimits())
    await say(world, "a", chat=CONSULTANTS)
    await say(world, "b")
    await delivery.work()
    await delivery.drained()
    assert channel.sent == [42]
    channel.away.clear()
    await delivery.work()
    await delivery.drained()
    assert channel.sent == [42, CONSULTANTS]


async def test_unexpected_failure_affects_no_other_chat_and_loses_nothing(
    world: World,
) -> None:
    channel = Channel(broken={42})
    delivery = Delivery(world.uow, world.clock, channel, NoLimits())
    await say(world, "a")
    await say(world, "b", chat=OLENA)
    await delivery.work()
    await delivery.drained()
    assert channel.sent == [OLENA]
    channel.broken.clear()
    world.clock.forward(seconds=LONGEST_WAIT)
    await delivery.work()
    await delivery.drained()
    assert channel.sent == [OLENA, 42]


# Telegram's pace.


def full(limiter: AsyncLimiter) -> bool:
    return not limiter.has_capacity()


async def sent_at_once(world: World, limits: Limits, expected: int) -> list[int]:
    """What goes out while no bucket gets anything back."""
    channel = Channel(enough=expected)
    running = asyncio.create_task(Delivery(world.uow, world.clock, channel, limits).run())
    async with asyncio.timeout(60):
        await channel.has_enough.wait()
    await asyncio.sleep(0.05)  # time to send one too many
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return channel.sent


async def test_all_chats_together_respect_the_overall_limit(world: World) -> None:
    for chat in (1, 2, 3, 4):
        await say(world, f"{chat}", chat=chat)
    sent = await sent_at_once(world, Limits(AsyncLimiter(2, LONG)), 2)
    assert len(sent) == 2


async def test_one_chat_respects_its_own_limit(world: World) -> None:
    await say(world, "a", "b", "c", chat=1)
    await say(world, "d", "e", chat=-2)
    limits = Limits(chats={1: AsyncLimiter(2, LONG), -2: AsyncLimiter(1, LONG)})
    assert sorted(await sent_at_once(world, limits, 3)) == [-2, 1, 1]


async def test_default_limits_are_those_of_telegram() -> None:
    limits = Limits()
    paces = [(b.max_rate, b.time_period) for b in (limits.of(42), limits.of(-5), limits.overall)]
    assert paces == [(2, 2), (2, 10), (1, 1 / 30)]
    assert limits.of(CONSULTANTS).time_period == 10, "the consultants' chat is a group"


async def test_each_chat_has_its_own_bucket() -> None:
    limits = Limits()
    assert limits.of(1) is limits.of(1) and limits.of(1) is not limits.of(2)


async def test_busy_chat_keeps_its_bucket_among_many_chats() -> None:
    limits = Limits(chats={1: AsyncLimiter(1, LONG)})
    await limits.of(1).acquire()
    for chat in range(2, 10_010):
        limits.of(chat)
    assert full(limits.of(1))


# What can't be noted, and what can't be made.


async def test_delivered_but_unrecorded_message_is_not_sent_again(world: World) -> None:
    """A full disk: the message is on the screen, and no row can say so."""
    full = [True]

    def refuse(_: object, __: object, sql: str, *___: object) -> None:
        if full[0] and sql.startswith("UPDATE outbox"):
            raise OSError("disk full")

    event.listen(world.database.engine.sync_engine, "before_cursor_execute", refuse)
    await say(world, "a")
    await deliver(world)
    assert heard(world) == ["a"]
    full[0] = False
    world.delivery._chats._paused_until.clear()
    await deliver(world)
    assert heard(world) == ["a"]
    async with world.uow() as uow:
        assert await uow[Outbox].chats_waiting(world.clock()) == []


async def test_while_results_cannot_be_recorded_one_message_is_sent_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not noted when the process ends comes again: one message, not one in each chat."""
    monkeypatch.setattr(keyed_tasks, "PAUSE_SECONDS", LONG)  # on a slow machine, too
    full, now = [True], [0.0]
    world.delivery._recording.clock = lambda: now[0]

    def refuse(_: object, __: object, sql: str, *___: object) -> None:
        if full[0] and sql.startswith("UPDATE outbox"):
            raise OSError("disk full")

    event.listen(world.database.engine.sync_engine, "before_cursor_execute", refuse)
    chats = range(50, 60)
    for chat in chats:
        await say(world, f"to {chat}", chat=chat)
    for number in range(1, 4):
        for _ in range(3):
            await one_by_one(world)
        assert sum(bool(heard(world, chat)) for chat in chats) == number
        now[0] += world.delivery._recording.interval
    full[0] = False
    for _ in range(2):
        world.delivery._chats._paused_until.clear()
        await deliver(world)
    assert [heard(world, chat) for chat in chats] == [[f"to {chat}"] for chat in chats]


async def one_by_one(world: World) -> None:
    """Chats that begin in the same moment have all begun before one of them fails."""
    async with world.uow() as uow:
        waiting = await uow[Outbox].chats_waiting(world.clock())
    for chat, _ in waiting:
        if not world.delivery._chats.is_busy(chat):
            world.delivery._begin(chat, background=False)
            await world.delivery.drained()


async def test_unrenderable_message_is_dropped(world: World) -> None:
    channel = Channel(broken={42})
    delivery = Delivery(world.uow, world.clock, channel, NoLimits())
    await say(world, "a", "b")
    for _ in range(MAX_FAULTS + 1):
        await delivery.work()
        await delivery.drained()
        world.clock.forward(seconds=LONGEST_WAIT)
    channel.broken.clear()
    await delivery.work()
    await delivery.drained()
    assert channel.sent == [42], "the next one goes"


async def test_failed_poll_is_repeated(world: World) -> None:
    tasks, repeated = KeyedTasks("test"), asyncio.Event()
    failures = [ConnectionError("away"), Conflict()]

    async def poll() -> None:
        if failures:
            tasks.wake.set()
            raise failures.pop()
        repeated.set()

    running = asyncio.create_task(tasks.run(poll))
    await asyncio.wait_for(repeated.wait(), 60)
    running.cancel()


async def test_message_that_is_too_late_is_dropped_and_the_next_one_sent(world: World) -> None:
    now = world.clock()
    async with world.uow() as uow:
        for word, seconds in (("late", -1), ("in time", 0)):
            until = SendOptions(not_after=now + timedelta(seconds=seconds))
            await uow[Outbox].put(word, 42, message(Verbatim(word)), "da", now, until)
        await uow.commit()
    await deliver(world)
    assert heard(world) == ["in time"]
    async with world.database.engine.connect() as connection:
        failure = outbox.c.failure, outbox.c.sent_at
        late = (
            await connection.execute(select(*failure).where(outbox.c.idempotency_key == "late"))
        ).one()
    assert tuple(late) == (DeliveryFailure.TOO_LATE, now), "it is settled"


async def test_document_for_the_consultants_that_cannot_be_rendered_is_dropped(
    world: World,
) -> None:
    world.channel.fails = [NotDelivered(DeliveryFailure.NOT_RENDERED, permanent=True)]
    said = replace(message(Verbatim("a paper")), enclosure=KeptFile(1, "file"))
    async with world.uow() as uow:
        await uow[Outbox].put("paper", CONSULTANTS, said, "da", world.clock())
        await uow.commit()
    await say(world, "next", chat=CONSULTANTS)
    await deliver(world)
    await deliver(world)
    assert heard(world, CONSULTANTS) == ["next"], "nobody is told in the group"
    async with world.uow() as uow:
        assert await uow[Outbox].chats_waiting(world.clock()) == []


async def test_text_that_cannot_be_sent_is_dropped_without_an_apology(
    world: World, amina: Person
) -> None:
    world.channel.fails = [NotDelivered(DeliveryFailure.REJECTED, permanent=True)]
    before = len(heard(world))
    await say(world, "a", "b")
    await deliver(world)
    await deliver(world)
    assert heard(world)[before:] == ["b"]


async def test_background_messages_wake_the_delivery(world: World) -> None:
    world.delivery.wake.clear()
    world.delivery.notify_background()
    assert world.delivery.wake.is_set()


async def test_consultant_who_never_pressed_start_is_named_in_the_group_once(
    world: World, amina: Person
) -> None:
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(amina.id)
        assert person is not None
        for word in ("a", "b"):
            about = SendOptions(about=person.id)
            await uow[Outbox].put(word, 900, message(Verbatim(word)), "da", world.clock(), about)
        await uow.commit()
    world.channel.fails = [blocked(), blocked()]
    await deliver(world)
    await deliver(world)
    assert len(world.team) == 1 and "900" in world.team[0].text
