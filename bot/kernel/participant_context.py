"""One update of one participant: who it is, when, and what is said because of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.cases.rules.cases import Case
from bot.cases.views import cases
from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Enrolments
from bot.eligibility.rules.application import Application
from bot.eligibility.storage.repositories import Applications
from bot.kernel.database.outbox import Outbox
from bot.kernel.incoming import Content
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork


class _Unread(Enum):
    """What was not read in this turn may be there or not."""

    YET = auto()


@dataclass
class Turn:
    """What is said goes to the outbox in the same transaction as the effect.

    `update_id` orders what the person did; with the `stage` (an update may be worked on more than
    once: received, put aside, understood) it makes each message's idempotency key.
    `content` is what came; `case` the talk with a human that the person has open.
    """

    uow: UnitOfWork
    participant: Participant
    update_id: int
    now: datetime
    stage: str = ""
    content: Content | None = None
    case: Case | None = None
    said: int = field(default=0, init=False)
    _enrolment: Enrolment | _Unread | None = field(default=_Unread.YET, init=False)
    _application: Application | _Unread | None = field(default=_Unread.YET, init=False)
    asked: bool = field(default=False, init=False)  # the question that waits was shown

    @property
    def talking(self) -> bool:
        """What the person writes goes to a human."""
        return self.case is not None and self.case.open and self.case.talking

    async def say(
        self, *messages: Message, language: str | None = None, silent: bool = False
    ) -> None:
        """In the person's language, or in another one."""
        spoken = language or self.participant.language
        for message in messages:
            await self.uow[Outbox].put(
                self._key(), self.participant.chat_id, self._shown(message), spoken, self.now,
                silent=silent,
            )  # fmt: skip

    def _shown(self, message: Message) -> Message:
        """Beside a talk that is open the way back to it is always there."""
        beside = self.case is not None and self.case.open and not self.case.talking
        return cases.beside(message) if beside else message

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
            "edit",
            message_id,
        )

    async def remove(self, message_id: int) -> None:
        """A message from the person's chat: Telegram lets bots do that for two days."""
        await self.uow[Outbox].put(
            self._key(), self.participant.chat_id, Message(()), self.participant.language,
            self.now, "delete", message_id,
        )  # fmt: skip

    async def tell_consultants(self, *messages: Message) -> None:
        for message in messages:
            await self.uow[Outbox].put(
                self._key(),
                CONSULTANTS,
                message,
                CONSULTANT_LANGUAGE,
                self.now,
                about=self.participant.id,
            )

    async def enrolment(self) -> Enrolment | None:
        """The run somebody is in, or has finished; read once a turn."""
        assert self.participant.id is not None, "participants are stored before their turn"
        if self._enrolment is _Unread.YET:
            self._enrolment = await self.uow[Enrolments].latest(self.participant.id)
        return self._enrolment

    async def application(self) -> Application | None:
        """The one that counts; read once a turn."""
        assert self.participant.id is not None, "participants are stored before their turn"
        if self._application is _Unread.YET:
            self._application = await self.uow[Applications].latest(self.participant.id)
        return self._application

    async def applies(self, application: Application) -> None:
        """From now on this is the one that counts."""
        await self.uow[Applications].add(application)
        self._application = application

    def _key(self) -> str:
        self.said += 1
        return f"u{self.update_id}:{self.stage}{self.said}"
