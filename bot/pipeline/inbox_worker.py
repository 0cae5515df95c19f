"""Processes the inbox: each chat in order, chats concurrently, each update exactly once."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiolimiter import AsyncLimiter

from bot.kernel.ports import Clock
from bot.kernel.runtime.backoff import backoff
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitsOfWork
from bot.pipeline.inbox import Inbox, InboxRow
from bot.pipeline.keyed_tasks import KeyedTasks
from bot.pipeline.known_chats import KnownChats
from bot.pipeline.ports import (
    FindOutFirst,
    Locks,
    Nlu,
    NluUnavailable,
    UninterpretedText,
    UpdateHandler,
)

log = structlog.get_logger()

# So many retries, 1, 5 and 25 seconds later; then the person is told that it was our fault.
RETRIES, WAIT_FACTOR, LONGEST_WAIT = 3, 5, 30.0
MAX_ATTEMPTS = 8
# A burst of so many updates of one person, then one a second.
MAX_PER_MINUTE = 60
MAX_PARTICIPANTS = 10_000
# Seconds between attempts to lock a chat that another process has, and their number.
LOCKED, MOST_LOCKED = 0.03, 20
# Chats whose updates are handled at the same moment.  More would only wait for the database, and
# an alarm behind them.
MOST_HANDLED = 8
# Of these, those of people we do not know yet; and how many of their texts Rasa has at once.
MOST_STRANGERS = 2
# How often something may have to be found out before one update is handled.
MOST_QUESTIONS = 3
# Seconds for which an alarm waits for its turn in the order of its chat.
OVERTAKE_AFTER = 0.5


@dataclass
class ParticipantRateLimiter:
    """Slows down a participant who sends far too many updates; nobody else waits.

    Groups are limited where they are answered (delivery).
    """

    most: int = MAX_PER_MINUTE
    _people: dict[int, AsyncLimiter] = field(default_factory=dict, init=False)

    async def wait(self, chat_id: int) -> None:
        if chat_id > 0:
            if len(self._people) > MAX_PARTICIPANTS:
                self._people = {
                    c: p for c, p in self._people.items() if not p.has_capacity(self.most)
                }
            await self._people.setdefault(chat_id, AsyncLimiter(self.most, 60)).acquire()


@dataclass
class Claim:
    """The oldest update of a chat, claimed for processing; `more` are behind it."""

    chat_id: int
    row: InboxRow | None = None
    more: bool = False


class StrangersPlaces:
    """The places that all people share whom we do not know yet; others need none."""

    def __init__(self, known: KnownChats) -> None:
        self._known, self._places = known, asyncio.Semaphore(MOST_STRANGERS)

    def place(self, chat_id: int) -> AbstractAsyncContextManager[object]:
        return nullcontext() if chat_id in self._known else self._places


@dataclass
class InboxWorker:
    """`urgent_uow`: units of work that wait behind no crowd; None: the same ones.
    `known`: chats of people we know; all others share a few places, at the database and at Rasa.
    `strangers_uow`: units of work for these others; None: the same ones.

    An alarm is handled in the order of its chat if that is possible at once; else it overtakes
    the updates before it, whatever holds them up: the rate limit, Rasa, or a retry.
    """

    uow: UnitsOfWork
    clock: Clock
    assistant: UpdateHandler
    nlu: Nlu
    locks: Locks
    rate_limiter: ParticipantRateLimiter = field(default_factory=ParticipantRateLimiter)
    urgent_uow: UnitsOfWork | None = None
    known: KnownChats = field(default_factory=KnownChats)
    strangers_uow: UnitsOfWork | None = None
    _chats: KeyedTasks = field(default_factory=lambda: KeyedTasks("inbox"), init=False)
    # By update id.
    _alarms: KeyedTasks = field(default_factory=lambda: KeyedTasks("alarm"), init=False)
    _slots: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(MOST_HANDLED), init=False
    )

    def __post_init__(self) -> None:
        # Apart, so that no button waits for Rasa.
        self._handling = StrangersPlaces(self.known)
        self._understanding = StrangersPlaces(self.known)

    def notify(self, chat_id: int) -> None:
        """The inbox has a new update of this chat."""
        self._chats.notify(chat_id, lambda: self._drain(chat_id, MOST_LOCKED))

    async def run(self) -> None:
        """Run until cancelled.  An unfinished update is processed again after a restart."""
        try:
            await self._chats.run(self.work)
        finally:
            await self._alarms.cancel()

    def notify_urgent(self) -> None:
        """The inbox has a new alarm."""
        self._chats.wake.set()

    async def work(self) -> None:
        """Start a task for every alarm, and for every chat that has updates and no task."""
        async with self._urgent_uow() as uow:
            await self.known.refresh(uow, self.clock())
            alarms = await uow[Inbox].alarms_waiting()
            chats = await uow[Inbox].chats_waiting(self.clock(), self.nlu.is_ready())
        for chat_id in chats:
            if not self._chats.is_busy(chat_id):
                self._chats.start(chat_id, self._drain(chat_id, 1))
        for update_id, chat_id in alarms:
            if not self._alarms.is_busy(update_id):
                self._alarms.start(update_id, self._overtake(update_id, chat_id))

    async def drained(self) -> None:
        await self._chats.drained()
        await self._alarms.drained()

    @property
    def _urgent_uow(self) -> UnitsOfWork:
        return self.urgent_uow or self.uow

    async def _overtake(self, update_id: int, chat_id: int) -> None:
        await self._chats.ends(chat_id, OVERTAKE_AFTER)
        await retry_on_conflict(lambda: self._handle_alarm(update_id))

    async def _handle_alarm(self, update_id: int) -> None:
        async with self._urgent_uow() as uow:
            row = await uow[Inbox].row(update_id)
            # A text that must be understood first is none that the word list knows.
            if row is not None and await self.assistant.handle(uow, row) is None:
                await uow.commit()

    async def _drain(self, chat_id: int, tries: int) -> None:
        for _ in range(tries):
            async with self.locks.chat(chat_id) as ours:
                if ours:
                    return await self._work_off(chat_id)
            await asyncio.sleep(LOCKED)  # another process has the chat, for a moment
        return None

    async def _work_off(self, chat_id: int) -> None:
        more = True
        while more:
            self._chats.clear_pending(chat_id)
            claim = Claim(chat_id)
            more = await self._process(claim)
            if claim.row is not None:
                await self.rate_limiter.wait(chat_id)

    async def _process(self, claim: Claim) -> bool:
        """Process one update; False if the chat has no more, or has to wait for a retry."""
        try:
            unread = await self._handled(claim)
            if unread is not None:
                assert claim.row is not None, "its text has to be understood"
                async with self._understanding.place(claim.chat_id):
                    await self._understand(claim.row, unread)
        except Exception as error:
            if claim.row is None:
                raise  # the database could not be read; nothing was claimed
            return await self._failed(claim.row, error)
        return claim.more

    async def _handled(self, claim: Claim) -> UninterpretedText | None:
        """Handle an update, twice where something must be found out first."""
        for _ in range(MOST_QUESTIONS):
            async with self._handling.place(claim.chat_id), self._slots:
                found = await retry_on_conflict(lambda: self._handle(claim))
            if not isinstance(found, FindOutFirst):
                return found
            await found.find_out()
        raise NothingFoundOut

    async def _handle(self, claim: Claim) -> UninterpretedText | FindOutFirst | None:
        known = claim.chat_id in self.known
        async with (self.uow if known else self.strangers_uow or self.uow)() as uow:
            claim.row, claim.more = await uow[Inbox].next_of(
                claim.chat_id, self.clock(), self.nlu.is_ready()
            )
            if claim.row is None:
                return None
            unread = await self.assistant.handle(uow, claim.row)
            await uow.commit()
            return unread

    async def _understand(self, row: InboxRow, unread: UninterpretedText) -> None:
        try:
            await self.nlu.submit(
                row.update_id, unread.chat_id, unread.text, unread.language, unread.waiting
            )
        except NluUnavailable:
            await self.assistant.one_moment(row.update_id, unread.waiting)
            return
        if not await retry_on_conflict(lambda: self._is_done(row.update_id)):
            raise NoActionCalled(row.update_id)

    async def _is_done(self, update_id: int) -> bool:
        async with self.uow() as uow:
            return await uow[Inbox].row(update_id) is None

    async def _failed(self, row: InboxRow, error: Exception) -> bool:
        failure = type(error).__name__
        log.error("update_failed", update_id=row.update_id, attempt=row.attempts, **fault(error))
        if row.attempts >= RETRIES and await self._give_up(row, failure):
            return True
        await retry_on_conflict(lambda: self._try_later(row, failure))
        return False

    async def _try_later(self, row: InboxRow, failure: str) -> None:
        async with self.uow() as uow:
            wait = backoff(row.attempts + 1, factor=WAIT_FACTOR, longest=LONGEST_WAIT)
            at = self.clock() + timedelta(seconds=wait)
            await uow[Inbox].retry_later(row.update_id, at, failure)
            await uow.commit()

    async def _give_up(self, row: InboxRow, failure: str) -> bool:
        """Tell the sender; if even that fails `MAX_ATTEMPTS` times, only record it."""
        try:
            await self.assistant.give_up(row.update_id, failure)
        except Exception as error:  # noqa: BLE001  # the next update must not wait for ever
            log.error("not_given_up", update_id=row.update_id, **fault(error))
            if row.attempts < MAX_ATTEMPTS:
                return False
            async with self.uow() as uow:
                await uow[Inbox].done(row.update_id, self.clock(), failure)
                await uow.commit()
        return True


class NoActionCalled(Exception):
    """Rasa took the text and called no action of ours."""


class NothingFoundOut(Exception):
    """The handler asks for the same again and again."""
