"""Sends the outbox: in order within a chat, within the channel's limits, until it has arrived."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from aiolimiter import AsyncLimiter

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.backoff import backoff
from bot.kernel.runtime.circuit_breaker import CircuitBreaker
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.kernel.views import people, replies
from bot.pipeline.keyed_tasks import KeyedTasks, in_one_piece
from bot.pipeline.ports import NotDelivered, Transport
from bot.pipeline.priority_limiter import PriorityLimiter

log = structlog.get_logger()

# Telegram's documented limits: 30 messages a second over all chats, one a second to one chat
# (a short burst passes), 20 a minute to one group.
# A leaky bucket lets its size through at once and then leaks: both together keep each limit.
OVERALL, PER_CHAT, PER_GROUP = (1, 1 / 30), (2, 2), (2, 6.7)
LONGEST_WAIT = 300
NameOf = Callable[[UnitOfWork, int], Awaitable[str | None]]
OnFailure = Callable[[UnitOfWork, OutboxRow, DeliveryFailure, datetime], Awaitable[bool]]
# A message that we can't make after so many tries holds up those behind it no longer.
MOST_FAULTS = 8
MANY_CHATS = 10_000
Delivered = int | tuple[int, ...] | None
# Chats whose background messages are under way; the others wait in the outbox, in their order.
BACKGROUND_AT_ONCE = 90


@dataclass
class Limits:
    """Leaky buckets; a chat's own may go when it was idle for so long that it is full again."""

    overall: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(*OVERALL))
    chats: dict[int, AsyncLimiter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._limiter = PriorityLimiter(self.overall)

    async def wait(self, row: OutboxRow) -> None:
        """A change of a message already there is no new message to the chat.  What waited is told
        to `arrived` when the channel has it, or has refused it."""
        if row.method == "send":
            await self.of(row.chat_id).acquire()
        await self._limiter.turn(row.chat_id, row.background)

    def arrived(self) -> None:
        self._limiter.arrived()

    def hurry(self, chat_id: int) -> None:
        """Something that somebody waits for has come behind a background message of this chat."""
        self._limiter.hurry(chat_id)

    def of(self, chat_id: int) -> AsyncLimiter:
        if chat_id not in self.chats:
            if len(self.chats) >= MANY_CHATS:
                self.chats = {c: b for c, b in self.chats.items() if not _is_full(b)}
            group = chat_id <= CONSULTANTS
            self.chats[chat_id] = AsyncLimiter(*(PER_GROUP if group else PER_CHAT))
        return self.chats[chat_id]


class NoLimits(Limits):
    """Of a channel that takes everything at once."""

    async def wait(self, row: OutboxRow) -> None: ...


def _is_full(bucket: AsyncLimiter) -> bool:
    """As good as a new one."""
    return bucket.has_capacity(bucket.max_rate)


async def _nameless(uow: UnitOfWork, chat_id: int) -> str | None:
    return None


@dataclass
class Delivery:
    """`tell` it for whom something was put into the outbox, or `wake` it to look.  `on_failure` is
    told what will never arrive, in the transaction that notes it; True: it has said so to whom it
    concerns.  `name_of`: a consultant by the id of their private chat."""

    uow: UnitsOfWork
    clock: Clock
    transport: Transport
    limits: Limits = field(default_factory=Limits)
    on_failure: OnFailure | None = None
    name_of: NameOf = _nameless
    _chats: KeyedTasks = field(default_factory=lambda: KeyedTasks("outbox"), init=False)
    _in_background: set[int] = field(default_factory=set, init=False)  # chats, while they wait
    # On the screen already: while the disk is full, what can't be noted is not sent again.
    _not_noted: dict[str, list[int]] = field(default_factory=dict, init=False)
    # Nor is much else sent then: at an end of the process all of it would come again.
    _noting: CircuitBreaker = field(default_factory=CircuitBreaker, init=False)

    @property
    def wake(self) -> asyncio.Event:
        return self._chats.wake

    async def run(self) -> None:
        """Until cancelled; what is not noted as sent then is sent by the next start."""
        await self._chats.run(self.work)

    async def work(self) -> None:
        async with self.uow() as uow:
            chats = await uow[Outbox].chats_waiting(self.clock())
        for chat_id, background in chats:
            if self._chats.is_busy(chat_id):
                if not background:
                    self.limits.hurry(chat_id)
            elif self.transport.reachable(chat_id) and self._has_room(background):
                self._begin(chat_id, background)

    def _has_room(self, background: bool) -> bool:
        return not background or len(self._in_background) < BACKGROUND_AT_ONCE

    def _begin(self, chat_id: int, background: bool) -> None:
        if background:
            self._in_background.add(chat_id)
        self._chats.start(chat_id, self._drain(chat_id, background))

    def listens(self) -> bool:
        return self._chats.is_running

    def tell(self, chat_id: int, first: OutboxRow | None = None) -> None:
        """Somebody waits for what was put in for this chat; `first` is what goes first of it."""
        if not self.transport.reachable(chat_id):
            return
        if self._chats.is_busy(chat_id):
            self.limits.hurry(chat_id)
            first = None  # by the time it is its turn, that may have gone
        self._chats.tell(chat_id, lambda: self._drain(chat_id, background=False, row=first))

    def tell_of_background(self) -> None:
        self.wake.set()

    async def drained(self) -> None:
        await self._chats.drained()

    async def _drain(self, chat_id: int, background: bool, row: OutboxRow | None = None) -> None:
        try:
            row = row or await retry_on_conflict(lambda: self._look_up(chat_id))
            while row is not None:
                # What stands before an answer in its chat goes as fast as the answer.
                await self.limits.wait(row if background else replace(row, background=False))
                row = await in_one_piece(self._deliver(row))
        finally:
            self._in_background.discard(chat_id)

    async def _look_up(self, chat_id: int) -> OutboxRow | None:
        async with self.uow() as uow:
            self._chats.clear_pending(chat_id)
            return await uow[Outbox].next_of(chat_id, self.clock())

    async def _deliver(self, row: OutboxRow) -> OutboxRow | None:
        """What is next in its chat; None where there is nothing, or it has to wait."""
        too_late = row.not_after is not None and self.clock() > row.not_after
        if too_late and row.key not in self._not_noted:
            self.limits.arrived()
            return await self._note(
                row, lambda uow: uow[Outbox].failed(row, DeliveryFailure.TOO_LATE, self.clock())
            )
        if row.key not in self._not_noted and not self._noting.allows_call():
            self.limits.arrived()
            return None
        try:
            if row.key in self._not_noted:
                self.limits.arrived()
            else:
                self._not_noted[row.key] = _ids(await self._hand_over(row))
        except NotDelivered as failure:
            return await self._not_delivered(row, failure)
        except Exception as error:  # noqa: BLE001  # a fault of ours must not be tried for ever
            log.error("delivery_failed", outbox_id=row.id, **fault(error))
            hopeless = row.attempts >= MOST_FAULTS
            return await self._not_delivered(
                row,
                NotDelivered(DeliveryFailure.INTERNAL, type(error).__name__, permanent=hopeless),
            )
        first, more = next(iter(self._not_noted[row.key]), None), self._not_noted[row.key][1:]
        following = await self._note(
            row, lambda uow: uow[Outbox].sent(row, first, self.clock(), more)
        )
        del self._not_noted[row.key]
        return following

    async def _hand_over(self, row: OutboxRow) -> Delivered:
        """Raises NotDelivered."""
        try:
            return await self.transport.deliver(row)
        finally:
            self.limits.arrived()

    async def _not_delivered(self, row: OutboxRow, failure: NotDelivered) -> OutboxRow | None:
        log.warning("not_delivered", outbox_id=row.id, attempt=row.attempts,
                    permanent=failure.permanent, reason=str(failure))  # fmt: skip
        if not failure.permanent:
            wait = failure.retry_after or backoff(row.attempts + 1, longest=LONGEST_WAIT)
            at = self.clock() + timedelta(seconds=wait)
            return await self._note(
                row, lambda uow: uow[Outbox].retry_later(row, at, str(failure))
            )
        return await self._note(row, lambda uow: self._give_up(uow, row, failure))

    async def _give_up(self, uow: UnitOfWork, row: OutboxRow, failure: NotDelivered) -> None:
        await uow[Outbox].failed(row, str(failure), self.clock())
        told = self.on_failure is not None and await self.on_failure(
            uow, row, failure.reason, self.clock()
        )
        if failure.unreachable:
            await self._mark_unreachable(uow, row, told)
        elif not told and row.method == "send" and row.message.enclosure is not None:
            await self._own_up(uow, row)

    async def _own_up(self, uow: UnitOfWork, row: OutboxRow) -> None:
        """Somebody waits for a file that can't be made or sent: they hear that it is our fault."""
        person = await uow[Participants].of_chat(row.chat_id)
        if person is not None:
            said = replies.went_wrong()
            key = f"o{row.id}:went-wrong"
            await uow[Outbox].put(key, row.chat_id, said, person.language, self.clock())

    async def _mark_unreachable(self, uow: UnitOfWork, row: OutboxRow, told: bool) -> None:
        """The consultants hear it once, not for every message that could not go out."""
        person = await uow[Participants].of_chat(row.chat_id)
        if person is None and row.about is not None and row.chat_id > CONSULTANTS:
            await self._tell_of_consultant(uow, row.chat_id)
        if person is None or person.unreachable_since is not None:
            return
        person.unreachable_since = self.clock()
        if told:
            return
        await uow[Outbox].put(
            f"o{row.id}:unreachable", CONSULTANTS, people.unreachable(person), "da", self.clock(),
            about=person.id,
        )  # fmt: skip

    async def _tell_of_consultant(self, uow: UnitOfWork, chat_id: int) -> None:
        """Once: who has never pressed Start hears nothing in private, however urgent it is."""
        name = await self.name_of(uow, chat_id)
        said = people.can_not_write_to(name or str(chat_id), chat_id)
        key = f"not-started:{chat_id}"
        await uow[Outbox].put(key, CONSULTANTS, said, "da", self.clock())

    async def _note(
        self, row: OutboxRow, change: Callable[[UnitOfWork], Awaitable[None]]
    ) -> OutboxRow | None:
        """What the channel has must be noted, or it would be sent again.  What is next then."""

        async def once() -> OutboxRow | None:
            async with self.uow() as uow:
                await change(uow)
                self._chats.clear_pending(row.chat_id)
                following = await uow[Outbox].readable_next_of(row.chat_id, self.clock())
                await uow.commit()
                return following

        try:
            following = await retry_on_conflict(once)
        except Exception:
            self._noting.record_failure()
            raise
        self._noting.record_success()
        return following


def _ids(delivered: Delivered) -> list[int]:
    if isinstance(delivered, tuple):
        return list(delivered)
    return [] if delivered is None else [delivered]
