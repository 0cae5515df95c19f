"""Unit of work on SQLAlchemy."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

import bot.adapters.database.schema  # noqa: F401  # maps every entity before the first query
from bot.adapters.database.engine import OUTBOX_CHANNEL, Database
from bot.adapters.database.turnstile import Priority
from bot.kernel.database.erasures import ERASED
from bot.kernel.database.outbox import QUEUED, Lane, Outbox
from bot.kernel.unit_of_work import Conflict, Repository
from bot.pipeline.inbox import ALARMED, ARRIVED

# PostgreSQL's serialization failure and deadlock.
_COLLIDED = ("40001", "40P01")


def _end_if_cancelled() -> None:
    """Raise CancelledError if the task is being cancelled.

    A failing statement can swallow the cancellation, and a retry loop would then never end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _urgent_first(lane: Lane) -> bool:
    return not lane[1]


class SqlUnitOfWork:
    """`async with SqlUnitOfWork(database) as uow: …; await uow.commit()`

    priority: in the queue of those that wait for the database.

    Raises Conflict on PostgreSQL: see `kernel.retry`.
    """

    def __init__(self, database: Database, priority: Priority = Priority.OTHER) -> None:
        self._database, self._priority = database, priority

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(self._database.turn(self._priority))
        self._session = await self._stack.enter_async_context(
            AsyncSession(self._database.engine, expire_on_commit=False)
        )
        self._repositories: dict[Callable[[AsyncSession], Any], Any] = {}
        return self

    def __getitem__(self, repository: Callable[[AsyncSession], Repository]) -> Repository:
        if repository not in self._repositories:
            self._repositories[repository] = repository(self._session)
        found: Repository = self._repositories[repository]
        return found

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._stack.aclose()  # closing the session rolls back what was not committed
        except Exception:
            _end_if_cancelled()
            raise
        if error is not None:
            _end_if_cancelled()
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLIDED:
            raise Conflict from error

    async def commit(self) -> None:
        arrived: set[int] = self._session.info.pop(ARRIVED, set())
        alarmed = self._session.info.pop(ALARMED, False)
        erased = self._session.info.pop(ERASED, False)
        queued: dict[Lane, bool] = self._session.info.pop(QUEUED, {})
        if queued and not self._database.is_sqlite:
            # Part of the transaction: PostgreSQL notifies the sender on commit (see locks).
            parameters = {"channel": OUTBOX_CHANNEL, "whose": self._database.name}
            await self._session.execute(text("SELECT pg_notify(:channel, :whose)"), parameters)
        notifier = self._database.notifier
        answered = [lane for lane, background in queued.items() if not background]
        answered.sort(key=_urgent_first)
        first = {
            (chat_id, urgent): await self[Outbox].readable_next_of(chat_id, None, urgent)
            for chat_id, urgent in answered
            if notifier.lane(urgent).is_running()  # saves the sender a query
        }
        await self._session.commit()
        if erased:
            await self._database.after_erasure.erased()
        for chat_id, urgent in answered:
            notifier.lane(urgent).notify(chat_id, first.get((chat_id, urgent)))
        for chat_id in arrived:
            notifier.inbox.notify(chat_id)
        if alarmed:
            notifier.inbox.notify_urgent()
        if any(queued.values()):
            notifier.outbox.notify_background()
