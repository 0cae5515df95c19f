"""What the services need from outside; storage, Telegram and Rasa give it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from bot.domain.eligibility import Application
from bot.domain.enrolments import Enrolment
from bot.domain.files import Refusal, SentFile
from bot.domain.messages import Drawing, Message
from bot.domain.participants import Participant
from bot.domain.runs import Run
from bot.domain.works import Work

Clock = Callable[[], datetime]

# The outbox address of "whoever the consultants are now"; Telegram uses no chat 0.
CONSULTANTS = 0


@dataclass(frozen=True)
class InboxRow:
    """One received update.  `waiting`: the question that a parked text was written under."""

    update_id: int
    chat_id: int
    payload: dict[str, Any]
    attempts: int
    parked: bool
    waiting: str | None


Method = Literal["send", "edit", "leave"]


@dataclass(frozen=True)
class OutboxRow:
    id: int
    chat_id: int
    method: Method
    message: Message
    language: str
    edit_message_id: int | None
    attempts: int

    @property
    def wants_buttons(self) -> bool:
        """Not where a message was edited to have none any more."""
        return self.method == "send" or bool(self.message.buttons)


class Participants(Protocol):
    async def of_chat(self, chat_id: int) -> Participant | None: ...
    async def get(self, participant_id: int) -> Participant: ...
    async def add(self, participant: Participant) -> None: ...


class Applications(Protocol):
    async def latest(self, participant_id: int) -> Application | None: ...
    async def get(self, application_id: int) -> Application | None: ...
    async def undecided(self) -> list[Application]: ...
    async def admissible(self) -> list[Application]: ...
    async def add(self, application: Application) -> None: ...


class Runs(Protocol):
    async def get(self, run_id: int) -> Run | None: ...
    async def open_ones(self) -> list[Run]: ...
    async def add(self, run: Run) -> None: ...


class Enrolments(Protocol):
    async def get(self, enrolment_id: int) -> Enrolment | None: ...
    async def latest(self, participant_id: int) -> Enrolment | None: ...
    async def left(self, run_id: int, participant_id: int) -> Enrolment | None: ...
    async def of_run(self, run_id: int) -> list[Enrolment]: ...
    async def behind(self, run_id: int, weeks: list[int]) -> list[int]: ...
    async def add(self, enrolment: Enrolment) -> None: ...


class Works(Protocol):
    async def get(self, work_id: int) -> Work | None: ...
    async def handed_in(self) -> list[Work]: ...
    async def to_talk_about(self) -> list[Work]: ...


class Inbox(Protocol):
    async def store(
        self, update_id: int, chat_id: int, payload: dict[str, Any], now: datetime
    ) -> bool: ...
    async def row(self, update_id: int) -> InboxRow | None: ...
    async def chats_waiting(self, now: datetime, parked_too: bool) -> list[int]: ...
    async def next_of(self, chat_id: int, now: datetime, parked_too: bool) -> InboxRow | None: ...
    async def has_parked(self, chat_id: int) -> bool: ...
    async def park(self, update_id: int, waiting: str, now: datetime) -> None: ...
    async def retry_later(self, update_id: int, at: datetime, failure: str) -> None: ...
    async def done(self, update_id: int, now: datetime, failure: str | None = None) -> bool: ...


class Outbox(Protocol):
    async def put(
        self,
        key: str,
        chat_id: int,
        message: Message,
        language: str,
        now: datetime,
        method: Method = "send",
        edit_message_id: int | None = None,
        about: int | None = None,
    ) -> None: ...
    async def chats_waiting(self, now: datetime) -> list[int]: ...
    async def next_of(self, chat_id: int, now: datetime) -> OutboxRow | None: ...
    async def sent(self, row_id: int, message_id: int | None, now: datetime) -> None: ...
    async def failed(self, row_id: int, failure: str, now: datetime) -> None: ...
    async def retry_later(self, row_id: int, at: datetime, failure: str) -> None: ...
    async def shown(self, chat_id: int, message_id: int) -> tuple[Message, str] | None: ...
    async def about(self, message_id: int, chat_id: int = CONSULTANTS) -> int | None: ...


class Files(Protocol):
    async def add(self, file: SentFile) -> None: ...
    async def get(self, file_id: int) -> SentFile | None: ...
    async def of_work(self, work_id: int) -> list[SentFile]: ...
    async def of_participant(self, participant_id: int) -> list[SentFile]: ...
    async def removed(self) -> list[SentFile]: ...
    async def next_wanted(self, now: datetime, most: int) -> list[SentFile]: ...
    async def kept_among(self, keys: Collection[str]) -> set[str]: ...


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
    def files(self) -> Files: ...
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


class MindAway(Exception):
    """The understanding (Rasa) is starting, restarting or hung; try again when it is ready."""


class Mind(Protocol):
    """Free text goes in; the meaning comes back as a call of one of the actions."""

    def is_ready(self) -> bool: ...
    async def hear(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None: ...


class NotDelivered(Exception):
    """`permanent`: trying again can't help.  `retry_after`: seconds the channel bids us wait."""

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool,
        unreachable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason, self.permanent = reason, permanent
        self.unreachable, self.retry_after = unreachable, retry_after


class NotFetched(Exception):
    """`permanent`: trying again can't help.  `refusal`: it can't be had because of what it is."""

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(reason)
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


class ConsultantsChat:
    """Where the consultants are.  A group that becomes a supergroup gets another id meanwhile."""

    def __init__(self, chat_id: int | None) -> None:
        self.chat_id = chat_id


class Transport(Protocol):
    """The channel.  Raises NotDelivered; returns the id of the message where it made one."""

    async def deliver(self, row: OutboxRow) -> int | None: ...
    async def acknowledge(self, callback_id: str) -> None: ...
    def reachable(self, chat_id: int) -> bool: ...
