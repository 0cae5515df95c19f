"""The outbox's way to Telegram: as text or with a file, and what Telegram's errors mean."""

from dataclasses import dataclass, field, replace

import structlog
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.adapters.telegram.copying import Copier
from bot.adapters.telegram.sending import NO_CAPTION, NO_TEXT, Place, Sender, fits_caption, says
from bot.adapters.telegram.topics import CLOSED, GONE, Topics
from bot.domain.messages import Copied, Enclosure
from bot.i18n.render import Rendered, Renderer
from bot.services.enclosures import Enclosures
from bot.services.faults import fault
from bot.services.ports import (
    CONSULTANTS,
    ConsultantsChat,
    ContentMissing,
    Drawn,
    NotDelivered,
    OutboxRow,
)

log = structlog.get_logger()

# Answers that mean: what we wanted is so already.
_ALREADY_SO = ("message is not modified", "query is too old", "query id is invalid")
_GONE = ("message to edit not found", "message can't be edited")
# A document that can't be drawn this often holds up the chat no longer.
_DRAWINGS = 5
_GROUP_SECONDS = 60.0

Ids = int | tuple[int, ...] | None


@dataclass
class TelegramTransport:
    """While no chat of the consultants is set, their messages wait in the outbox."""

    bot: Bot
    renderer: Renderer
    consultants: ConsultantsChat
    enclosures: Enclosures | None = None
    topics: Topics | None = None
    _halfway: set[int] = field(default_factory=set, init=False)  # rows whose file is there

    def __post_init__(self) -> None:
        self._sender = Sender(self.bot)
        self._copier = Copier(self._sender)

    def reachable(self, chat_id: int) -> bool:
        return chat_id != CONSULTANTS or self.consultants.chat_id is not None

    async def deliver(self, row: OutboxRow) -> Ids:
        """Raises NotDelivered."""
        try:
            chat_id = self._address(row.chat_id)
            if row.method == "close" and self.topics is not None:
                return await self._close(row, chat_id, self.topics)
            if row.chat_id == CONSULTANTS and self.topics is not None:
                return await self._in_topic(row, chat_id, self.topics)
            return await self._deliver(row, chat_id, row.thread or None)
        except ChatMigrated as moved:
            # The group became a supergroup; its new id holds until the setting is changed.
            if row.chat_id == CONSULTANTS:
                self.consultants.chat_id = moved.new_chat_id
                log.warning("group_moved", set_consultant_chat_id=moved.new_chat_id)
            raise NotDelivered("chat migrated", permanent=row.chat_id != CONSULTANTS) from moved
        except TelegramError as error:
            if _already_so(error):
                return row.edit_message_id
            raise _not_delivered(error, row.chat_id) from error

    async def _in_topic(self, row: OutboxRow, chat_id: int, topics: Topics) -> Ids:
        """A topic that was deleted is made again; one that was closed is opened."""
        thread = await topics.thread_of(row, chat_id)
        try:
            return await self._deliver(row, chat_id, thread)
        except BadRequest as error:
            if thread is None or not says(error, *GONE, *CLOSED):
                raise
            if says(error, *CLOSED):
                await topics.reopen(chat_id, thread)
            else:
                thread = await topics.replace(row, chat_id, thread)
        return await self._deliver(row, chat_id, thread)

    async def _close(self, row: OutboxRow, chat_id: int, topics: Topics) -> Ids:
        ids = await self._in_topic(row, chat_id, topics)
        if row.thread is not None:
            await topics.close(chat_id, row.thread)
        return ids

    async def acknowledge(self, callback_id: str) -> None:
        """Stops the spinner on a pressed button; too late is no fault."""
        try:
            await self.bot.answer_callback_query(callback_id)
        except TelegramError as error:
            if not _already_so(error):
                raise _not_delivered(error) from error

    def _address(self, chat_id: int) -> int:
        if chat_id != CONSULTANTS:
            return chat_id
        assert self.consultants.chat_id is not None, "asked `reachable` before"
        return self.consultants.chat_id

    async def _deliver(self, row: OutboxRow, chat_id: int, thread: int | None) -> Ids:
        if row.method == "leave":
            await self.bot.leave_chat(chat_id)
            return None
        if row.method == "delete":
            await self._delete(chat_id, row.edit_message_id)
            return None
        shown = self._render(row)
        place = Place(thread, row.reply_to, row.silent)
        if row.method in ("edit", "amend") and row.edit_message_id is not None:
            return await self._edit(row, chat_id, row.edit_message_id, shown, place)
        if row.method == "amend":  # what it would change never arrived
            return None
        return await self._send(row, chat_id, shown, place)

    async def _delete(self, chat_id: int, message_id: int | None) -> None:
        """What is gone, or too old for a bot to delete, stays as it is."""
        assert message_id is not None, "a deletion names its message"
        try:
            await self.bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            log.info("not_deleted", reason=error.message)

    def _render(self, row: OutboxRow) -> Rendered:
        # A question that has its answer is done with; a button there would only clutter.
        offer_danish = row.chat_id > CONSULTANTS and row.wants_buttons
        return self.renderer.render(row.message, row.language, offer_danish)

    async def _send(self, row: OutboxRow, chat_id: int, shown: Rendered, place: Place) -> Ids:
        """A text too long for a caption goes as a message of its own below the file."""
        enclosure = row.message.enclosure
        if enclosure is None:
            return await self._sender.text(chat_id, shown, place)
        if isinstance(enclosure, Copied):
            source = self._address(enclosure.chat_id)
            return await self._copier.copy(row.id, chat_id, source, enclosure, shown, place)
        drawn = await self._open(row, enclosure)
        if fits_caption(shown):
            return await self._sender.file(chat_id, drawn, shown, place)
        if row.id not in self._halfway:
            await self._sender.file(chat_id, drawn, None, place)
            self._halfway.add(row.id)  # a text that has to wait brings no second file
        message_id = await self._sender.text(chat_id, shown, place)
        self._halfway.discard(row.id)
        return message_id

    async def _open(self, row: OutboxRow, enclosure: Enclosure) -> Drawn:
        """Raises NotDelivered."""
        if self.enclosures is None:
            raise NotDelivered("no way to files", permanent=True)
        try:
            return await self.enclosures.open(enclosure, row.language)
        except ContentMissing as error:
            raise NotDelivered("content missing", permanent=True) from error
        except Exception as error:
            log.error("enclosure_failed", outbox_id=row.id, kind=enclosure.kind, **fault(error))
            permanent = row.attempts >= _DRAWINGS
            raise NotDelivered(type(error).__name__, permanent=permanent) from error

    async def _edit(
        self, row: OutboxRow, chat_id: int, message_id: int, shown: Rendered, place: Place
    ) -> Ids:
        try:
            return await self._change(row, chat_id, message_id, shown)
        except BadRequest as error:
            if not says(error, *_GONE):
                raise
            if row.method == "amend":
                return message_id
            return await self._send(row, chat_id, shown, place)  # deleted: say it anew

    async def _change(self, row: OutboxRow, chat_id: int, message_id: int, shown: Rendered) -> int:
        """Where it stands, or as a new text where a caption has no room for it."""
        captioned = row.message.enclosure is not None and fits_caption(self._alone(row))
        if captioned and not fits_caption(shown):
            return await self._sender.text(chat_id, shown)
        try:
            if captioned:
                await self._sender.new_caption(chat_id, message_id, shown)
            else:
                await self._sender.new_text(chat_id, message_id, shown)
        except BadRequest as error:
            if not says(error, NO_CAPTION, NO_TEXT):
                raise
            return await self._change_other_kind(chat_id, message_id, shown, captioned)
        return message_id

    def _alone(self, row: OutboxRow) -> Rendered:
        """As it was before its Danish stood below."""
        return self._render(replace(row, message=replace(row.message, with_danish=False)))

    async def _change_other_kind(
        self, chat_id: int, message_id: int, shown: Rendered, captioned: bool
    ) -> int:
        """What stands there is a text though it came with a file, or a file though it has none."""
        if captioned:
            await self._sender.new_text(chat_id, message_id, shown)
        elif fits_caption(shown):
            await self._sender.new_caption(chat_id, message_id, shown)
        else:
            return await self._sender.text(chat_id, shown)
        return message_id


