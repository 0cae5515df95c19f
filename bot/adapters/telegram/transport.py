"""Delivers messages of the outbox to Telegram, as text or with a file."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.adapters.enclosures import EnclosureOpener
from bot.adapters.telegram.albums import AlbumSender
from bot.adapters.telegram.copying import Copier
from bot.adapters.telegram.erasing import Eraser
from bot.adapters.telegram.errors import delivery_failure, is_already_done, matches
from bot.adapters.telegram.sending import Destination, Sender, fits_caption
from bot.adapters.telegram.topics import TOPIC_CLOSED, TOPIC_DELETED, ForumTopics
from bot.documents.ports import RenderedFile
from bot.files.ports import ContentMissing
from bot.i18n.render import Rendered, Renderer
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Copied, Enclosure, ErasedMessages, KeptAlbum
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.kernel.runtime.faults import fault
from bot.pipeline.ports import NotDelivered

log = structlog.get_logger()

# Telegram's descriptions.
_NOT_EDITABLE = ("message to edit not found", "message can't be edited")
_NO_CAPTION = "there is no caption in the message"
_NO_TEXT = "there is no text in the message"
# A document that cannot be rendered is given up after so many attempts.
MAX_RENDER_ATTEMPTS = 5

Ids = int | tuple[int, ...] | None


@dataclass
class TelegramTransport:
    """While no chat of the consultants is set, their messages wait in the outbox.

    on_move: called with the old and the new id when the consultants' group became a supergroup.
    """

    bot: Bot
    renderer: Renderer
    consultants: ConsultantsChat
    enclosures: EnclosureOpener
    topics: ForumTopics | None = None
    on_move: Callable[[int, int], Awaitable[None]] | None = None
    # Outbox ids of long messages whose file was sent and whose text was not.
    _file_sent: set[int] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self._sender = Sender(self.bot)
        self._eraser = Eraser(self._sender)
        self._copier, self._albums = Copier(self._sender), AlbumSender(self._sender)

    def reachable(self, chat_id: int) -> bool:
        return chat_id != CONSULTANTS or self.consultants.chat_id is not None

    async def deliver(self, row: OutboxRow) -> Ids:
        """Return the ids of the messages.  Raises NotDelivered."""
        try:
            return await self._route(row, self._address(row.chat_id))
        except ChatMigrated as error:
            if row.chat_id == CONSULTANTS:
                await self._follow(error.new_chat_id)
            raise NotDelivered(
                DeliveryFailure.CHAT_MIGRATED, permanent=row.chat_id != CONSULTANTS
            ) from error
        except TelegramError as error:
            if is_already_done(error):
                return row.edit_message_id
            raise delivery_failure(error, row.chat_id) from error

    async def _follow(self, new_chat_id: int) -> None:
        """The group became a supergroup; what waits for it is sent there."""
        old = self.consultants.chat_id
        if old is None or old == new_chat_id:
            return
        if self.on_move is not None:
            await self.on_move(old, new_chat_id)
        self.consultants.move(old, new_chat_id)

    async def acknowledge(self, callback_id: str) -> None:
        """Stop the spinner of a pressed button; it may have stopped.  Raises NotDelivered."""
        try:
            await self.bot.answer_callback_query(callback_id)
        except TelegramError as error:
            if not is_already_done(error):
                raise delivery_failure(error) from error

    def _address(self, chat_id: int) -> int:
        """Return Telegram's id of a chat of the outbox."""
        if chat_id != CONSULTANTS:
            return chat_id
        assert self.consultants.chat_id is not None, "the caller has asked `reachable`"
        return self.consultants.chat_id

    async def _route(self, row: OutboxRow, chat_id: int) -> Ids:
        if row.method == "close" and self.topics is not None:
            return await self._close(row, chat_id, self.topics)
        if row.chat_id == CONSULTANTS and self.topics is not None:
            return await self._in_topic(row, chat_id, self.topics)
        return await self._deliver(row, chat_id, row.thread or None)

    async def _in_topic(self, row: OutboxRow, chat_id: int, topics: ForumTopics) -> Ids:
        """A deleted topic is created again, a closed one reopened."""
        thread = await topics.thread_of(row, chat_id)
        try:
            return await self._deliver(row, chat_id, thread)
        except BadRequest as error:
            if thread is None or not matches(error, *TOPIC_DELETED, *TOPIC_CLOSED):
                raise
            if matches(error, *TOPIC_CLOSED):
                await topics.reopen(chat_id, thread)
            else:
                thread = await topics.replace(row, chat_id, thread)
        return await self._deliver(row, chat_id, thread)

    async def _close(self, row: OutboxRow, chat_id: int, topics: ForumTopics) -> Ids:
        """The message goes to the general topic; it is the last one in a topic that stays."""
        if row.thread is None:  # queued by an earlier release, for somebody without a topic
            return await self._in_topic(row, chat_id, topics)
        is_gone = await topics.delete(chat_id, row.thread)
        ids: Ids = None
        if row.message.paragraphs:
            said = replace(row, thread=0) if is_gone else row
            ids = await self._in_topic(said, chat_id, topics)
        if not is_gone:
            await topics.close(chat_id, row.thread)
        return ids

    async def _deliver(self, row: OutboxRow, chat_id: int, thread: int | None) -> Ids:
        if row.method == "leave":
            await self.bot.leave_chat(chat_id)
            return None
        if row.method == "delete":
            await self._delete(chat_id, row.edit_message_id)
            return None
        if row.method == "erase":
            await self._erase(row, chat_id)
            return None
        rendered = self._render(row)
        destination = Destination(chat_id, thread, row.reply_to, row.silent)
        if row.method in ("edit", "amend") and row.edit_message_id is not None:
            return await self._edit(row, destination, row.edit_message_id, rendered)
        if row.method == "amend":  # the message that it would change was never delivered
            return None
        return await self._send(row, destination, rendered)

    async def _delete(self, chat_id: int, message_id: int | None) -> None:
        """A message that is gone, or too old for a bot to delete, is left as it is."""
        assert message_id is not None, "a deletion names its message"
        try:
            await self.bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            log.info("not_deleted", reason=error.message)

    async def _erase(self, row: OutboxRow, chat_id: int) -> None:
        assert isinstance(row.message.form, ErasedMessages), "what is erased"
        said = self.renderer.render(row.message, row.language, offer_danish=False)
        await self._eraser.erase(chat_id, row.message.form, said)

    def _render(self, row: OutboxRow) -> Rendered:
        # An answered question needs no button to read it in Danish.
        offer_danish = row.chat_id > CONSULTANTS and row.wants_buttons
        return self.renderer.render(row.message, row.language, offer_danish)

    async def _send(self, row: OutboxRow, destination: Destination, rendered: Rendered) -> Ids:
        """A text too long for a caption follows its file as a message of its own."""
        enclosure = row.message.enclosure
        if enclosure is None:
            return await self._sender.text(destination, rendered)
        if isinstance(enclosure, KeptAlbum):
            files = [await self._open(row, file) for file in enclosure.files]
            return await self._albums.send(row.id, destination, files, rendered, enclosure.said)
        if isinstance(enclosure, Copied):
            source = self._address(enclosure.chat_id)
            return await self._copier.copy(row.id, destination, source, enclosure, rendered)
        file = await self._open(row, enclosure)
        if fits_caption(rendered):
            return await self._sender.file(destination, file, rendered)
        if row.id not in self._file_sent:
            await self._sender.file(destination, file, None)
            self._file_sent.add(row.id)  # not again when the text has to be retried
        message_id = await self._sender.text(destination, rendered)
        self._file_sent.discard(row.id)
        return message_id

    async def _open(self, row: OutboxRow, enclosure: Enclosure) -> RenderedFile:
        """Raises NotDelivered."""
        try:
            return await self.enclosures.open(enclosure, row.language)
        except ContentMissing as error:
            raise NotDelivered(DeliveryFailure.FILE_MISSING, permanent=True) from error
        except Exception as error:
            log.error("enclosure_failed", outbox_id=row.id, kind=enclosure.kind, **fault(error))
            raise NotDelivered(
                DeliveryFailure.NOT_RENDERED, type(error).__name__,
                permanent=row.attempts >= MAX_RENDER_ATTEMPTS,
            ) from error  # fmt: skip

    async def _edit(
        self, row: OutboxRow, destination: Destination, message_id: int, rendered: Rendered
    ) -> Ids:
        """A message that is gone is sent again, unless the row only amends it."""
        try:
            return await self._change(row, destination.chat_id, message_id, rendered)
        except BadRequest as error:
            if not matches(error, *_NOT_EDITABLE):
                raise
            if row.method == "amend":
                return message_id
            return await self._send(row, destination, rendered)

    async def _change(
        self, row: OutboxRow, chat_id: int, message_id: int, rendered: Rendered
    ) -> int:
        """Edit in place, or send a text where the caption has no room for it."""
        captioned = row.message.enclosure is not None and fits_caption(self._without_danish(row))
        if captioned and not fits_caption(rendered):
            return await self._sender.text(Destination(chat_id), rendered)
        try:
            if captioned:
                await self._sender.edit_caption(chat_id, message_id, rendered)
            else:
                await self._sender.edit_text(chat_id, message_id, rendered)
        except BadRequest as error:
            if not matches(error, _NO_CAPTION, _NO_TEXT):
                raise
            return await self._change_other_kind(chat_id, message_id, rendered, captioned)
        return message_id

    def _without_danish(self, row: OutboxRow) -> Rendered:
        """The message as it was sent first."""
        return self._render(replace(row, message=replace(row.message, with_danish=False)))

    async def _change_other_kind(
        self, chat_id: int, message_id: int, rendered: Rendered, captioned: bool
    ) -> int:
        """The message on the screen has no caption though the row has a file, or the other way
        round."""
        if captioned:
            await self._sender.edit_text(chat_id, message_id, rendered)
        elif fits_caption(rendered):
            await self._sender.edit_caption(chat_id, message_id, rendered)
        else:
            return await self._sender.text(Destination(chat_id), rendered)
        return message_id
