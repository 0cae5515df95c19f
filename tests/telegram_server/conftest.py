"""Fixtures of the stand-in's own tests."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.sample_bot import bare_bot


@pytest.fixture(autouse=True)
def durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's future default; the present one warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def amina(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", language_code="ar", started=True)


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with bare_bot(telegram) as client:
        yield client
