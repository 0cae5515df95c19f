"""What the channels need of enclosures."""

from typing import Protocol

from bot.domain.messages import Enclosure
from bot.services.ports import Drawn


class EnclosureOpener(Protocol):
    """Implemented by bot.services.enclosures.Enclosures."""

    async def open(self, enclosure: Enclosure, language: str) -> Drawn:
        """Return the file, rendered in `language` where it is a document.

        Raises ContentMissing, and anything that a renderer may raise.
        """
        ...
