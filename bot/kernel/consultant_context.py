"""One update of a consultant: who it is, where it is answered, what is said because of it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork


@dataclass
class ConsultantContext:
    """`chat_id`: the consultants' group, or the private chat of one.  `message_id`: what was
    pressed or replied to there.  `thread`: the topic of the group it happened in, 0: none."""

    uow: UnitOfWork
    chat_id: int
    by: int
    name: str
    update_id: int
    now: datetime
    message_id: int | None = None
    thread: int = 0
    said: int = field(default=0, init=False)

    async def say(self, *messages: Message, about: Participant | None = None) -> None:
        """A reply to a message `about` somebody is passed on to that person."""
        for message in messages:
            await self._put(message, None, about)

    async def edit(self, message: Message, at: int | None = None) -> None:
        """Change what was pressed (or `at`); say it anew where its id is not known."""
        await self._put(message, at or self.message_id, None)

    async def shown(self, message_id: int | None = None) -> Message | None:
        """What the message that was pressed or replied to (or another) says now."""
        wanted = message_id or self.message_id
        found = await self.uow[Outbox].shown(self.chat_id, wanted) if wanted else None
        return found[0] if found else None

    def to(self, participant: Participant) -> ParticipantContext:
        """To speak with a participant because of this update."""
        return ParticipantContext(
            self.uow, participant, self.update_id, self.now, f"to{participant.id}:"
        )

    async def _put(self, message: Message, at: int | None, about: Participant | None) -> None:
        self.said += 1
        await self.uow[Outbox].put(
            f"u{self.update_id}:desk{self.said}",
            self.chat_id,
            message,
            CONSULTANT_LANGUAGE,
            self.now,
            SendOptions(
                method="send" if at is None else "edit",
                edit_message_id=at,
                about=about.id if about else None,
                thread=self.thread,
            ),
        )
