"""Erases a participant: rows, files and the forum topic."""

from datetime import datetime

from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.relays import Topics
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork
from bot.privacy.storage import PersonalData


async def erase(
    uow: UnitOfWork, participant: Participant, update_id: int
) -> tuple[ForumTopic | None, dict[str, int]]:
    """Delete the rows now, and the contents of files after the commit.

    `update_id`: the update that asked for it, or one that does not exist.  Returns the
    participant's forum topic, and the number of deleted rows by table.
    """
    assert participant.id is not None, "read from the database"
    topic = await uow[Topics].newest_of(participant.id)
    await uow[SentFiles].schedule_deletion(participant.id)
    return topic, await uow[PersonalData].erase(participant, update_id)


async def send_last_notice(
    uow: UnitOfWork, key: str, topic: ForumTopic | None, message: Message, now: datetime
) -> None:
    """Tell the consultants; in a forum, close the topic with it.  The message is not stored."""
    put = uow[Outbox].put
    if topic is None:
        await put(key, CONSULTANTS, message, CONSULTANT_LANGUAGE, now, SendOptions(forget=True))
    else:
        options = SendOptions(method="close", thread=topic.thread, forget=True)
        await put(key, topic.chat_id, message, CONSULTANT_LANGUAGE, now, options)
