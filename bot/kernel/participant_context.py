"""Context of one update from a participant: sender, time, and the messages it causes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.incoming import Content
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork

Found = TypeVar("Found")


class Talk(Protocol):
    """Open conversation with a consultant, as far as every package needs to know it."""

    talking: bool  # messages are relayed to the consultant

    @property
    def open(self) -> bool: ...


def _unchanged(message: Message) -> Message:
    return message


@dataclass
class ParticipantContext:
    """Queues messages in the transaction of the update that causes them.

    uow: the transaction.
    update_id: orders the participant's actions.
    stage: distinguishes repeated processing of one update (received, parked, interpreted); with
        `update_id` it makes the idempotency key of each message.
    content: the content of the update.
    talk: the open conversation with a consultant, if any.
    beside_talk: adds the button that leads back to that conversation.
    """

    uow: UnitOfWork
    participant: Participant
    update_id: int
    now: datetime
    stage: str = ""
    content: Content | None = None
    talk: Talk | None = None
    beside_talk: Callable[[Message], Message] = _unchanged
    message_count: int = field(default=0, init=False)
    _read: dict[Any, Any] = field(default_factory=dict, init=False)
    asked: bool = field(default=False, init=False)  # the open question was shown

    @property
    def talking(self) -> bool:
        """Whether messages of the participant are relayed to a consultant."""
        return self.talk is not None and self.talk.open and self.talk.talking

    async def say(
        self,
        *messages: Message,
        language: str | None = None,
        silent: bool = False,
        urgent: bool = False,
        label: str = "",
    ) -> None:
        """Send messages, by default in the participant's language.

        label: what they are counted by (`Outbox.labelled`).
        """
        target = language or self.participant.language
        for message in messages:
            await self.uow[Outbox].put(
                self._key(label),
                self.participant.chat_id,
                self._shown(message),
                target,
                self.now,
                SendOptions(silent=silent, urgent=urgent),
            )

    def _shown(self, message: Message) -> Message:
        """Add the button back to an open conversation that is interrupted."""
        beside = self.talk is not None and self.talk.open and not self.talk.talking
        return self.beside_talk(message) if beside else message

    async def edit(self, message_id: int | None, message: Message) -> None:
        """Edit a message in the participant's chat; send a new one if the id is None."""
        if message_id is None:
            await self.say(message)
            return
        await self.uow[Outbox].put(
            self._key(),
            self.participant.chat_id,
            self._shown(message),
            self.participant.language,
            self.now,
            SendOptions(method="edit", edit_message_id=message_id),
        )

    async def remove(self, message_id: int) -> None:
        """Delete a message from the participant's chat (Telegram allows it for two days)."""
        await self.uow[Outbox].put(
            self._key(),
            self.participant.chat_id,
            Message(()),
            self.participant.language,
            self.now,
            SendOptions(method="delete", edit_message_id=message_id),
        )

    async def tell_consultants(self, *messages: Message) -> None:
        """Send messages about the participant to the consultants' group."""
        for message in messages:
            await self.uow[Outbox].put(
                self._key(),
                CONSULTANTS,
                message,
                CONSULTANT_LANGUAGE,
                self.now,
                SendOptions(about=self.participant.id),
            )

    async def once(self, read: Callable[["ParticipantContext"], Awaitable[Found]]) -> Found:
        """Return the result of `read(self)`, which is called once per update."""
        if read not in self._read:
            self._read[read] = await read(self)
        found: Found = self._read[read]
        return found

    def remember(
        self, read: Callable[["ParticipantContext"], Awaitable[Found | None]], found: Found
    ) -> None:
        """Make `once(read)` return `found` from now on."""
        self._read[read] = found

    def _key(self, label: str = "") -> str:
        self.message_count += 1
        key = f"u{self.update_id}:{self.stage}{self.message_count}"
        return f"{key}:{label}" if label else key
