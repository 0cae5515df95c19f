"""The calls that put a message on a screen: as text, or as a file with its caption."""

import re
from collections.abc import Sequence
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
    ReplyParameters,
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
class Place:
    """Where in a chat a message goes, and how loud."""

    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False

    def told(self) -> dict[str, Any]:
        """As the Bot API's methods want it."""
        told: dict[str, Any] = {}
        if self.thread is not None:
            told["message_thread_id"] = self.thread
        if self.reply_to is not None:
            told["reply_parameters"] = ReplyParameters(
                self.reply_to, allow_sending_without_reply=True
            )
        if self.silent:
            told["disable_notification"] = True
        return told


NOWHERE = Place()


@dataclass(frozen=True)
class Sender:
    """Raises TelegramError."""

    bot: Bot

    async def text(self, chat_id: int, shown: Rendered, place: Place = NOWHERE) -> int:
        sent = await self.bot.send_message(
            chat_id,
            shown.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(shown),
            link_preview_options=_NO_PREVIEW,
            **place.told(),
        )
        return sent.message_id

    async def copy(
        self, chat_id: int, source: int, message_id: int, shown: Rendered | None, place: Place
    ) -> int:
        """With a caption of ours and its buttons, or bare: a caption with a CPR number that we
        have masked never goes along."""
        copied = await self.bot.copy_message(
            chat_id,
            source,
            message_id,
            caption=shown.text if shown else "",
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(shown) if shown else None,
            **place.told(),
        )
        return copied.message_id

    async def copy_album(
        self, chat_id: int, source: int, message_ids: Sequence[int], place: Place
    ) -> tuple[int, ...]:
        """Kept together, without captions."""
        copied = await self.bot.copy_messages(
            chat_id,
            source,
            message_ids,
            remove_caption=True,
            message_thread_id=place.thread,
            disable_notification=place.silent or None,
        )
        return tuple(one.message_id for one in copied)

    async def file(
        self, chat_id: int, drawn: Drawn, shown: Rendered | None, place: Place = NOWHERE
    ) -> int:
        """With its caption and buttons, or bare."""
        try:
            sent = await self._file(chat_id, drawn, drawn.media, shown, place)
        except BadRequest as error:
            if drawn.media == "file" or not says(error, *_ONLY_AS_FILE):
                raise
            sent = await self._file(chat_id, drawn, "file", shown, place)
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
        self, chat_id: int, drawn: Drawn, media: str, shown: Rendered | None, place: Place
    ) -> Message:
        file = InputFile(drawn.content, filename=drawn.name)
        with_it: dict[str, Any] = _UPLOAD_SECONDS | place.told()
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
