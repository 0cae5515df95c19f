"""Delivers the outbox: in order within a chat, within the channel's limits, with retries."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import ErasedMessages
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.backoff import backoff
from bot.kernel.runtime.circuit_breaker import CircuitBreaker
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.kernel.views import people, replies
from bot.kernel.views.erased import removed
from bot.pipeline.keyed_tasks import KeyedTasks, finish_before_cancelling
from bot.pipeline.limits import Limits
from bot.pipeline.ports import NotDelivered, Transport

log = structlog.get_logger()

LONGEST_WAIT = 300
NameOf = Callable[[UnitOfWork, int], Awaitable[str | None]]
OnFailure = Callable[[UnitOfWork, OutboxRow, DeliveryFailure, datetime], Awaitable[bool]]
# After so many failures of our own a message is given up, so that those behind it can go.
MAX_FAULTS = 8
Delivered = int | tuple[int, ...] | None
# Chats whose background messages are being sent; the others wait in the outbox, in order.
MAX_BACKGROUND_CHATS = 90


async def _no_name(uow: UnitOfWork, chat_id: int) -> str | None:
    return None


@dataclass
class Delivery:
    """Sends the rows of one lane of the outbox.  `notify` it of a chat, or set `wake` to make it
    poll.

    `on_failure` is called for a message that will never arrive, in the transaction that records
    it; it returns True where it has told those concerned.  `name_of`: the name of a consultant by
    the id of their private chat.  `strangers_uow`: units of work for people we do not know, behind
    those of the others; None: the same ones.
    """

    uow: UnitsOfWork
    clock: Clock
    transport: Transport
    limits: Limits = field(default_factory=Limits)
    on_failure: OnFailure | None = None
    name_of: NameOf = _no_name
    urgent: bool = False
    strangers_uow: UnitsOfWork | None = None
    _chats: KeyedTasks = field(default_factory=lambda: KeyedTasks("outbox"), init=False)
    _in_background: set[int] = field(default_factory=set, init=False)  # chats, while they wait
    # Sent but not recorded (the disk is full): not to be sent again.
    _unrecorded: dict[str, list[int]] = field(default_factory=dict, init=False)
    # While recording fails little else is sent: after a restart all of it would be sent again.
    _recording: CircuitBreaker = field(default_factory=CircuitBreaker, init=False)

    @property
    def wake(self) -> asyncio.Event:
        return self._chats.wake

    async def run(self) -> None:
        """Run until cancelled.  What is not recorded as sent is sent again later."""
        await self._chats.run(self.work)

    async def work(self) -> None:
        async with self.uow() as uow:
            chats = await uow[Outbox].chats_waiting(self.clock(), self.urgent)
        for chat_id, background in chats:
            if self._chats.is_busy(chat_id):
                if not background:
                    self.limits.prioritize(chat_id)
            elif self.transport.reachable(chat_id) and self._has_room(background):
                self._begin(chat_id, background)

    def _has_room(self, background: bool) -> bool:
        return not background or len(self._in_background) < MAX_BACKGROUND_CHATS

    def _begin(self, chat_id: int, background: bool) -> None:
        if background:
            self._in_background.add(chat_id)
        self._chats.start(chat_id, self._drain(chat_id, background))

    def is_running(self) -> bool:
        return self._chats.is_running

    def notify(self, chat_id: int, first: OutboxRow | None = None) -> None:
        """The outbox has messages for this chat; `first`: the one to send first, if known."""
        if not self.transport.reachable(chat_id):
            return
        if self._chats.is_busy(chat_id):
            self.limits.prioritize(chat_id)
            first = None  # it may have been sent by the time it is read
        self._chats.notify(chat_id, lambda: self._drain(chat_id, background=False, row=first))

    def notify_background(self) -> None:
        self.wake.set()

    async def drained(self) -> None:
        await self._chats.drained()

    async def _drain(self, chat_id: int, background: bool, row: OutboxRow | None = None) -> None:
        try:
            row = row or await retry_on_conflict(lambda: self._look_up(chat_id))
            while row is not None:
                # A background message before an answer of the same chat is as urgent as it.
                await self.limits.wait(row if background else replace(row, background=False))
                row = await finish_before_cancelling(self._deliver(row))
        finally:
            self._in_background.discard(chat_id)

    def _uow_of(self, chat_id: int) -> UnitsOfWork:
        if self.strangers_uow is None or chat_id in self.limits.known:
            return self.uow
        return self.strangers_uow

    async def _look_up(self, chat_id: int) -> OutboxRow | None:
        async with self._uow_of(chat_id)() as uow:
            self._chats.clear_pending(chat_id)
            return await uow[Outbox].next_of(chat_id, self.clock(), self.urgent)

    async def _deliver(self, row: OutboxRow) -> OutboxRow | None:
        """Send one row; return the next of its chat, None if there is none or it must wait."""
        too_late = row.not_after is not None and self.clock() > row.not_after
        if too_late and row.key not in self._unrecorded:
            self.limits.arrived(row, 0)
            return await self._note(
                row, lambda uow: uow[Outbox].failed(row, DeliveryFailure.TOO_LATE, self.clock())
            )
        if row.key not in self._unrecorded and not self._recording.allows_call():
            self.limits.arrived(row, 0)
            return None
        try:
            if row.key in self._unrecorded:
                self.limits.arrived(row, 0)
            else:
                self._unrecorded[row.key] = _ids(await self._hand_over(row))
        except NotDelivered as failure:
            return await self._not_delivered(row, failure)
        except Exception as error:  # noqa: BLE001  # a fault of ours must not be retried for ever
            log.error("delivery_failed", outbox_id=row.id, **fault(error))
            hopeless = row.attempts >= MAX_FAULTS
            return await self._not_delivered(
                row,
                NotDelivered(DeliveryFailure.INTERNAL, type(error).__name__, permanent=hopeless),
            )
        first, more = next(iter(self._unrecorded[row.key]), None), self._unrecorded[row.key][1:]
        following = await self._note(row, lambda uow: self._record(uow, row, first, more))
        del self._unrecorded[row.key]
        return following

    async def _record(
        self, uow: UnitOfWork, row: OutboxRow, first: int | None, more: list[int]
    ) -> None:
        """A message about a person who was erased while it was sent is removed from its chat."""
        is_known = await uow[Outbox].sent(row, first, self.clock(), more)
        to_others = row.chat_id <= CONSULTANTS or row.about is not None
        if is_known or first is None or not to_others or row.method == "erase":
            return
        said = replace(removed(), form=ErasedMessages(message_ids=(first, *more)))
        options = SendOptions(method="erase", background=True, forget=True)
        key = f"late:{uuid4().hex}"
        await uow[Outbox].put(key, row.chat_id, said, "da", self.clock(), options)

    async def _hand_over(self, row: OutboxRow) -> Delivered:
        """Raises NotDelivered."""
        messages = 1
        try:
            delivered = await self.transport.deliver(row)
            messages = max(1, len(_ids(delivered)))
            return delivered
        finally:
            self.limits.arrived(row, messages)

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
            await self._apologize(uow, row)

    async def _apologize(self, uow: UnitOfWork, row: OutboxRow) -> None:
        """Tell the recipient of a file that cannot be made or sent that it is our fault."""
        person = await uow[Participants].of_chat(row.chat_id)
        if person is not None:
            said = replies.went_wrong()
            key = f"o{row.id}:went-wrong"
            await uow[Outbox].put(key, row.chat_id, said, person.language, self.clock())

    async def _mark_unreachable(self, uow: UnitOfWork, row: OutboxRow, told: bool) -> None:
        """Mark the participant unreachable and tell the consultants once."""
        person = await uow[Participants].of_chat(row.chat_id)
        if person is None and row.about is not None and row.chat_id > CONSULTANTS:
            await self._report_unreachable_consultant(uow, row.chat_id)
        if person is None or person.unreachable_since is not None:
            return
        person.unreachable_since = self.clock()
        if told:
            return
        await uow[Outbox].put(
            f"o{row.id}:unreachable",
            CONSULTANTS,
            people.unreachable(person),
            "da",
            self.clock(),
            SendOptions(about=person.id),
        )

    async def _report_unreachable_consultant(self, uow: UnitOfWork, chat_id: int) -> None:
        """Tell the group once that a consultant never pressed Start and hears nothing."""
        name = await self.name_of(uow, chat_id)
        said = people.can_not_write_to(name or str(chat_id), chat_id)
        key = f"not-started:{chat_id}"
        await uow[Outbox].put(key, CONSULTANTS, said, "da", self.clock())

    async def _note(
        self, row: OutboxRow, change: Callable[[UnitOfWork], Awaitable[None]]
    ) -> OutboxRow | None:
        """Record the outcome of a delivery and return the next row of the chat."""

        async def once() -> OutboxRow | None:
            async with self._uow_of(row.chat_id)() as uow:
                await change(uow)
                self._chats.clear_pending(row.chat_id)
                following = await uow[Outbox].readable_next_of(
                    row.chat_id, self.clock(), self.urgent
                )
                await uow.commit()
                return following

        try:
            following = await retry_on_conflict(once)
        except Exception:
            self._recording.record_failure()
            raise
        self._recording.record_success()
        return following


def _ids(delivered: Delivered) -> list[int]:
    if isinstance(delivered, tuple):
        return list(delivered)
    return [] if delivered is None else [delivered]
