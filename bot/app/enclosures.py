"""Content of enclosures: stored files and rendered documents."""

from dataclasses import dataclass
from typing import Literal

from bot.documents.ports import DocumentRenderer, RenderedFile
from bot.files.ports import ContentMissing, FileStore
from bot.files.rules.files import FileState, SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.messages import Copied, Drawing, Enclosure, KeptAlbum, KeptFile
from bot.kernel.unit_of_work import UnitsOfWork
from bot.privacy.handlers.my_data import MyDataArchive
from bot.privacy.rules.documents import MyData

_PICTURES = ("image/jpeg", "image/png", "image/webp")
_VOICES = ("audio/ogg", "audio/mpeg", "audio/mp4")
LARGEST_PICTURE = 10 * 1024 * 1024  # bytes; Telegram accepts larger ones only as files


@dataclass(frozen=True)
class Enclosures:
    """Opens enclosures for the channel."""

    uow: UnitsOfWork
    store: FileStore
    artist: DocumentRenderer
    archive: MyDataArchive | None = None

    async def open(self, enclosure: Enclosure, language: str) -> RenderedFile:
        """Return the file to send.  Raises ContentMissing, and errors of the document renderer."""
        if isinstance(enclosure, MyData):
            if self.archive is None:
                raise ContentMissing(enclosure.participant_id)
            async with self.uow() as uow:
                gathered = await self.archive.gather(uow, enclosure)
            return await gathered.pack(self.store, self.artist, language)
        if isinstance(enclosure, Copied):  # its content exists in the channel only
            raise ContentMissing("copied")
        if isinstance(enclosure, KeptAlbum):  # each of its files is opened
            raise ContentMissing("album")
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
    """Return the media type it was sent as if the content allows, else "file"."""
    if media == "photo" and file.mime in _PICTURES and size <= LARGEST_PICTURE:
        return "photo"
    return "voice" if media == "voice" and file.mime in _VOICES else "file"
