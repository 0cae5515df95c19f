"""A file's way from the participant through the store to the consultants' group."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.adapters.file_store import DiskFiles
from bot.adapters.telegram.download import TelegramDownloads
from bot.adapters.telegram.transport import TelegramTransport
from bot.app.enclosures import Enclosures
from bot.documents.ports import RenderedFile
from bot.files.jobs import Fetcher
from bot.files.rules.files import SentFile, want
from bot.files.storage.repositories import SentFiles
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Verbatim, message
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.kernel.unit_of_work import UnitOfWork
from bot.pipeline.delivery import Delivery
from bot.pipeline.updates import parse
from tests.helpers.files import EXE, JPEG, DirectInspector
from tests.helpers.vault import VAULT
from tests.helpers.world import NoLimits, World
from tests.helpers.world import Person as PersonOfWorld
from tests.telegram_server import TelegramServer
from tests.telegram_server.sample_bot import bare_bot

TEAM = -555
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())


class DocumentRenderer:
    async def draw(self, enclosure: object, language: str) -> RenderedFile:
        raise AssertionError("nothing is drawn here")


async def pass_on(uow: UnitOfWork, file: SentFile, now: datetime) -> None:
    said = replace(message(Verbatim("from Amina")), enclosure=file.as_enclosure())
    await uow[Outbox].put(f"file:{file.id}", CONSULTANTS, said, "da", now)


class Town:
    """The bot's workers between a Bot API server for tests and the database of `world`."""

    def __init__(self, world: World, telegram: TelegramServer, bot: Any, folder: Path) -> None:
        self.world, self.telegram, self.bot = world, telegram, bot
        self.store = DiskFiles(folder, VAULT)

    async def wants_newest(self) -> None:
        update = (await self.bot.get_updates(offset=-1))[0]
        content: Any = parse(update.to_dict()).content
        async with self.world.uow() as uow:
            person = await uow[Participants].of_chat(42)
            assert person is not None and person.id is not None
            await uow[SentFiles].add(want(content, person.id, self.world.clock()))
            await uow.commit()

    async def settles(self) -> None:
        enclosures = Enclosures(self.world.uow, self.store, DocumentRenderer())
        transport = TelegramTransport(self.bot, RENDERER, ConsultantsChat(TEAM), enclosures)
        delivery = Delivery(self.world.uow, self.world.clock, transport, NoLimits())
        async with httpx.AsyncClient() as client:
            downloads = TelegramDownloads(self.bot, client)
            fetcher = Fetcher(
                self.world.uow, self.world.clock, downloads, self.store, DirectInspector(), pass_on
            )
            for worker in (fetcher, delivery):
                await worker.work()
                await worker.drained()


@pytest.fixture
async def town(world: World, amina: PersonOfWorld, tmp_path: Path) -> AsyncIterator[Town]:
    async with TelegramServer() as telegram, bare_bot(telegram) as bot:
        yield Town(world, telegram, bot, tmp_path / "files")


async def test_photo_reaches_the_consultants_under_our_file_name(town: Town) -> None:
    team = town.telegram.group(TEAM, "Konsulenter")
    phone = town.telegram.person(42, "Amina", started=True)
    await phone.sends_photo(JPEG)
    await town.wants_newest()
    await town.settles()
    shown = team.last
    assert shown.text == "from Amina" and shown.file is not None
    assert (shown.file.kind, shown.file.name, shown.file.data) == ("photo", "photo-1.jpg", JPEG)


async def test_executable_is_refused_and_the_sender_is_told(town: Town) -> None:
    team = town.telegram.group(TEAM, "Konsulenter")
    phone = town.telegram.person(42, "Amina", started=True)
    await phone.sends_document("photo.jpg", EXE, mime_type="image/jpeg")
    await town.wants_newest()
    await town.settles()
    assert team.screen() == []
    await phone.sees("I cannot open a file of that kind.")
