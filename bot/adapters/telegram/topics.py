"""One topic for each person in the consultants' group: made on first need, and made again."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.sending import says
from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.domain.topics import ERASED, Topic, name_of
from bot.services.again import again
from bot.services.ports import CONSULTANTS, Clock, NotDelivered, OutboxRow, UnitsOfWork
from bot.wording import relay as words

log = structlog.get_logger()

GONE = ("thread not found", "topic_deleted", "topic_id_invalid")
CLOSED = ("topic_closed",)
_ALREADY_SO = ("topic_not_modified",)
_NO_FORUM = ("not a forum",)
_NO_RIGHTS = ("not enough rights", "chat_admin_required")
# Topics may be switched on, and rights given, while we run.
LOOK_AGAIN_AFTER = 600.0
# A topic that is refused so often for no reason we know: the message goes without it.
MOST_TRIES = 5
_CAN_SEE = ("administrator", "creator")


@dataclass
class Topics:
    """What is wrong with the group is said there once."""

    bot: Bot
    uow: UnitsOfWork
    clock: Clock
    _forums: dict[int, tuple[bool, float]] = field(default_factory=dict, init=False)
    _locks: defaultdict[int, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock), init=False
    )

    async def thread_of(self, row: OutboxRow, chat_id: int) -> int | None:
        """Where a message to the consultants belongs.  Raises TelegramError, NotDelivered."""
        has_topics = await self._is_forum(chat_id)
        if not has_topics:
            return None
        if row.thread is not None:
            return row.thread or None  # where a consultant acted: zero is General
        return await self._of_person(row, chat_id) if row.about is not None else None

    async def replace(self, row: OutboxRow, chat_id: int, gone: int) -> int | None:
        """After a topic was deleted.  Raises TelegramError, NotDelivered."""
        async with self.uow() as uow:
            topic = await uow.topics.at(chat_id, gone)
            if topic is not None:
                await uow.topics.remove(topic)
            await uow.commit()
        return await self._of_person(row, chat_id) if row.about is not None else None

    async def reopen(self, chat_id: int, thread: int) -> None:
        """Raises TelegramError."""
        try:
            await self.bot.reopen_forum_topic(chat_id, thread)
        except BadRequest as error:
            if not says(error, *_ALREADY_SO):
                raise

    async def close(self, chat_id: int, thread: int) -> None:
        """For good: its name tells no longer whose it was.  Raises TelegramError."""
        try:
            await self.bot.edit_forum_topic(chat_id, thread, name=ERASED)
            await self.bot.close_forum_topic(chat_id, thread)
        except BadRequest as error:  # gone, closed already, or not ours to close
            log.info("topic_not_closed", why=error.message)

    async def _of_person(self, row: OutboxRow, chat_id: int) -> int | None:
        assert row.about is not None, "the caller looked"
        async with self._locks[row.about]:
            wanted, topic = await self._look_up(row.about, chat_id)
            if topic is None:
                return await self._make(row, row.about, chat_id, wanted)
            if topic.name != wanted:
                return await self._rename(row, topic, wanted)
            return topic.thread

    async def _look_up(self, participant_id: int, chat_id: int) -> tuple[str, Topic | None]:
        """What the topic should be called, and what there is."""
        async with self.uow() as uow:
            person = await uow.participants.get(participant_id)
            case = await uow.cases.open_of(participant_id)
            topic = await uow.topics.of(participant_id, chat_id)
        return name_of(person.first_name, person.language, case), topic

    async def _make(
        self, row: OutboxRow, participant_id: int, chat_id: int, name: str
    ) -> int | None:
        try:
            made = await self.bot.create_forum_topic(chat_id, name)
        except BadRequest as error:
            await self._without(row, chat_id, error)
            return None
        thread = made.message_thread_id

        async def note() -> None:
            async with self.uow() as uow:
                await uow.topics.add(Topic(participant_id, chat_id, thread, name))
                await uow.commit()

        await again(note)  # else the next message would make one more
        return thread

    async def _without(self, row: OutboxRow, chat_id: int, error: BadRequest) -> None:
        """By replies, as in a group without topics.  Raises NotDelivered where it may pass."""
        if says(error, *_NO_FORUM, *_NO_RIGHTS):
            self._forums[chat_id] = (False, time.monotonic())
            if says(error, *_NO_RIGHTS):
                await self._tell_once(chat_id, topics=True)
        elif row.attempts < MOST_TRIES:
            raise NotDelivered(error.message, permanent=False) from error
        log.warning("topic_refused", chat_id=chat_id, why=error.message)

    async def _rename(self, row: OutboxRow, topic: Topic, name: str) -> int | None:
        """A name that can't be changed just now holds up no message; a topic that is gone is made
        anew."""
        try:
            await self.bot.edit_forum_topic(topic.chat_id, topic.thread, name=name)
        except BadRequest as error:
            if says(error, *GONE):
                return await self._make_again(row, topic, name)
            if not says(error, *_ALREADY_SO):
                log.info("topic_not_renamed", why=error.message)
                return topic.thread
        except TelegramError as error:
            log.info("topic_not_renamed", why=type(error).__name__)
            return topic.thread
        async with self.uow() as uow:
            stored = await uow.topics.at(topic.chat_id, topic.thread)
            if stored is not None:
                stored.name = name
            await uow.commit()
        return topic.thread

    async def _make_again(self, row: OutboxRow, topic: Topic, name: str) -> int | None:
        async with self.uow() as uow:
            stored = await uow.topics.at(topic.chat_id, topic.thread)
            if stored is not None:
                await uow.topics.remove(stored)
            await uow.commit()
        return await self._make(row, topic.participant_id, topic.chat_id, name)

    async def _is_forum(self, chat_id: int) -> bool:
        known = self._forums.get(chat_id)
        if known is not None and time.monotonic() - known[1] < LOOK_AGAIN_AFTER:
            return known[0]
        chat = await self.bot.get_chat(chat_id)
        is_forum = bool(chat.is_forum)
        self._forums[chat_id] = (is_forum, time.monotonic())
        await self._check_rights(chat_id)
        return is_forum

    async def _check_rights(self, chat_id: int) -> None:
        """Privacy mode hides what is written in a group from a bot that is no administrator."""
        try:
            me = await self.bot.get_chat_member(chat_id, int(self.bot.token.split(":")[0]))
        except BadRequest as error:
            log.info("rights_unknown", why=error.message)
            return
        if me.status not in _CAN_SEE and not (await self.bot.get_me()).can_read_all_group_messages:
            await self._tell_once(chat_id, topics=False)

    async def _tell_once(self, chat_id: int, *, topics: bool) -> None:
        what = "topics" if topics else "sight"
        log.warning("group_needs_rights", chat_id=chat_id, what=what)
        async with self.uow() as uow:
            await uow.outbox.put(
                f"group:{chat_id}:{what}", CONSULTANTS, words.needs_rights(topics),
                CONSULTANT_LANGUAGE, self.clock(), thread=0,
            )  # fmt: skip
            await uow.commit()
