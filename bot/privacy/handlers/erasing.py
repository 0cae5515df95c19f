"""A person's rows, files and topic go: by the person's own word, or when the time has come."""

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
    uow: UnitOfWork, person: Participant, update_id: int
) -> tuple[ForumTopic | None, dict[str, int]]:
    """Rows now; the content of files right after.  The topic that was the person's, and how many
    rows of each table are gone."""
    assert person.id is not None, "it comes from the database"
    topic = await uow[Topics].newest_of(person.id)
    await uow[SentFiles].schedule_deletion(person.id)
    return topic, await uow[PersonalData].erase(person, update_id)


async def say_goodbye(
    uow: UnitOfWork, key: str, topic: ForumTopic | None, message: Message, now: datetime
) -> None:
    """The last message of the person's topic, which it closes; kept nowhere."""
    put = uow[Outbox].put
    if topic is None:
        await put(key, CONSULTANTS, message, CONSULTANT_LANGUAGE, now, SendOptions(forget=True))
    else:
        options = SendOptions(method="close", thread=topic.thread, forget=True)
        await put(key, topic.chat_id, message, CONSULTANT_LANGUAGE, now, options)
