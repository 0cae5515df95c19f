"""The calls that put a message on a screen: as text, or as a file with its caption."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest

from bot.i18n.render import Rendered
from bot.services.ports import Drawn

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UPLOAD_SECONDS = {"write_timeout": 120, "read_timeout": 60}
# A picture that Telegram can't show, a person who takes no voice messages: a file always works.
_ONLY_AS_FILE = (
    "voice_messages_forbidden", "image_process_failed", "photo_invalid_dimensions",
    "photo_save_file_invalid", "photo_ext_invalid",
)  # fmt: skip
NO_CAPTION, NO_TEXT = "there is no caption in the message", "there is no text in the message"


def says(error: BadRequest, *parts: str) -> bool:
    return any(part in error.message.lower() for part in parts)


@dataclass(frozen=True)
class Sender:
    """Raises TelegramError."""

    bot: Bot

    async def text(self, chat_id: int, shown: Rendered) -> int:
        sent = await self.bot.send_message(
            chat_id,
            shown.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(shown),
            link_preview_options=_NO_PREVIEW,
        )
        return sent.message_id

    async def file(self, chat_id: int, drawn: Drawn, shown: Rendered | None) -> int:
        """With its caption and buttons, or bare."""
        try:
            sent = await self._file(chat_id, drawn, drawn.media, shown)
        except BadRequest as error:
            if drawn.media == "file" or not says(error, *_ONLY_AS_FILE):
                raise
            sent = await self._file(chat_id, drawn, "file", shown)
        return sent.message_id

    async def new_text(self, chat_id: int, message_id: int, shown: Rendered) -> None:
        await self.bot.edit_message_text(
            shown.text,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(shown),
            link_preview_options=_NO_PREVIEW,
        )

    async def new_caption(self, chat_id: int, message_id: int, shown: Rendered) -> None:
        await self.bot.edit_message_caption(
            chat_id,
            message_id,
            caption=shown.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(shown),
        )

    async def _file(
        self, chat_id: int, drawn: Drawn, media: str, shown: Rendered | None
    ) -> Message:
        file = InputFile(drawn.content, filename=drawn.name)
        with_it: dict[str, Any] = dict(_UPLOAD_SECONDS)
        if shown is not None:
            with_it |= {"caption": shown.text, "parse_mode": ParseMode.HTML}
            with_it["reply_markup"] = _keyboard(shown)
        match media:
            case "photo":
                return await self.bot.send_photo(chat_id, file, **with_it)
            case "voice":
                return await self.bot.send_voice(chat_id, file, **with_it)
            case _:
                return await self.bot.send_document(
                    chat_id, file, disable_content_type_detection=True, **with_it
                )


def fits_caption(shown: Rendered) -> bool:
    """Telegram counts what is seen, without the markup; some characters count double."""
    seen = unescape(re.sub(r"<[^>]*>", "", shown.text))
    return len(seen.encode("utf-16-le")) // 2 <= MessageLimit.CAPTION_LENGTH


def _keyboard(shown: Rendered) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in shown.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None
