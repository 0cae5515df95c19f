"""Unit of work: one database transaction and its repositories."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

Repository = TypeVar("Repository")


class Conflict(Exception):
    """Serialization conflict with another transaction; this one was rolled back."""


class UnitOfWork(Protocol):
    """One transaction: `async with uow: …; await uow.commit()`.

    Changes that are not committed when the block ends are rolled back.  `uow[Cases]` is the
    repository of that class within this transaction.
    """

    def __getitem__(self, repository: Callable[[AsyncSession], Repository]) -> Repository: ...
    async def commit(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


UnitsOfWork = Callable[[], UnitOfWork]
