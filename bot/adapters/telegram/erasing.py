"""Removes our messages about an erased person from chats of consultants."""

from dataclasses import dataclass

import structlog
from telegram.error import BadRequest

from bot.adapters.telegram.errors import is_already_done, matches
from bot.adapters.telegram.sending import Sender
from bot.i18n.render import Rendered
from bot.kernel.messages import ErasedMessages

log = structlog.get_logger()

# Telegram's descriptions.
_GONE = ("message to edit not found", "message to delete not found", "message_id_invalid")
_NO_TEXT = "there is no text in the message"


@dataclass(frozen=True)
class Eraser:
    """What is gone or erased already is done; all methods raise other TelegramErrors."""

    sender: Sender

    async def erase(self, chat_id: int, erased: ErasedMessages, said: Rendered) -> None:
        """Delete messages; what Telegram does not let us delete says `said` instead.

        Each is edited first: only our own messages can be, so that no message of others is
        deleted, should the ids be those of another group.
        """
        for message_id in erased.message_ids:
            if await self._blank(chat_id, message_id, said):
                await self._delete(chat_id, message_id)
        for message_id in erased.copies:
            if not await self._delete(chat_id, message_id):
                await self._blank(chat_id, message_id, said)

    async def _blank(self, chat_id: int, message_id: int, said: Rendered) -> bool:
        """Return whether the message is ours and still there."""
        try:
            await self._edit(chat_id, message_id, said)
        except BadRequest as error:
            if is_already_done(error):
                return True
            if not matches(error, *_GONE):
                log.warning("message_not_erased", why=error.message)
            return False
        return True

    async def _edit(self, chat_id: int, message_id: int, said: Rendered) -> None:
        try:
            await self.sender.edit_text(chat_id, message_id, said)
        except BadRequest as error:
            if not matches(error, _NO_TEXT):
                raise
            await self.sender.edit_caption(chat_id, message_id, said)

    async def _delete(self, chat_id: int, message_id: int) -> bool:
        """Return False where Telegram refuses: too old, or the right is missing."""
        try:
            await self.sender.bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            if not matches(error, *_GONE):
                log.info("not_deleted", reason=error.message)
                return False
        return True
