"""One update of one participant: who it is, when, and what is said because of it."""

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
    """The participant's open talk with a human, as far as every subject must know of it."""

    talking: bool  # what the participant writes goes to the human

    @property
    def open(self) -> bool: ...


def _unchanged(message: Message) -> Message:
    return message


@dataclass
class ParticipantContext:
    """What is said goes to the outbox in the same transaction as the effect.

    `update_id` orders what the person did; with the `stage` (an update may be worked on more than
    once: received, put aside, understood) it makes each message's idempotency key.
    `content` is what came; `talk` the talk with a human that the participant has open, and
    `beside_talk` adds the button that leads back to it.
    """

    uow: UnitOfWork
    participant: Participant
    update_id: int
    now: datetime
    stage: str = ""
    content: Content | None = None
    talk: Talk | None = None
    beside_talk: Callable[[Message], Message] = _unchanged
    said: int = field(default=0, init=False)
    _read: dict[Any, Any] = field(default_factory=dict, init=False)
    asked: bool = field(default=False, init=False)  # the question that waits was shown

    @property
    def talking(self) -> bool:
        """What the person writes goes to a human."""
        return self.talk is not None and self.talk.open and self.talk.talking

    async def say(
        self, *messages: Message, language: str | None = None, silent: bool = False
    ) -> None:
        """In the person's language, or in another one."""
        spoken = language or self.participant.language
        for message in messages:
            await self.uow[Outbox].put(
                self._key(),
                self.participant.chat_id,
                self._shown(message),
                spoken,
                self.now,
                SendOptions(silent=silent),
            )

    def _shown(self, message: Message) -> Message:
        """Beside a talk that is open the way back to it is always there."""
        beside = self.talk is not None and self.talk.open and not self.talk.talking
        return self.beside_talk(message) if beside else message

    async def edit(self, message_id: int | None, message: Message) -> None:
        """Change a message on the person's screen; say it anew where its id is not known."""
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
        """A message from the person's chat: Telegram lets bots do that for two days."""
        await self.uow[Outbox].put(
            self._key(),
            self.participant.chat_id,
            Message(()),
            self.participant.language,
            self.now,
            SendOptions(method="delete", edit_message_id=message_id),
        )

    async def tell_consultants(self, *messages: Message) -> None:
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
        """The result of `read(self)`, which is called once in the whole update."""
        if read not in self._read:
            self._read[read] = await read(self)
        found: Found = self._read[read]
        return found

    def remember(
        self, read: Callable[["ParticipantContext"], Awaitable[Found | None]], found: Found
    ) -> None:
        """From now on `once(read)` returns this."""
        self._read[read] = found

    def _key(self) -> str:
        self.said += 1
        return f"u{self.update_id}:{self.stage}{self.said}"
