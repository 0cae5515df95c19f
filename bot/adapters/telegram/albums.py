"""Several files that belong together, sent as albums below a text of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.adapters.telegram.sending import Destination, Sender
from bot.documents.ports import RenderedFile
from bot.i18n.render import Rendered

LARGEST_ALBUM = 10  # files; Telegram's limit
_ORDER = ("photo", "file", "voice")


@dataclass
class AlbumSender:
    """What was sent before a part failed is not sent again by the next attempt."""

    sender: Sender
    _sent: dict[int, list[tuple[int, ...]]] = field(default_factory=dict, init=False)  # by row id

    async def send(
        self,
        row_id: int,
        destination: Destination,
        files: Sequence[RenderedFile],
        rendered: Rendered,
        said: bool,
    ) -> tuple[int, ...]:
        """Return the ids of the messages; the first is the one that an edit changes.

        said: the text says more than whose files these are.  Raises TelegramError.
        """
        sent = self._sent.setdefault(row_id, [])
        # In a topic everybody knows whose pictures they are.
        needs_text = destination.thread is None or said
        if needs_text and not sent:
            sent.append((await self.sender.text(destination, rendered),))
        for part in list(_albums(files))[len(sent) - needs_text :]:
            sent.append(await self._send(destination, part))
        del self._sent[row_id]
        return tuple(number for part in sent for number in part)

    async def _send(
        self, destination: Destination, files: Sequence[RenderedFile]
    ) -> tuple[int, ...]:
        if len(files) > 1:
            return await self.sender.album(destination, files)
        return (await self.sender.file(destination, files[0], None),)


def _albums(files: Sequence[RenderedFile]) -> Iterator[Sequence[RenderedFile]]:
    """Photos first, then documents, then each voice message: Telegram does not mix them."""
    ordered = sorted(files, key=lambda file: _ORDER.index(file.media))
    for media, group in groupby(ordered, key=lambda file: file.media):
        alike = list(group)
        size = 1 if media == "voice" else LARGEST_ALBUM
        yield from (alike[at : at + size] for at in range(0, len(alike), size))
