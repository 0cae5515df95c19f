"""Forum topics of the consultants' group: one for each person, created on first use."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.errors import matches
from bot.cases.rules.topics import ERASED, ForumTopic, name_of
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Topics
from bot.cases.views import relay as words
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitsOfWork
from bot.pipeline.ports import NotDelivered

log = structlog.get_logger()

# Telegram's descriptions.
TOPIC_DELETED = ("thread not found", "topic_deleted", "topic_id_invalid")
TOPIC_CLOSED = ("topic_closed",)
_NOT_MODIFIED = ("topic_not_modified",)
_NO_FORUM = ("not a forum",)
_NO_RIGHTS = ("not enough rights", "chat_admin_required")

# Seconds until the group is looked at again: topics may be enabled, and rights given, meanwhile.
CACHE_SECONDS = 600.0
# After so many refusals for an unknown reason a message is sent without a topic.
MAX_ATTEMPTS = 5
URGENT_SECONDS = 1.0  # for which an urgent message waits for its topic
_ADMINISTRATORS = ("administrator", "creator")


@dataclass(frozen=True)
class _Forum:
    """Whether a group has topics, as it was at `checked_at`."""

    enabled: bool
    checked_at: float


@dataclass
class ForumTopics:
    """Missing rights are reported in the group once.  `seconds` is a monotonic clock."""

    bot: Bot
    uow: UnitsOfWork
    clock: Clock
    seconds: Callable[[], float] = time.monotonic
    _forums: dict[int, _Forum] = field(default_factory=dict, init=False)  # by chat
    _locks: defaultdict[int, asyncio.Lock] = field(  # by participant: one topic each
        default_factory=lambda: defaultdict(asyncio.Lock), init=False
    )
    # What went on after an urgent message had stopped waiting for it.
    _unfinished: set["asyncio.Future[int | None]"] = field(default_factory=set, init=False)

    async def thread_of(self, row: OutboxRow, chat_id: int) -> int | None:
        """Return the thread of a message to the consultants, None for the general one.

        An urgent message goes to the general one where its topic cannot be had at once.
        Raises TelegramError, NotDelivered.
        """
        if not row.urgent:
            return await self._find_thread(row, chat_id)
        finding = asyncio.ensure_future(self._find_thread(row, chat_id))
        # Not cancelled: a topic that is being created must be recorded.
        await asyncio.wait([finding], timeout=URGENT_SECONDS)
        if finding.done() and finding.exception() is None:
            return finding.result()
        self._unfinished.add(finding)
        finding.add_done_callback(self._note_unfinished)
        return None

    def _note_unfinished(self, finding: "asyncio.Future[int | None]") -> None:
        self._unfinished.discard(finding)
        if not finding.cancelled() and (error := finding.exception()) is not None:
            log.warning("topic_not_found", **fault(error))

    async def _find_thread(self, row: OutboxRow, chat_id: int) -> int | None:
        if not await self._is_forum(chat_id):
            return None
        if row.thread is not None:
            return row.thread or None  # where a consultant acted; zero is the general topic
        return await self._thread_of_person(row, chat_id)

    async def replace(self, row: OutboxRow, chat_id: int, deleted: int) -> int | None:
        """Forget a deleted topic and return its successor.  Raises TelegramError, NotDelivered."""
        async with self.uow() as uow:
            topic = await uow[Topics].at(chat_id, deleted)
            if topic is not None:
                await uow[Topics].remove(topic)
            await uow.commit()
        return await self._thread_of_person(row, chat_id)

    async def reopen(self, chat_id: int, thread: int) -> None:
        """Raises TelegramError."""
        try:
            await self.bot.reopen_forum_topic(chat_id, thread)
        except BadRequest as error:
            if not matches(error, *_NOT_MODIFIED):
                raise

    async def delete(self, chat_id: int, thread: int) -> bool:
        """Delete a topic with all its messages; return whether it is gone.

        Raises TelegramError, but not where the bot may not delete messages of others.
        """
        try:
            await self.bot.delete_forum_topic(chat_id, thread)
        except BadRequest as error:
            if matches(error, *TOPIC_DELETED):
                return True
            log.info("topic_not_deleted", why=error.message)
            return False
        return True

    async def close(self, chat_id: int, thread: int) -> None:
        """Close the topic of an erased person; its new name does not tell whose it was.

        Raises TelegramError, but not for a topic that is deleted, closed or not ours.
        """
        try:
            await self.bot.edit_forum_topic(chat_id, thread, name=ERASED)
            await self.bot.close_forum_topic(chat_id, thread)
        except BadRequest as error:
            log.info("topic_not_closed", why=error.message)

    async def _thread_of_person(self, row: OutboxRow, chat_id: int) -> int | None:
        if row.about is None:
            return None
        async with self._locks[row.about]:
            name, topic = await self._load(row.about, chat_id)
            if topic is None:
                return await self._create(row, row.about, chat_id, name)
            if topic.name != name:
                return await self._rename(row, topic, name)
            return topic.thread

    async def _load(self, participant_id: int, chat_id: int) -> tuple[str, ForumTopic | None]:
        """Return the name that the topic should have, and the topic if there is one."""
        async with self.uow() as uow:
            person = await uow[Participants].get(participant_id)
            case = await uow[Cases].open_of(participant_id)
            topic = await uow[Topics].of(participant_id, chat_id)
        return name_of(person.first_name, person.language, case), topic

    async def _create(
        self, row: OutboxRow, participant_id: int, chat_id: int, name: str
    ) -> int | None:
        """Return the new thread, None where the group allows no topics."""
        try:
            created = await self.bot.create_forum_topic(chat_id, name)
        except BadRequest as error:
            await self._handle_refusal(row, chat_id, error)
            return None
        thread = created.message_thread_id

        async def store() -> None:
            async with self.uow() as uow:
                await uow[Topics].add(ForumTopic(participant_id, chat_id, thread, name))
                await uow.commit()

        await retry_on_conflict(store)  # or the next message would create another one
        return thread

    async def _handle_refusal(self, row: OutboxRow, chat_id: int, error: BadRequest) -> None:
        """Return where the message shall go without a topic.  Raises NotDelivered to retry."""
        if matches(error, *_NO_FORUM, *_NO_RIGHTS):
            self._forums[chat_id] = _Forum(False, self.seconds())
            if matches(error, *_NO_RIGHTS):
                await self._report_missing_rights(chat_id, topics=True)
        elif row.attempts < MAX_ATTEMPTS:
            raise NotDelivered(
                DeliveryFailure.TOPIC_REFUSED, error.message, permanent=False
            ) from error
        log.warning("topic_refused", chat_id=chat_id, why=error.message)

    async def _rename(self, row: OutboxRow, topic: ForumTopic, name: str) -> int | None:
        """Return the thread: the same one even if the new name is refused, or the successor of a
        deleted topic."""
        try:
            await self.bot.edit_forum_topic(topic.chat_id, topic.thread, name=name)
        except BadRequest as error:
            if matches(error, *TOPIC_DELETED):
                return await self._recreate(row, topic, name)
            if not matches(error, *_NOT_MODIFIED):
                log.info("topic_not_renamed", why=error.message)
                return topic.thread
        except TelegramError as error:
            log.info("topic_not_renamed", why=type(error).__name__)
            return topic.thread
        async with self.uow() as uow:
            stored = await uow[Topics].at(topic.chat_id, topic.thread)
            if stored is not None:
                stored.name = name
            await uow.commit()
        return topic.thread

    async def _recreate(self, row: OutboxRow, topic: ForumTopic, name: str) -> int | None:
        async with self.uow() as uow:
            stored = await uow[Topics].at(topic.chat_id, topic.thread)
            if stored is not None:
                await uow[Topics].remove(stored)
            await uow.commit()
        return await self._create(row, topic.participant_id, topic.chat_id, name)

    async def _is_forum(self, chat_id: int) -> bool:
        known = self._forums.get(chat_id)
        if known is not None and self.seconds() - known.checked_at < CACHE_SECONDS:
            return known.enabled
        chat = await self.bot.get_chat(chat_id)
        is_forum = bool(chat.is_forum)
        self._forums[chat_id] = _Forum(is_forum, self.seconds())
        await self._check_rights(chat_id)
        return is_forum

    async def _check_rights(self, chat_id: int) -> None:
        """Privacy mode hides messages of a group from a bot that is not an administrator."""
        try:
            me = await self.bot.get_chat_member(chat_id, int(self.bot.token.split(":")[0]))
        except BadRequest as error:
            log.info("rights_unknown", why=error.message)
            return
        if me.status in _ADMINISTRATORS:
            return
        if not (await self.bot.get_me()).can_read_all_group_messages:
            await self._report_missing_rights(chat_id, topics=False)

    async def _report_missing_rights(self, chat_id: int, *, topics: bool) -> None:
        what = "topics" if topics else "sight"
        log.warning("group_needs_rights", chat_id=chat_id, what=what)
        async with self.uow() as uow:
            await uow[Outbox].put(
                f"group:{chat_id}:{what}",
                CONSULTANTS,
                words.needs_rights(topics),
                CONSULTANT_LANGUAGE,
                self.clock(),
                SendOptions(thread=0),
            )
            await uow.commit()
