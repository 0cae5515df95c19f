"""What the channels need of enclosures."""

from typing import Protocol

from bot.documents.ports import RenderedFile
from bot.kernel.messages import Enclosure


class EnclosureOpener(Protocol):
    """Implemented by bot.services.enclosures.Enclosures."""

    async def open(self, enclosure: Enclosure, language: str) -> RenderedFile:
        """Return the file, rendered in `language` where it is a document.

        Raises ContentMissing, and anything that a renderer may raise.
        """
        ...
