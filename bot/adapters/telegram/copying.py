"""Messages that Telegram copies from one chat to another, with words of ours."""

from dataclasses import dataclass, field

from bot.adapters.telegram.sending import Place, Sender, fits_caption
from bot.domain.messages import Copied
from bot.i18n.render import Rendered


@dataclass
class Copier:
    """Raises TelegramError.  What has come halfway is not begun again."""

    sender: Sender
    _texts: dict[int, int] = field(default_factory=dict, init=False)  # row → its text

    async def copy(
        self, row_id: int, chat_id: int, source: int, copied: Copied, shown: Rendered, place: Place
    ) -> tuple[int, ...]:
        """The first id is of what an edit changes: the caption, or the text above the copies."""
        if copied.captioned and fits_caption(shown):
            first = copied.message_ids[0]
            return (await self.sender.copy(chat_id, source, first, shown, place),)
        # In a topic everybody knows whose picture it is.
        text = [] if place.thread is not None and not copied.said else [shown]
        for words in text:
            if row_id not in self._texts:
                self._texts[row_id] = await self.sender.text(chat_id, words, place)
        ids = await self._bare(chat_id, source, copied, place)
        above = self._texts.pop(row_id, None)
        return ids if above is None else (above, *ids)

    async def _bare(
        self, chat_id: int, source: int, copied: Copied, place: Place
    ) -> tuple[int, ...]:
        if len(copied.message_ids) > 1:
            return await self.sender.copy_album(chat_id, source, copied.message_ids, place)
        message_id = copied.message_ids[0]
        return (await self.sender.copy(chat_id, source, message_id, None, place),)
