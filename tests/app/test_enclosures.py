"""What goes out with a message: kept files under our names, drawn documents, or nothing there."""

from pathlib import Path

import pytest

from bot.adapters.file_store import DiskFiles
from bot.app.enclosures import LARGEST_PICTURE, Enclosures
from bot.course.rules.documents import PathPicture
from bot.documents.ports import RenderedFile
from bot.files.ports import ContentMissing
from bot.files.rules.files import SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Drawing, KeptFile
from tests.helpers.files import JPEG, PDF, VOICE
from tests.helpers.vault import VAULT
from tests.helpers.world import Person, World

HEIC = "image/heic"


class DocumentRenderer:
    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile:
        return RenderedFile(f"{enclosure.kind}-{language}.png", "photo", b"drawn")


@pytest.fixture
async def store(world: World, amina: Person, tmp_path: Path) -> DiskFiles:
    return DiskFiles(tmp_path / "files", VAULT)


@pytest.fixture
def enclosures(world: World, store: DiskFiles) -> Enclosures:
    return Enclosures(world.uow, store, DocumentRenderer())


async def kept(world: World, store: DiskFiles, media: str, mime: str, content: bytes) -> SentFile:
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(42)
        assert person is not None and person.id is not None
        file = SentFile(person.id, None, None, media, "t", None, world.clock())
        await uow[SentFiles].add(file)
        file.keep(await store.write(content), mime, len(content))
        await uow.commit()
    return file


@pytest.mark.parametrize(
    ("media", "mime", "content", "name", "shown_as"),
    [
        ("photo", "image/jpeg", JPEG, "photo-1.jpg", "photo"),
        ("photo", HEIC, b"h", "photo-1.heic", "file"),
        ("photo", "image/jpeg", bytes(LARGEST_PICTURE + 1), "photo-1.jpg", "file"),
        ("file", "image/jpeg", JPEG, "file-1.jpg", "file"),
        ("file", "application/pdf", PDF, "file-1.pdf", "file"),
        ("voice", "audio/ogg", VOICE, "voice-1.ogg", "voice"),
        ("voice", "video/mp4", b"round video", "voice-1.mp4", "file"),
    ],
)
async def test_stored_file_is_sent_by_its_content_type(
    world: World, store: DiskFiles, enclosures: Enclosures, media: str, mime: str, content: bytes,
    name: str, shown_as: str,
) -> None:  # fmt: skip
    file = await kept(world, store, media, mime, content)
    drawn = await enclosures.open(file.as_enclosure(), "ar")
    assert drawn == RenderedFile(name, shown_as, content)  # type: ignore[arg-type]  # one of those words


async def test_absent_or_provisional_file_is_missing(
    world: World, store: DiskFiles, enclosures: Enclosures
) -> None:
    file = await kept(world, store, "photo", "image/jpeg", JPEG)
    assert file.key is not None
    await store.delete(file.key)
    for enclosure in (file.as_enclosure(), KeptFile(99, "photo")):
        with pytest.raises(ContentMissing):
            await enclosures.open(enclosure, "ar")


async def test_document_is_rendered_in_the_readers_language(enclosures: Enclosures) -> None:
    drawn = await enclosures.open(PathPicture(()), "ar")
    assert drawn == RenderedFile("path-ar.png", "photo", b"drawn")
