"""Port of the document renderer."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.kernel.messages import Drawing


@dataclass(frozen=True)
class RenderedFile:
    """A file to send."""

    name: str
    media: Literal["photo", "file", "voice"]
    content: bytes


class DocumentRenderer(Protocol):
    """Renders documents in a language."""

    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile: ...
