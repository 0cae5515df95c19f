"""Sends the outbox: in order within a chat, within the channel's limits, until it has arrived."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiolimiter import AsyncLimiter

from bot.services.again import again
from bot.services.ports import (
    CONSULTANTS,
    Clock,
    NotDelivered,
    OutboxRow,
    Transport,
    UnitOfWork,
    UnitsOfWork,
)
from bot.services.side_by_side import SideBySide
from bot.wording import desk

log = structlog.get_logger()

# Telegram's documented limits: 30 messages a second over all chats, one a second to one chat
# (a short burst passes), 20 a minute to one group.
# A leaky bucket lets its size through at once and then leaks: both together keep each limit.
OVERALL, PER_CHAT, PER_GROUP = (1, 1 / 29), (2, 2), (2, 6.7)
LONGEST_WAIT = 300
MANY_CHATS = 10_000


@dataclass
class Limits:
    """Leaky buckets; a chat's own may go when it was idle for so long that it is full again."""

    overall: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(*OVERALL))
    chats: dict[int, AsyncLimiter] = field(default_factory=dict)

    async def wait(self, row: OutboxRow) -> None:
        """A change of a message already there is no new message to the chat."""
        if row.method == "send":
            await self.of(row.chat_id).acquire()
        await self.overall.acquire()

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


@dataclass
class Delivery:
    """`wake` it when something was put into the outbox."""

    uow: UnitsOfWork
    clock: Clock
    transport: Transport
    limits: Limits = field(default_factory=Limits)
    _chats: SideBySide = field(default_factory=lambda: SideBySide("outbox"), init=False)
    _not_noted: dict[int, int | None] = field(default_factory=dict, init=False)  # by row

    @property
    def wake(self) -> asyncio.Event:
        return self._chats.wake

    async def run(self) -> None:
        """Until cancelled; what is not noted as sent then is sent by the next start."""
        await self._chats.run(self.work)

    async def work(self) -> None:
        async with self.uow() as uow:
            chats = await uow.outbox.chats_waiting(self.clock())
        for chat_id in chats:
            if not self._chats.is_busy(chat_id) and self.transport.reachable(chat_id):
                self._chats.start(chat_id, self._drain(chat_id))

    async def drained(self) -> None:
        await self._chats.drained()

    async def _drain(self, chat_id: int) -> None:
        while (row := await self._next(chat_id)) is not None:
            await self.limits.wait(row)
            if not await self._deliver(row):
                return

    async def _next(self, chat_id: int) -> OutboxRow | None:
        async with self.uow() as uow:
            return await uow.outbox.next_of(chat_id, self.clock())

    async def _deliver(self, row: OutboxRow) -> bool:
        """False where this chat has to wait."""
        try:
            message_id = await self._deliver_once(row)
        except NotDelivered as failure:
            await self._not_delivered(row, failure)
            return failure.permanent
        await self._note(lambda uow: uow.outbox.sent(row.id, message_id, self.clock()))
        del self._not_noted[row.id]
        return True

    async def _deliver_once(self, row: OutboxRow) -> int | None:
        """Where the database could not take the note, the note is what is tried again."""
        if row.id not in self._not_noted:
            self._not_noted[row.id] = await self.transport.deliver(row)
        return self._not_noted[row.id]

    async def _not_delivered(self, row: OutboxRow, failure: NotDelivered) -> None:
        log.warning("not_delivered", outbox_id=row.id, attempt=row.attempts,
                    permanent=failure.permanent, reason=failure.reason)  # fmt: skip
        if not failure.permanent:
            wait = failure.retry_after or min(2**row.attempts, LONGEST_WAIT)
            at = self.clock() + timedelta(seconds=wait)
            await self._note(lambda uow: uow.outbox.retry_later(row.id, at, failure.reason))
            return
        await self._note(lambda uow: self._give_up(uow, row, failure))

    async def _give_up(self, uow: UnitOfWork, row: OutboxRow, failure: NotDelivered) -> None:
        await uow.outbox.failed(row.id, failure.reason, self.clock())
        if failure.unreachable:
            await self._mark_unreachable(uow, row)

    async def _mark_unreachable(self, uow: UnitOfWork, row: OutboxRow) -> None:
        """The consultants hear it once, not for every message that could not go out."""
        person = await uow.participants.of_chat(row.chat_id)
        if person is None and row.about is not None and row.chat_id > CONSULTANTS:
            await self._tell_of_consultant(uow, row.chat_id)
        if person is None or person.unreachable_since is not None:
            return
        person.unreachable_since = self.clock()
        await uow.outbox.put(
            f"o{row.id}:unreachable", CONSULTANTS, desk.unreachable(person), "da", self.clock(),
            about=person.id,
        )  # fmt: skip

    async def _tell_of_consultant(self, uow: UnitOfWork, chat_id: int) -> None:
        """Once: who has never pressed Start hears nothing in private, however urgent it is."""
        known = {one.user_id: one.name for one in await uow.consultants.all()}
        said = desk.can_not_write_to(known.get(chat_id) or str(chat_id), chat_id)
        key = f"not-started:{chat_id}"
        await uow.outbox.put(key, CONSULTANTS, said, "da", self.clock())

    async def _note(self, change: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        """What the channel has must be noted, or it would be sent again."""

        async def once() -> None:
            async with self.uow() as uow:
                await change(uow)
                await uow.commit()

        await again(once)
