"""Calls of the Bot API that put a rendered message on a screen.  All raise TelegramError."""

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
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest

from bot.adapters.telegram.errors import matches
from bot.documents.ports import RenderedFile
from bot.i18n.render import Rendered

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UPLOAD_TIMEOUTS = {"write_timeout": 120, "read_timeout": 60}  # seconds
# Telegram cannot show this picture, or the person takes no voice messages: a document works.
_ONLY_AS_DOCUMENT = (
    "voice_messages_forbidden", "image_process_failed", "photo_invalid_dimensions",
    "photo_save_file_invalid", "photo_ext_invalid",
)  # fmt: skip


@dataclass(frozen=True)
class Destination:
    """The chat and topic that a message goes to, what it replies to, and whether it is silent."""

    chat_id: int
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False

    def parameters(self) -> dict[str, Any]:
        """Return the Bot API's parameters, all but the chat."""
        parameters: dict[str, Any] = {}
        if self.thread is not None:
            parameters["message_thread_id"] = self.thread
        if self.reply_to is not None:
            parameters["reply_parameters"] = ReplyParameters(
                self.reply_to, allow_sending_without_reply=True
            )
        if self.silent:
            parameters["disable_notification"] = True
        return parameters


@dataclass(frozen=True)
class Sender:
    """Methods that send return the id of the new message."""

    bot: Bot

    async def text(self, destination: Destination, rendered: Rendered) -> int:
        sent = await self.bot.send_message(
            destination.chat_id,
            rendered.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(rendered),
            link_preview_options=_NO_PREVIEW,
            **destination.parameters(),
        )
        return sent.message_id

    async def copy(
        self, destination: Destination, source: int, message_id: int, rendered: Rendered | None
    ) -> int:
        """Copy a message of the chat `source`, with our caption and buttons, or with none.

        The original caption is never kept: it may hold a CPR number that we have masked.
        """
        copied = await self.bot.copy_message(
            destination.chat_id,
            source,
            message_id,
            caption=rendered.text if rendered else "",
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(rendered) if rendered else None,
            **destination.parameters(),
        )
        return copied.message_id

    async def copy_album(
        self, destination: Destination, source: int, message_ids: Sequence[int]
    ) -> tuple[int, ...]:
        """Copy several messages as one album, without captions.  An album cannot be a reply."""
        copied = await self.bot.copy_messages(
            destination.chat_id,
            source,
            message_ids,
            remove_caption=True,
            message_thread_id=destination.thread,
            disable_notification=destination.silent or None,
        )
        return tuple(one.message_id for one in copied)

    async def file(
        self, destination: Destination, file: RenderedFile, rendered: Rendered | None
    ) -> int:
        """Send a file with a caption and buttons, or with none."""
        try:
            sent = await self._file(destination, file, file.media, rendered)
        except BadRequest as error:
            if file.media == "file" or not matches(error, *_ONLY_AS_DOCUMENT):
                raise
            sent = await self._file(destination, file, "file", rendered)
        return sent.message_id

    async def album(
        self, destination: Destination, files: Sequence[RenderedFile]
    ) -> tuple[int, ...]:
        """Send two to ten photos, or two to ten documents, as one album without a caption.

        An album cannot have buttons.
        """
        try:
            return await self._album(destination, files, as_photos=files[0].media == "photo")
        except BadRequest as error:
            if files[0].media == "file" or not matches(error, *_ONLY_AS_DOCUMENT):
                raise
            return await self._album(destination, files, as_photos=False)

    async def edit_text(self, chat_id: int, message_id: int, rendered: Rendered) -> None:
        await self.bot.edit_message_text(
            rendered.text,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(rendered),
            link_preview_options=_NO_PREVIEW,
        )

    async def edit_caption(self, chat_id: int, message_id: int, rendered: Rendered) -> None:
        await self.bot.edit_message_caption(
            chat_id,
            message_id,
            caption=rendered.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(rendered),
        )

    async def _album(
        self, destination: Destination, files: Sequence[RenderedFile], *, as_photos: bool
    ) -> tuple[int, ...]:
        kind = InputMediaPhoto if as_photos else InputMediaDocument
        media = [kind(file.content, filename=file.name) for file in files]
        parameters: dict[str, Any] = _UPLOAD_TIMEOUTS | destination.parameters()
        sent = await self.bot.send_media_group(destination.chat_id, media, **parameters)
        return tuple(one.message_id for one in sent)

    async def _file(
        self, destination: Destination, file: RenderedFile, media: str, rendered: Rendered | None
    ) -> Message:
        chat_id, upload = destination.chat_id, InputFile(file.content, filename=file.name)
        parameters: dict[str, Any] = _UPLOAD_TIMEOUTS | destination.parameters()
        if rendered is not None:
            parameters |= {"caption": rendered.text, "parse_mode": ParseMode.HTML}
            parameters["reply_markup"] = _keyboard(rendered)
        match media:
            case "photo":
                return await self.bot.send_photo(chat_id, upload, **parameters)
            case "voice":
                return await self.bot.send_voice(chat_id, upload, **parameters)
            case _:
                return await self.bot.send_document(
                    chat_id, upload, disable_content_type_detection=True, **parameters
                )


def fits_caption(rendered: Rendered) -> bool:
    """Telegram counts UTF-16 code units of the text without its markup."""
    visible = unescape(re.sub(r"<[^>]*>", "", rendered.text))
    return len(visible.encode("utf-16-le")) // 2 <= MessageLimit.CAPTION_LENGTH


def _keyboard(rendered: Rendered) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(button.label, callback_data=button.data) for button in row]
        for row in rendered.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None
