"""Works the inbox off: one chat in order, chats side by side, nothing lost and nothing twice."""

import asyncio
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
from bot.pipeline.ports import Locks, Nlu, NluUnavailable, UninterpretedText, UpdateHandler

log = structlog.get_logger()

# So many retries, 1, 5 and 25 seconds later; then the person is told that it was our fault.
RETRIES, WAIT_FACTOR, LONGEST_WAIT = 3, 5, 30.0
MOST_TRIES = 8
# So many updates of one person at once, then one a second.
MOST_A_MINUTE = 60
MANY_PEOPLE = 10_000
# Seconds until we ask again for a chat that another process has; so often, then we look anew.
LOCKED, MOST_LOCKED = 0.03, 20


@dataclass
class Pace:
    """A person who writes far too much, or whose phone does, waits; nobody else does.

    Groups have a pace of their own where we answer them (delivery).
    """

    most: int = MOST_A_MINUTE
    _people: dict[int, AsyncLimiter] = field(default_factory=dict, init=False)

    async def wait(self, chat_id: int) -> None:
        if chat_id > 0:
            if len(self._people) > MANY_PEOPLE:
                self._people = {
                    c: p for c, p in self._people.items() if not p.has_capacity(self.most)
                }
            await self._people.setdefault(chat_id, AsyncLimiter(self.most, 60)).acquire()


@dataclass
class Begun:
    """Work on the oldest update of a chat; `more` wait behind it."""

    chat_id: int
    row: InboxRow | None = None
    more: bool = False


@dataclass
class InboxWorker:
    uow: UnitsOfWork
    clock: Clock
    assistant: UpdateHandler
    mind: Nlu
    locks: Locks
    pace: Pace = field(default_factory=Pace)
    _chats: KeyedTasks = field(default_factory=lambda: KeyedTasks("inbox"), init=False)

    def tell(self, chat_id: int) -> None:
        """An update of this chat has arrived."""
        self._chats.tell(chat_id, lambda: self._drain(chat_id, MOST_LOCKED))

    async def run(self) -> None:
        """Until cancelled; what is begun then is finished by the next start."""
        await self._chats.run(self.work)

    async def work(self) -> None:
        """Start work on every chat that has some and is not being worked on."""
        async with self.uow() as uow:
            chats = await uow[Inbox].chats_waiting(self.clock(), self.mind.is_ready())
        for chat_id in chats:
            if not self._chats.is_busy(chat_id):
                self._chats.start(chat_id, self._drain(chat_id, 1))

    async def drained(self) -> None:
        await self._chats.drained()

    async def _drain(self, chat_id: int, tries: int) -> None:
        for _ in range(tries):
            async with self.locks.chat(chat_id) as ours:
                if ours:
                    return await self._work_off(chat_id)
            await asyncio.sleep(LOCKED)  # another process works on it: it is soon through
        return None

    async def _work_off(self, chat_id: int) -> None:
        more = True
        while more:
            self._chats.clear_pending(chat_id)
            begun = Begun(chat_id)
            more = await self._process(begun)
            if begun.row is not None:
                await self.pace.wait(chat_id)

    async def _process(self, begun: Begun) -> bool:
        """False where there is no more to do, or this chat has to wait a little."""
        try:
            unread = await retry_on_conflict(lambda: self._handle(begun))
            if unread is not None:
                assert begun.row is not None, "it is what could not be read"
                await self._understand(begun.row, unread)
        except Exception as error:
            if begun.row is None:
                raise  # the database could not be read; nothing was begun
            return await self._failed(begun.row, error)
        return begun.more

    async def _handle(self, begun: Begun) -> UninterpretedText | None:
        async with self.uow() as uow:
            begun.row, begun.more = await uow[Inbox].next_of(
                begun.chat_id, self.clock(), self.mind.is_ready()
            )
            if begun.row is None:
                return None
            unread = await self.assistant.handle(uow, begun.row)
            await uow.commit()
            return unread

    async def _understand(self, row: InboxRow, unread: UninterpretedText) -> None:
        try:
            await self.mind.hear(
                row.update_id, unread.chat_id, unread.text, unread.language, unread.waiting
            )
        except NluUnavailable:
            await self.assistant.one_moment(row.update_id, unread.waiting)
            return
        if not await retry_on_conflict(lambda: self._is_done(row.update_id)):
            raise NothingCame(row.update_id)

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
        """An update that not even this can be said about is put away at last, as a failure."""
        try:
            await self.assistant.give_up(row.update_id, failure)
        except Exception as error:  # noqa: BLE001  # as above: the next update must have its turn
            log.error("not_given_up", update_id=row.update_id, **fault(error))
            if row.attempts < MOST_TRIES:
                return False
            async with self.uow() as uow:
                await uow[Inbox].done(row.update_id, self.clock(), failure)
                await uow.commit()
        return True


class NothingCame(Exception):
    """Rasa heard the text and called no action of ours."""
