"""Updates are fetched as they come: what the library can't read stops nobody and is not logged."""

import asyncio
import logging
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.adapters.telegram.channel import make_channel
from bot.adapters.telegram.receiving import Receiver
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from tests.helpers.world import World
from tests.telegram_server import TelegramServer

WORDS = "zqz words of a person"
# Each makes python-telegram-bot raise when it reads them.
UNREADABLE: list[dict[str, Any]] = [
    {"message": {"message_id": "x", "date": "yesterday", "chat": [], "text": WORDS}},
    {"message": {"message_id": 1, "text": WORDS}},
    {"my_chat_member": {"chat": {"id": 1, "type": "private"}, "from": {}, "date": WORDS}},
]


async def test_unparsable_update_blocks_no_other_and_is_not_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    renderer = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
    caplog.set_level(logging.INFO, logger="telegram")
    async with TelegramServer() as telegram:
        channel = make_channel(telegram.token, telegram.url, renderer)
        receiver = Receiver(world.uow, world.clock, world.channel, world.mind)
        with capture_logs() as log:
            async with channel.bot:
                polling = asyncio.create_task(channel.poll(receiver.receive))
                for update in UNREADABLE:
                    telegram.publish(next(iter(update)), next(iter(update.values())))
                await telegram.person(42, "Amina", language_code="en").says("/start")
                await telegram.settled()
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
    await world.settle()
    assert "Which language" in world.person().last.text
    assert WORDS not in str(log) and WORDS not in caplog.text


async def test_invalid_response_is_retried(world: World) -> None:
    renderer = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
    async with TelegramServer() as telegram:
        channel = make_channel(telegram.token, telegram.url, renderer)
        garbage = telegram.faults.add("getUpdates", garbage=True)
        receiver = Receiver(world.uow, world.clock, world.channel, world.mind)
        async with channel.bot:
            polling = asyncio.create_task(channel.poll(receiver.receive))
            await telegram.person(42, "Amina", language_code="en").says("/start")
            await telegram.settled(timeout=10)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
        assert garbage.hits == 1
    await world.settle()
    assert "Which language" in world.person().last.text
