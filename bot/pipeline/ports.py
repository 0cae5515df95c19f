"""Ports of the pipeline."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.unit_of_work import UnitOfWork
from bot.pipeline.inbox import InboxRow


class Locks(Protocol):
    """Between processes on one database.  `chat`: whether nobody else works on that chat."""

    def chat(self, chat_id: int) -> AbstractAsyncContextManager[bool]: ...
    async def lead(self) -> None: ...
    async def lost(self) -> None: ...
    async def listen(self, woken: Callable[[], None]) -> None: ...
    async def close(self) -> None: ...


class NluUnavailable(Exception):
    """The understanding (Rasa) is starting, restarting or hung; try again when it is ready."""


class Nlu(Protocol):
    """Free text goes in; the meaning comes back as a call of one of the actions."""

    def is_ready(self) -> bool: ...
    def prefetch(self, chat_id: int, text: str) -> None:
        """A text that may have to be understood in a moment; only a hint."""

    async def submit(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None: ...


class NotDelivered(Exception):
    """The channel did not take a message.

    `detail` is the channel's own description or an exception's type, for the log; it holds
    nothing that anybody wrote.  `permanent`: another attempt cannot help.  `unreachable`: nor can
    any other message to this chat.  `retry_after`: seconds that the channel asks us to wait.
    """

    def __init__(
        self,
        reason: DeliveryFailure,
        detail: str = "",
        *,
        permanent: bool,
        unreachable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
        self.reason, self.permanent = reason, permanent
        self.unreachable, self.retry_after = unreachable, retry_after


class Transport(Protocol):
    """The channel.  Raises NotDelivered; returns the id of the message where it made one, or the
    ids of several: the first is what an edit changes."""

    async def deliver(self, row: OutboxRow) -> int | tuple[int, ...] | None: ...
    async def acknowledge(self, callback_id: str) -> None: ...
    def reachable(self, chat_id: int) -> bool: ...


@dataclass(frozen=True)
class UninterpretedText:
    """A free text that must be understood, with what was waiting when it was written."""

    chat_id: int
    text: str
    language: str
    waiting: str


@dataclass(frozen=True)
class FindOutFirst:
    """An update that had no effect yet: `find_out`, outside of a transaction, then handle it."""

    find_out: Callable[[], Awaitable[None]]


class UpdateHandler(Protocol):
    """Turns one update of the inbox into its effect.  Each call ends in one transaction."""

    async def handle(
        self, uow: UnitOfWork, row: InboxRow
    ) -> UninterpretedText | FindOutFirst | None:
        """Return what must be understood or found out first; None where the update is done."""

    async def one_moment(self, update_id: int, waiting: str) -> None:
        """Park a text that cannot be understood now; `waiting` names the open question."""

    async def give_up(self, update_id: int, failure: str) -> None:
        """Mark as failed after the last attempt and tell the sender."""
