"""Erases a participant: rows, files, the forum topic and our messages in chats of consultants."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.relays import Topics
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.erasures import Erasure, Erasures
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import ErasedMessages, Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views.erased import removed
from bot.privacy.storage.personal_data import PersonalData
from bot.privacy.storage.traces import Amended, TraceRows, Traces

NO_UPDATE = -1  # no update of the participant asks for the erasure
# The notice names the person, so that consultants can delete their own notes; within 48 hours a
# bot may delete its messages without being an administrator.
NOTICE_STAYS = timedelta(hours=24)
AT_ONCE = 20  # messages in one row of the outbox


async def erase(
    uow: UnitOfWork, participant: Participant, update_id: int, now: datetime,
    notice: Message | None,
) -> dict[str, int]:  # fmt: skip
    """Delete the rows now, the contents of files and what is on screens after the commit.

    update_id: the update that asked for it, or `NO_UPDATE`.
    notice: for the consultants, if they can know the person; None: nobody is told.

    Returns the number of deleted rows by table.  What stays in the outbox until it is done holds
    nothing about the person but the notice, which is deleted as soon as it is sent.
    """
    assert participant.id is not None, "read from the database"
    topics = await uow[Topics].all_of(participant.id)
    asked = bool(participant.consents)
    await uow[SentFiles].schedule_deletion(participant.id)
    traces = await uow[TraceRows].take_out(participant)
    erased = await uow[PersonalData].erase(participant, update_id)
    await uow[Erasures].note(participant.id, participant.chat_id, now)
    screens = Screens(uow, f"erase:{uuid4().hex}", now)
    await screens.close(topics, notice if topics or traces.rows or asked else None)
    await screens.clear(traces)
    return erased | {"outbox": erased.get("outbox", 0) + traces.rows}


async def erase_again(uow: UnitOfWork, entries: Iterable[Erasure], now: datetime) -> int:
    """Erase those whom the ledger of another copy of this database names; return how many.

    Raises WrongKey for an entry made with a key that is not there.
    """
    new = await uow[Erasures].unknown(list(entries))
    people = await uow[Erasures].erased_since(new) if new else []
    for id_ in people:
        await erase(uow, await uow[Participants].get(id_), NO_UPDATE, now, None)
    await uow[Erasures].add(new)
    return len(people)


@dataclass
class Screens:
    """Queues what is to be removed from the chats of consultants.  `key`: of the rows."""

    uow: UnitOfWork
    key: str
    now: datetime
    count: int = 0

    async def close(self, topics: list[ForumTopic], notice: Message | None) -> None:
        """Delete the topics, of which there is one in each group; the newest gets the notice."""
        for number, topic in enumerate(topics):
            said = notice if number == 0 else None
            await self._put(
                topic.chat_id,
                said or Message(()),
                SendOptions(method="close", thread=topic.thread),
            )
        if notice is not None and not topics:
            await self._put(CONSULTANTS, notice, SendOptions())

    async def clear(self, traces: Traces) -> None:
        """Remove the messages about the person, and the name from those that stay."""
        for chat_id in {*traces.messages, *traces.copies}:
            await self.remove(chat_id, traces.messages[chat_id], traces.copies[chat_id])
        for amended in traces.amended:
            if amended.message_id not in traces.messages[amended.chat_id]:
                await self._amend(amended)

    async def remove(
        self, chat_id: int, messages: Iterable[int], copies: Iterable[int] = ()
    ) -> None:
        """Remove messages from a chat, or what they say."""
        parts = [ErasedMessages(message_ids=some) for some in _batches(messages)]
        parts += [ErasedMessages(copies=some) for some in _batches(copies)]
        for part in parts:
            said = replace(removed(), form=part)
            await self._put(chat_id, said, SendOptions(method="erase", background=True))

    async def _put(self, chat_id: int, message: Message, options: SendOptions) -> None:
        """The rows are not kept.  A notice is removed from the chat later."""
        self.count += 1
        named = options.method != "erase" and bool(message.paragraphs)
        remove_at = self.now + NOTICE_STAYS if named else None
        options = replace(options, forget=True, remove_at=remove_at)
        await self.uow[Outbox].put(
            f"{self.key}:{self.count}", chat_id, message, CONSULTANT_LANGUAGE, self.now, options
        )

    async def _amend(self, amended: Amended) -> None:
        self.count += 1
        options = SendOptions(
            method="amend", edit_message_id=amended.message_id, edit_of=amended.edit_of,
            about=amended.about, background=True,
        )  # fmt: skip
        await self.uow[Outbox].put(
            f"{self.key}:{self.count}", amended.chat_id, amended.message, amended.language,
            self.now, options,
        )  # fmt: skip


def _batches(ids: Iterable[int]) -> Iterable[tuple[int, ...]]:
    numbers = sorted(ids)
    return (tuple(numbers[i : i + AT_ONCE]) for i in range(0, len(numbers), AT_ONCE))
