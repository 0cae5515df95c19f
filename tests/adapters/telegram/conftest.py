from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.telegram_server import Group, TelegramServer
from tests.telegram_server.sample_bot import bare_bot


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with bare_bot(telegram) as client:
        yield client


@pytest.fixture
def group(telegram: TelegramServer) -> Group:
    """The consultants' group, with topics."""
    return telegram.group(-1001, forum=True)
