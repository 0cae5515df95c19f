"""Files in the terminal: `+path` sends one, and the assistant's own land in a folder."""

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from bot.domain.files import LARGEST, Refusal
from bot.services.ports import Drawn, NotFetched

_MEDIA = {
    ".jpg": "photo", ".jpeg": "photo", ".png": "photo", ".webp": "photo",
    ".ogg": "voice", ".oga": "voice", ".opus": "voice",
}  # fmt: skip


class LocalDownloads:
    """A file's id is its path here: only the person at the keyboard names any."""

    async def fetch(self, telegram_id: str) -> bytes:
        """Raises NotFetched."""
        return await asyncio.to_thread(self._read, Path(telegram_id))

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise NotFetched(type(error).__name__, permanent=True) from error
        if len(content) > LARGEST:
            raise NotFetched("too big", refusal=Refusal.TOO_BIG)
        return content


@dataclass(frozen=True)
class LocalFile:
    path: Path
    size: int

    def told(self) -> dict[str, object]:
        """As Telegram tells of it: as a photo or a voice note where a phone would send that."""
        about: dict[str, object] = {"file_id": str(self.path), "file_size": self.size}
        media = _MEDIA.get(self.path.suffix.lower(), "document")
        if media == "photo":
            return {"photo": [about | {"width": 1, "height": 1}]}
        return {media: about | {"file_name": self.path.name}}


def find(typed: str) -> LocalFile | None:
    """None where there is no such file, or what was typed can be no path at all."""
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        path = Path(typed).expanduser().resolve()
        if path.is_file():
            return LocalFile(path, path.stat().st_size)
    return None


def put_down(drawn: Drawn, folder: Path) -> Path:
    """Where to look at it.  Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / drawn.name
    path.write_bytes(drawn.content)
    return path
