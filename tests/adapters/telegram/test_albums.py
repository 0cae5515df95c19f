"""Files sent together: kept together where Telegram allows, below a text, with retries."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot

from bot.adapters.telegram.topics import ForumTopics
from bot.adapters.telegram.transport import TelegramTransport
from bot.documents.ports import RenderedFile
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.messages import Enclosure, KeptAlbum, KeptFile, Verbatim, message
from bot.kernel.messages.enclosures import Media
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.pipeline.ports import NotDelivered
from tests.helpers.files import PDF, VOICE, picture
from tests.helpers.world import World
from tests.telegram_server import Group, Person, Shown, TelegramServer

TEAM = -1001
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
CONTENT = {"file": PDF, "voice": VOICE}


class Stored:
    """Opens any file under a name of ours."""

    async def open(self, enclosure: Enclosure, language: str) -> RenderedFile:
        assert isinstance(enclosure, KeptFile)
        content = CONTENT.get(enclosure.media) or picture(b"%d" % enclosure.file_id)
        name = f"{enclosure.media}-{enclosure.file_id}"
        return RenderedFile(name, enclosure.media, content)


@pytest.fixture
def amina(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", started=True)


@pytest.fixture
def transport(bot: Bot, group: Group, world: World) -> TelegramTransport:
    topics = ForumTopics(bot, world.uow, world.clock)
    return TelegramTransport(bot, RENDERER, ConsultantsChat(TEAM), Stored(), topics)


def row(
    *media: Media, said: bool = False, thread: int | None = 0, chat_id: int = CONSULTANTS
) -> OutboxRow:
    files = tuple(KeptFile(number, one) for number, one in enumerate(media, start=1))
    shown = replace(message(Verbatim("from Amina")), enclosure=KeptAlbum(files, said))
    return OutboxRow(1, chat_id, "send", shown, "da", None, 0, thread=thread)


def new(screen: list[Shown]) -> list[str]:
    return [shown.file.name if shown.file else shown.text for shown in screen]


def albums(group: Group) -> set[str]:
    found = (m.content.get("media_group_id") for m in group.chat.messages.values())
    return {album for album in found if album}


async def test_photos_are_one_album_below_a_text(
    transport: TelegramTransport, group: Group
) -> None:
    ids = await transport.deliver(row("photo", "photo", "photo"))
    assert new(group.screen()) == ["from Amina", "photo-1", "photo-2", "photo-3"]
    assert isinstance(ids, tuple) and len(ids) == 4 and len(albums(group)) == 1


async def test_album_in_a_private_chat_has_its_text(
    transport: TelegramTransport, amina: Person
) -> None:
    await transport.deliver(row("photo", "photo", thread=None, chat_id=42))
    assert new(amina.screen())[-3:] == ["from Amina", "photo-1", "photo-2"]


async def test_kinds_that_telegram_does_not_mix_follow_each_other(
    transport: TelegramTransport, group: Group
) -> None:
    await transport.deliver(row("voice", "photo", "file", "photo", "file", "voice"))
    names = ["photo-2", "photo-4", "file-3", "file-5", "voice-1", "voice-6"]
    assert new(group.screen()) == ["from Amina", *names] and len(albums(group)) == 2


async def test_more_than_ten_files_are_several_albums(
    transport: TelegramTransport, group: Group
) -> None:
    photos: list[Media] = ["photo"] * 11
    await transport.deliver(row(*photos))
    assert len(new(group.screen())) == 12 and len(albums(group)) == 1


async def test_part_that_was_sent_is_not_sent_again_after_a_failure(
    transport: TelegramTransport, telegram: TelegramServer, group: Group
) -> None:
    album = row("photo", "photo", "file")
    telegram.faults.add("sendDocument", status=500)
    with pytest.raises(NotDelivered):
        await transport.deliver(album)
    assert new(group.screen()) == ["from Amina", "photo-1", "photo-2"]
    await transport.deliver(album)
    assert new(group.screen()) == ["from Amina", "photo-1", "photo-2", "file-3"]


async def test_pictures_that_telegram_cannot_show_are_sent_as_documents(
    transport: TelegramTransport, telegram: TelegramServer, group: Group
) -> None:
    telegram.faults.add(
        "sendMediaGroup", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS"
    )
    await transport.deliver(row("photo", "photo"))
    [shown] = {shown.file.kind for shown in group.screen() if shown.file}
    assert shown == "document"
