"""The outbox's way to Telegram: python-telegram-bot's Bot, and what its errors mean."""

from dataclasses import dataclass

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.i18n.render import Rendered, Renderer
from bot.services.ports import CONSULTANTS, ConsultantsChat, NotDelivered, OutboxRow

log = structlog.get_logger()

# Answers that mean: what we wanted is so already.
_ALREADY_SO = ("message is not modified", "query is too old", "query id is invalid")
_GONE = ("message to edit not found", "message can't be edited")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass
class TelegramTransport:
    """While no chat of the consultants is set, their messages wait in the outbox."""

    bot: Bot
    renderer: Renderer
    consultants: ConsultantsChat

    def reachable(self, chat_id: int) -> bool:
        return chat_id != CONSULTANTS or self.consultants.chat_id is not None

    async def deliver(self, row: OutboxRow) -> int | None:
        """Raises NotDelivered."""
        try:
            return await self._deliver(row, self._address(row.chat_id))
        except ChatMigrated as moved:
            # The group became a supergroup; its new id holds until the setting is changed.
            if row.chat_id == CONSULTANTS:
                self.consultants.chat_id = moved.new_chat_id
                log.warning("group_moved", set_consultant_chat_id=moved.new_chat_id)
            raise NotDelivered("chat migrated", permanent=row.chat_id != CONSULTANTS) from moved
        except TelegramError as error:
            if _already_so(error):
                return row.edit_message_id
            raise _not_delivered(error) from error

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

    async def _deliver(self, row: OutboxRow, chat_id: int) -> int | None:
        if row.method == "leave":
            await self.bot.leave_chat(chat_id)
            return None
        # A question that has its answer is done with; a button there would only clutter.
        offer_danish = row.chat_id > CONSULTANTS and row.wants_buttons
        shown = self.renderer.render(row.message, row.language, offer_danish)
        if row.method == "edit" and row.edit_message_id is not None:
            return await self._edit(chat_id, row.edit_message_id, shown)
        return await self._send(chat_id, shown)

    async def _send(self, chat_id: int, shown: Rendered) -> int:
        sent = await self.bot.send_message(
            chat_id,
            shown.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(shown),
            link_preview_options=_NO_PREVIEW,
        )
        return sent.message_id

    async def _edit(self, chat_id: int, message_id: int, shown: Rendered) -> int:
        try:
            await self.bot.edit_message_text(
                shown.text,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(shown),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            if not any(text in error.message.lower() for text in _GONE):
                raise
            return await self._send(chat_id, shown)  # deleted by the person: say it anew
        return message_id


def _keyboard(shown: Rendered) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in shown.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _already_so(error: TelegramError) -> bool:
    return any(text in error.message.lower() for text in _ALREADY_SO)


def _not_delivered(error: TelegramError) -> NotDelivered:
    """`reason`: Telegram's description or the kind of failure; neither holds people's words."""
    if isinstance(error, RetryAfter):
        wait = (
            error._retry_after.total_seconds()
        )  # its public face still wavers between int and timedelta
        return NotDelivered("too many requests", permanent=False, retry_after=wait)
    if isinstance(error, Forbidden):
        return NotDelivered(error.message, permanent=True, unreachable=True)
    if isinstance(error, BadRequest):
        gone = "chat not found" in error.message.lower()
        return NotDelivered(error.message, permanent=True, unreachable=gone)
    if isinstance(error, InvalidToken):
        return NotDelivered("token refused", permanent=False)
    if isinstance(error, NetworkError):
        return NotDelivered(type(error).__name__, permanent=False)
    return NotDelivered(type(error).__name__, permanent=False)
