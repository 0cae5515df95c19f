"""Context of one update from a consultant: sender, chat, and the replies it causes."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.incoming import Command
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork


@dataclass
class ConsultantContext:
    """Sends replies to a consultant in the transaction of the update.

    uow: the transaction.
    chat_id: the consultants' group, or the private chat of a consultant.
    by, name: user id and name of the consultant.
    update_id: makes the idempotency keys of the replies.
    message_id: the message that was pressed or replied to.
    thread: topic of the group the update came from; 0: none.
    command: the command, if it is one.
    """

    uow: UnitOfWork
    chat_id: int
    by: int
    name: str
    update_id: int
    now: datetime
    message_id: int | None = None
    thread: int = 0
    command: Command | None = None
    message_count: int = field(default=0, init=False)

    async def say(
        self, *messages: Message, about: Participant | None = None, label: str = ""
    ) -> None:
        """Send messages to the chat; replies to a message `about` a participant go to them.

        label: what they are counted by (`Outbox.labelled`).
        """
        for message in messages:
            await self._put(message, None, about.id if about else None, label)

    async def edit(self, message: Message, at: int | None = None) -> None:
        """Edit the pressed message, or the one with id `at`; without both send a new one.

        It stays about the same person.
        """
        edited = at or self.message_id
        about = await self.uow[Outbox].about(edited, self.chat_id) if edited else None
        await self._put(message, edited, about)

    async def remove(self, message_id: int) -> None:
        """Delete a message from the chat; in a group only an administrator may."""
        self.message_count += 1
        await self.uow[Outbox].put(
            f"u{self.update_id}:desk{self.message_count}",
            self.chat_id,
            Message(()),
            CONSULTANT_LANGUAGE,
            self.now,
            SendOptions(method="delete", edit_message_id=message_id),
        )

    async def shown(self, message_id: int | None = None) -> Message | None:
        """Return the current content of a message, by default the pressed or replied-to one."""
        wanted = message_id or self.message_id
        found = await self.uow[Outbox].shown(self.chat_id, wanted) if wanted else None
        return found[0] if found else None

    def to(self, participant: Participant) -> ParticipantContext:
        """Return a context that sends messages to a participant within this update."""
        return ParticipantContext(
            self.uow, participant, self.update_id, self.now, f"to{participant.id}:"
        )

    async def _put(
        self, message: Message, at: int | None, about: int | None, label: str = ""
    ) -> None:
        self.message_count += 1
        key = f"u{self.update_id}:desk{self.message_count}"
        await self.uow[Outbox].put(
            f"{key}:{label}" if label else key,
            self.chat_id,
            message,
            CONSULTANT_LANGUAGE,
            self.now,
            SendOptions(
                method="send" if at is None else "edit",
                edit_message_id=at,
                about=about,
                thread=self.thread,
            ),
        )
