"""A fake of the enclosures for the channels."""

from dataclasses import dataclass, field

from bot.documents.ports import RenderedFile
from bot.files.ports import ContentMissing
from bot.kernel.messages import Enclosure


@dataclass
class FakeEnclosures:
    """Every enclosure is this file, or this failure."""

    file: RenderedFile | Exception = field(default_factory=lambda: ContentMissing("none"))
    opened: list[tuple[Enclosure, str]] = field(default_factory=list)

    async def open(self, enclosure: Enclosure, language: str) -> RenderedFile:
        self.opened.append((enclosure, language))
        if isinstance(self.file, Exception):
            raise self.file
        return self.file
