"""What goes out with a message: a file that was kept, or a document drawn for its reader."""

from dataclasses import dataclass
from typing import Literal

from bot.documents.ports import DocumentRenderer, RenderedFile
from bot.files.ports import ContentMissing, FileStore
from bot.files.rules.files import FileState, SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.messages import Copied, Drawing, Enclosure, KeptFile
from bot.kernel.unit_of_work import UnitsOfWork
from bot.privacy.handlers.my_data import MyDataArchive
from bot.privacy.rules.documents import MyData

_PICTURES = ("image/jpeg", "image/png", "image/webp")
_VOICES = ("audio/ogg", "audio/mpeg", "audio/mp4")
LARGEST_PICTURE = 10 * 1024 * 1024  # Telegram shows no larger ones; they go as files


@dataclass(frozen=True)
class Enclosures:
    uow: UnitsOfWork
    store: FileStore
    artist: DocumentRenderer
    archive: MyDataArchive | None = None

    async def open(self, enclosure: Enclosure, language: str) -> RenderedFile:
        """Raises ContentMissing, and whatever an artist may raise."""
        if isinstance(enclosure, MyData):
            if self.archive is None:
                raise ContentMissing(enclosure.participant_id)
            async with self.uow() as uow:
                gathered = await self.archive.gather(uow, enclosure)
            return await gathered.pack(self.store, self.artist, language)
        if isinstance(enclosure, Copied):  # the channel has it, we do not
            raise ContentMissing("copied")
        if isinstance(enclosure, Drawing):
            return await self.artist.draw(enclosure, language)
        assert isinstance(enclosure, KeptFile), "no other kind is left"
        async with self.uow() as uow:
            file = await uow[SentFiles].get(enclosure.file_id)
        if file is None or file.state is not FileState.KEPT or file.key is None:
            raise ContentMissing(enclosure.file_id)
        content = await self.store.read(file.key)
        return RenderedFile(file.name, _shown_as(file, enclosure.media, len(content)), content)


def _shown_as(file: SentFile, media: str, size: int) -> Literal["photo", "file", "voice"]:
    """As what it was sent where its content is that; else as a file, which always works."""
    if media == "photo" and file.mime in _PICTURES and size <= LARGEST_PICTURE:
        return "photo"
    return "voice" if media == "voice" and file.mime in _VOICES else "file"
