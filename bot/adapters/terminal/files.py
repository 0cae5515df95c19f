"""Files in the terminal: `+path` sends one, and those of the assistant are saved to a folder."""

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from bot.documents.ports import RenderedFile
from bot.files.ports import NotFetched
from bot.files.rules.files import Refusal
from bot.kernel.failures import FetchFailure
from bot.kernel.incoming import LARGEST

_MEDIA = {
    ".jpg": "photo", ".jpeg": "photo", ".png": "photo", ".webp": "photo",
    ".ogg": "voice", ".oga": "voice", ".opus": "voice",
}  # fmt: skip


class LocalDownloads:
    """A file's id is its path; only the person at the keyboard names any."""

    async def fetch(self, telegram_id: str) -> bytes:
        """Raises NotFetched."""
        return await asyncio.to_thread(self._read, Path(telegram_id))

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise NotFetched(
                FetchFailure.UNREADABLE, type(error).__name__, permanent=True
            ) from error
        if len(content) > LARGEST:
            raise NotFetched(FetchFailure.TOO_LARGE, refusal=Refusal.TOO_BIG)
        return content


@dataclass(frozen=True)
class LocalFile:
    path: Path
    size: int  # bytes

    def as_message_content(self) -> dict[str, object]:
        """Return the file's part of a Telegram message: a photo, voice note or document."""
        about: dict[str, object] = {"file_id": str(self.path), "file_size": self.size}
        media = _MEDIA.get(self.path.suffix.lower(), "document")
        if media == "photo":
            return {"photo": [about | {"width": 1, "height": 1}]}
        return {media: about | {"file_name": self.path.name}}


def find_file(path: str) -> LocalFile | None:
    """Return None where there is no such file, or `path` is not a possible path."""
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        found = Path(path).expanduser().resolve()
        if found.is_file():
            return LocalFile(found, found.stat().st_size)
    return None


def save(file: RenderedFile, folder: Path) -> Path:
    """Write the file and return its path.  Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / file.name
    path.write_bytes(file.content)
    return path
