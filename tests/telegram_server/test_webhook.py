"""A bot with a webhook: secret, order, retries."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.sample_bot import webhook_bot


async def test_updates_are_pushed_with_the_secret(telegram: TelegramServer, amina: Person) -> None:
    async with webhook_bot(telegram):
        await amina.says("/start")
        await amina.sees("Hej & welcome")
        await amina.presses("Ja")
        await telegram.settled()
        assert amina.last.text == "You chose Ja"


async def test_delivery_is_retried_in_the_order_of_the_chat(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    async with webhook_bot(telegram, refusing=3) as came_in:
        first, second = await amina.says("one"), await amina.says("two")
        await telegram.settled()
        assert came_in == [first.update_id] * 4 + [second.update_id]
        info = await bot.get_webhook_info()
        assert info.pending_update_count == 0
        assert (
            info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
        )


async def test_waiting_updates_are_delivered_to_a_new_webhook(
    telegram: TelegramServer, amina: Person
) -> None:
    sent = await amina.says("early")
    async with webhook_bot(telegram) as came_in:
        await amina.sees("echo: early")
        await telegram.settled()
        assert sent.update_id
        telegram.redeliver(sent.update_id)
        await telegram.settled()
        assert came_in == [sent.update_id] * 2


async def test_public_address_can_be_mapped_to_loopback(
    telegram: TelegramServer, amina: Person
) -> None:
    async with webhook_bot(telegram, public_url="https://bot.example"):
        await amina.says("hej")
        await amina.sees("echo: hej")


async def test_polling_and_webhook_exclude_each_other(telegram: TelegramServer, bot: Bot) -> None:
    await bot.set_webhook("https://bot.example/hook")
    with pytest.raises(Conflict, match="deleteWebhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_invalid_addresses_and_secrets_are_refused(
    telegram: TelegramServer, bot: Bot
) -> None:
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("http://bot.example/hook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://bot.example/hook", secret_token="what?")
