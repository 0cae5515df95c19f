"""What the services need from outside; storage, Telegram and Rasa give it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Literal, Protocol, Self

from bot.domain.files import Refusal
from bot.domain.messages import Drawing
from bot.kernel.failures import DeliveryFailure, FetchFailure
from bot.services.repositories import (
    CONSULTANTS,
    Applications,
    Appointments,
    Audit,
    Cases,
    Consultants,
    Enrolments,
    Files,
    Inbox,
    InboxRow,
    Method,
    Outbox,
    OutboxRow,
    Participants,
    Persons,
    PlanDanish,
    Plans,
    PlanVersions,
    Relays,
    Reminders,
    Runs,
    Topics,
    Works,
)

__all__ = [
    "CONSULTANTS",
    "Artist",
    "Clock",
    "Conflict",
    "ConsultantsChat",
    "ContentMissing",
    "Downloads",
    "Drawn",
    "FileStore",
    "InboxRow",
    "Locks",
    "Method",
    "Mind",
    "MindAway",
    "NotDelivered",
    "NotFetched",
    "OutboxRow",
    "Translator",
    "Transport",
    "UnitOfWork",
    "UnitsOfWork",
]

Clock = Callable[[], datetime]


class UnitOfWork(Protocol):
    """All or nothing: what is not committed when the block ends never happened."""

    @property
    def participants(self) -> Participants: ...
    @property
    def applications(self) -> Applications: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def enrolments(self) -> Enrolments: ...
    @property
    def works(self) -> Works: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def consultants(self) -> Consultants: ...
    @property
    def persons(self) -> Persons: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def relays(self) -> Relays: ...
    @property
    def topics(self) -> Topics: ...
    @property
    def appointments(self) -> Appointments: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def files(self) -> Files: ...
    @property
    def plan_versions(self) -> PlanVersions: ...
    @property
    def plan_danish(self) -> PlanDanish: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    async def commit(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


UnitsOfWork = Callable[[], UnitOfWork]


class Conflict(Exception):
    """Another transaction changed the same at the same time; nothing of ours has happened."""


class Locks(Protocol):
    """Between processes on one database.  `chat`: whether nobody else works on that chat."""

    def chat(self, chat_id: int) -> AbstractAsyncContextManager[bool]: ...
    async def lead(self) -> None: ...
    async def lost(self) -> None: ...
    async def listen(self, woken: Callable[[], None]) -> None: ...
    async def close(self) -> None: ...


class MindAway(Exception):
    """The understanding (Rasa) is starting, restarting or hung; try again when it is ready."""


class Mind(Protocol):
    """Free text goes in; the meaning comes back as a call of one of the actions."""

    def is_ready(self) -> bool: ...
    def expect(self, chat_id: int, text: str) -> None:
        """A text that may have to be understood in a moment; only a hint."""

    async def hear(
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


class NotFetched(Exception):
    """A file could not be fetched.

    `detail`, `permanent` and `retry_after` as for NotDelivered.  `refusal`: what is wrong with
    the file itself, where something is.
    """

    def __init__(
        self,
        reason: FetchFailure,
        detail: str = "",
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
        self.reason, self.permanent = reason, permanent or refusal is not None
        self.retry_after, self.refusal = retry_after, refusal


class Downloads(Protocol):
    """Files that lie with the channel.  Raises NotFetched; never more than `files.LARGEST`."""

    async def fetch(self, telegram_id: str) -> bytes: ...


class ContentMissing(Exception):
    """There is nothing under this key."""


class FileStore(Protocol):
    """What is written is only on trial until it is kept: `sweep` removes it, or keeps it."""

    async def write(self, content: bytes) -> str: ...
    async def keep(self, key: str) -> None: ...
    async def read(self, key: str) -> bytes: ...
    async def delete(self, key: str) -> None: ...
    async def on_trial(self) -> list[str]: ...


@dataclass(frozen=True)
class Drawn:
    """A file that goes out; `name` is ours."""

    name: str
    media: Literal["photo", "file", "voice"]
    content: bytes


class Artist(Protocol):
    """Draws documents in a language."""

    async def draw(self, enclosure: Drawing, language: str) -> Drawn: ...


class Translator(Protocol):
    """Machine translation.  None where there is none, or it is away or too slow: never raises."""

    async def translate(self, text: str, source: str, target: str) -> str | None: ...


class ConsultantsChat:
    """Where the consultants are.  A group that becomes a supergroup gets another id meanwhile."""

    def __init__(self, chat_id: int | None) -> None:
        self.chat_id = chat_id


class Transport(Protocol):
    """The channel.  Raises NotDelivered; returns the id of the message where it made one, or the
    ids of several: the first is what an edit changes."""

    async def deliver(self, row: OutboxRow) -> int | tuple[int, ...] | None: ...
    async def acknowledge(self, callback_id: str) -> None: ...
    def reachable(self, chat_id: int) -> bool: ...
