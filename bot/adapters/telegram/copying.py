"""Messages copied from one chat to another, with a caption or a text of ours."""

from dataclasses import dataclass, field

from bot.adapters.telegram.sending import Destination, Sender, fits_caption
from bot.i18n.render import Rendered
from bot.kernel.messages import Copied


@dataclass
class Copier:
    """A text that was sent before its copies failed is not sent again by the next attempt."""

    sender: Sender
    _texts: dict[int, int] = field(default_factory=dict, init=False)  # outbox id → message id

    async def copy(
        self,
        row_id: int,
        destination: Destination,
        source: int,
        copied: Copied,
        rendered: Rendered,
    ) -> tuple[int, ...]:
        """Copy from the chat `source` and return the new ids.

        The first is of the message that an edit changes: the caption, or the text above the
        copies.  Raises TelegramError.
        """
        if copied.captioned and fits_caption(rendered):
            first = copied.message_ids[0]
            return (await self.sender.copy(destination, source, first, rendered),)
        # In a topic everybody knows whose picture it is.
        needs_text = destination.thread is None or copied.said
        if needs_text and row_id not in self._texts:
            self._texts[row_id] = await self.sender.text(destination, rendered)
        ids = await self._copy_bare(destination, source, copied)
        text = self._texts.pop(row_id, None)
        return ids if text is None else (text, *ids)

    async def _copy_bare(
        self, destination: Destination, source: int, copied: Copied
    ) -> tuple[int, ...]:
        if len(copied.message_ids) > 1:
            return await self.sender.copy_album(destination, source, copied.message_ids)
        return (await self.sender.copy(destination, source, copied.message_ids[0], None),)
