"""A fake of the enclosures for the channels."""

from dataclasses import dataclass, field

from bot.domain.messages import Enclosure
from bot.services.ports import ContentMissing, Drawn


@dataclass
class FakeEnclosures:
    """Every enclosure is this file, or this failure."""

    file: Drawn | Exception = field(default_factory=lambda: ContentMissing("none"))
    opened: list[tuple[Enclosure, str]] = field(default_factory=list)

    async def open(self, enclosure: Enclosure, language: str) -> Drawn:
        self.opened.append((enclosure, language))
        if isinstance(self.file, Exception):
            raise self.file
        return self.file
