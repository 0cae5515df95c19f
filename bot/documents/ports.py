from dataclasses import dataclass
from typing import Literal, Protocol

from bot.kernel.messages import Drawing


@dataclass(frozen=True)
class RenderedFile:
    """A file that goes out; `name` is ours."""

    name: str
    media: Literal["photo", "file", "voice"]
    content: bytes


class DocumentRenderer(Protocol):
    """Draws documents in a language."""

    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile: ...
