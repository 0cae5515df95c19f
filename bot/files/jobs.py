"""Fetches the files that participants sent; one that is not accepted is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.files import views as views
from bot.files.ports import Downloads, FileStore, Inspector, NotFetched
from bot.files.rules.files import FileState, SentFile
from bot.files.rules.inspected import Inspected
from bot.files.rules.quota import A_DAY, Quota, exceeded
from bot.files.rules.refusals import Refusal, Refused
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.failures import FetchFailure
from bot.kernel.messages import Message
from bot.kernel.ports import Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.pipeline.keyed_tasks import KeyedTasks

log = structlog.get_logger()

# Each is held in memory while it is checked, up to `LARGEST` bytes.
MOST_AT_ONCE = 4

OnKept = Callable[[UnitOfWork, SentFile, datetime], Awaitable[None]]
OnRefused = Callable[[UnitOfWork, SentFile, Refusal, datetime], Awaitable[bool]]


@dataclass
class Fetcher:
    """`on_kept` is called in the transaction that marks a file as kept.

    `on_refused` is called for a file that is given up; it returns True where it has told the
    sender.
    """

    uow: UnitsOfWork
    clock: Clock
    downloads: Downloads
    store: FileStore
    inspector: Inspector
    on_kept: OnKept | None = None
    on_refused: OnRefused | None = None
    quota: Quota = field(default_factory=Quota)
    _files: KeyedTasks = field(default_factory=lambda: KeyedTasks("file"), init=False)
    _is_swept: bool = field(default=False, init=False)

    async def run(self) -> None:
        """Run until cancelled; an interrupted fetch is repeated after the next start."""
        self._is_swept = False
        await self._files.run(self._sweep_and_work)

    async def _sweep_and_work(self) -> None:
        if not self._is_swept:
            await self.sweep()
            self._is_swept = True
        await self.work()

    async def work(self) -> None:
        async with self.uow() as uow:
            files = await uow[SentFiles].next_wanted(self.clock(), MOST_AT_ONCE)
            to_delete = [
                *await uow[SentFiles].removed(),
                *await uow[SentFiles].pending_deletions(),
            ]
        if to_delete:
            await self._delete_contents()
        for file in files:
            assert file.id is not None, "it comes from the database"
            if not self._files.is_busy(file.id):
                self._files.start(file.id, self._take(file.id, file.telegram_id))

    async def drained(self) -> None:
        await self._files.drained()

    async def sweep(self) -> None:
        """Settle provisional content of an interrupted run: keep what the database knows."""
        try:
            keys = await self.store.provisional()
            async with self.uow() as uow:
                kept = await uow[SentFiles].kept_among(keys)
            for key in keys:
                await (self.store.keep(key) if key in kept else self.store.delete(key))
        except Exception as error:  # noqa: BLE001  # repeated by the next start
            log.error("files_not_swept", **fault(error))

    async def _delete_contents(self) -> None:
        """Delete the content of removed files and of erased participants."""
        async with self.uow() as uow:
            for file in await uow[SentFiles].removed():
                assert file.key is not None, "removed() returns files with content"
                await self.store.delete(file.key)
                file.key = None
            for key in await uow[SentFiles].pending_deletions():
                await self.store.delete(key)
                await uow[SentFiles].note_deleted(key)
            await uow.commit()

    async def _take(self, file_id: int, telegram_id: str) -> None:
        try:
            content = await self.downloads.fetch(telegram_id)
            await self._keep(file_id, await self.inspector.inspect(content))
        except NotFetched as failure:
            await self._not_fetched(file_id, failure)
        except Refused as error:
            await self._not_fetched(file_id, _refused(error.refusal))
        except Exception as error:  # noqa: BLE001  # a full disk or a bug: retry
            log.error("file_failed", file_id=file_id, **fault(error))
            await self._not_fetched(
                file_id, NotFetched(FetchFailure.INTERNAL, type(error).__name__)
            )

    async def _keep(self, file_id: int, found: Inspected) -> None:
        """Write provisionally, commit to the database, then make the content permanent."""
        key = await self.store.write(found.content)
        try:
            await retry_on_conflict(
                lambda: self._note_kept(file_id, key, found.mime, len(found.content))
            )
        finally:
            await self._settle(key)

    async def _note_kept(self, file_id: int, key: str, mime: str, size: int) -> None:
        async with self.uow() as uow:
            file = await _wanted(uow, file_id)
            if file is None:
                return
            await self._check_quota(uow, file, size)
            file.keep(key, mime, size)
            if self.on_kept is not None:
                await self.on_kept(uow, file, self.clock())
            await uow.commit()

    async def _check_quota(self, uow: UnitOfWork, file: SentFile, size: int) -> None:
        """Again, with the true size: several files may have been accepted with none.

        Raises Refused.
        """
        if file.sent_by is not None:
            return
        since = self.clock() - A_DAY
        usage = await uow[SentFiles].usage(file.participant_id, since, but=file.id)
        refusal = exceeded(self.quota, usage, size)
        if refusal is not None:
            raise Refused(refusal)

    async def _settle(self, key: str) -> None:
        """Keep or delete, as the database says: a failed commit may have taken place."""
        async with self.uow() as uow:
            kept = await uow[SentFiles].kept_among([key])
        await (self.store.keep(key) if kept else self.store.delete(key))

    async def _not_fetched(self, file_id: int, failure: NotFetched) -> None:
        log.warning("not_fetched", file_id=file_id, permanent=failure.permanent,
                    reason=str(failure))  # fmt: skip
        await retry_on_conflict(lambda: self._note_not_fetched(file_id, failure))

    async def _note_not_fetched(self, file_id: int, failure: NotFetched) -> None:
        async with self.uow() as uow:
            file = await _wanted(uow, file_id)
            if file is None:
                return
            _note(file, failure, self.clock())
            if not file.counts:
                await self._tell(uow, file, failure.refusal or Refusal.NOT_THERE)
            await uow.commit()

    async def _tell(self, uow: UnitOfWork, file: SentFile, refusal: Refusal) -> None:
        told = self.on_refused is not None and await self.on_refused(
            uow, file, refusal, self.clock()
        )
        if not told:
            await self._answer(uow, file, views.not_taken(refusal))

    async def _answer(self, uow: UnitOfWork, file: SentFile, message: Message) -> None:
        participant = await uow[Participants].get(file.participant_id)
        key = f"f{file.id}:{file.state.value}"
        await uow[Outbox].put(
            key, participant.chat_id, message, participant.language, self.clock()
        )


def _refused(refusal: Refusal) -> NotFetched:
    return NotFetched(FetchFailure.WRONG_CONTENT, refusal.value, refusal=refusal)


async def _wanted(uow: UnitOfWork, file_id: int) -> SentFile | None:
    """None where it was deleted or settled meanwhile."""
    file = await uow[SentFiles].get(file_id)
    return file if file is not None and file.state is FileState.WANTED else None


def _note(file: SentFile, failure: NotFetched, now: datetime) -> None:
    if failure.refusal is not None:
        file.refuse(failure.refusal)
    elif failure.permanent:
        file.give_up(str(failure))
    else:
        wait = failure.retry_after
        file.try_later(now, str(failure), None if wait is None else timedelta(seconds=wait))
