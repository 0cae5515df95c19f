"""Injected faults, as a bot meets them."""

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.sample_bot import polling_bot


async def test_rate_limit_fault_applies_once(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    telegram.faults.add("sendMessage", status=429, retry_after=1, times=1)
    with pytest.raises(RetryAfter):
        await bot.send_message(42, "x")
    await bot.send_message(42, "x")
    assert [call.status for call in telegram.calls_of("sendMessage")] == [429, 200]


@pytest.mark.parametrize("how", [{"status": 500}, {"drop": "before"}, {"garbage": True}])
async def test_status_fault_has_no_effect_on_the_chat(
    how: dict[str, object], telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    telegram.faults.add("*", **how)
    with pytest.raises(NetworkError):
        await bot.send_message(42, "x")
    assert amina.screen() == []


async def test_dropped_connection_after_the_effect(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    telegram.faults.add("sendMessage", drop="after")
    with pytest.raises(NetworkError):
        await bot.send_message(42, "x")
    assert amina.last.text == "x"
    assert [call.status for call in telegram.calls_of("sendMessage")] == [0]


async def test_delayed_response(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    telegram.faults.add("sendMessage", answer_delay=1)
    with pytest.raises(TimedOut):
        await bot.send_message(42, "x", read_timeout=0.1)
    assert amina.last.text == "x"


async def test_delay_holds_back_the_effect(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    telegram.faults.add("sendMessage", delay=1)
    with pytest.raises(TimedOut):
        await bot.send_message(42, "x", read_timeout=0.1)
    assert amina.screen() == []


async def test_fault_can_match_one_chat(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    telegram.person(43, "Bo", started=True)
    fault = telegram.faults.add("sendMessage", status=502, match={"chat_id": 43}, times=None)
    await bot.send_message(42, "x")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(43, "x")
    telegram.faults.clear()
    await bot.send_message(43, "x")
    assert fault.hits == 2


async def test_failed_download(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    await amina.sends_document("plan.pdf", b"data")
    [update] = await bot.get_updates()
    assert update.message and update.message.document
    file = await update.message.document.get_file()
    telegram.faults.add("download", status=500)
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"data"


async def test_polling_bot_survives_an_outage(telegram: TelegramServer, amina: Person) -> None:
    telegram.faults.add("getUpdates", drop="before")
    async with polling_bot(telegram):
        await amina.says("hej")
        await amina.sees("echo: hej", timeout=8)