def _no_chat(error: TelegramError) -> bool:
    return isinstance(error, BadRequest) and "chat not found" in error.message.lower()


def _already_so(error: TelegramError) -> bool:
    return any(text in error.message.lower() for text in _ALREADY_SO)


def _not_delivered(error: TelegramError, chat_id: int | None = None) -> NotDelivered:
    """`reason`: Telegram's description or the kind of failure; neither holds people's words.

    A group that does not let us in is no person who blocked us: what is for it waits.
    """
    if chat_id == CONSULTANTS and (isinstance(error, Forbidden) or _no_chat(error)):
        return NotDelivered(error.message, permanent=False, retry_after=_GROUP_SECONDS)
    if isinstance(error, RetryAfter):
        wait = (
            error._retry_after.total_seconds()
        )  # its public face still wavers between int and timedelta
        return NotDelivered("too many requests", permanent=False, retry_after=wait)
    if isinstance(error, Forbidden):
        return NotDelivered(error.message, permanent=True, unreachable=True)
    if isinstance(error, BadRequest):
        return NotDelivered(error.message, permanent=True, unreachable=_no_chat(error))
    if isinstance(error, InvalidToken):
        return NotDelivered("token refused", permanent=False)
    if isinstance(error, NetworkError):
        return NotDelivered(type(error).__name__, permanent=False)
    return NotDelivered(type(error).__name__, permanent=False)
