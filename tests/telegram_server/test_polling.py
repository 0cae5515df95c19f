"""A polling bot and the people who talk to it."""

import asyncio
import re
from random import Random

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from tests.telegram_server import NotOnScreen, Person, TelegramServer
from tests.telegram_server.sample_bot import bare_bot, polling_bot


async def polled(telegram: TelegramServer, wanted: bool = True) -> None:
    """Wait until a poll is open, or none is."""
    updates = telegram.world.updates
    assert await telegram.world.activity.until(lambda: updates.is_polled is wanted, 60)


async def test_conversation_with_buttons(telegram: TelegramServer, amina: Person) -> None:
    async with polling_bot(telegram):
        await amina.says("/start")
        hello = await amina.sees("Hej & welcome")
        assert hello.buttons == [["Ja"], ["Nej"]]
        assert hello.entities == [{"type": "bold", "offset": 0, "length": 3}]
        await amina.presses("Ja")
        await telegram.settled()
        assert amina.last.text == "You chose Ja" and amina.last.edited and not amina.last.labels
        assert [answer.text for answer in amina.answers] == ["Ja!"]
        assert telegram.unanswered() == []


async def test_hidden_button_cannot_be_pressed(telegram: TelegramServer, amina: Person) -> None:
    async with polling_bot(telegram):
        await amina.says("/start")
        await amina.sees(re.compile("^Hej"))
        await amina.presses_data("Nej")
        await telegram.settled()
        with pytest.raises(NotOnScreen, match="You chose Nej"):
            await amina.presses("Ja")
        with pytest.raises(NotOnScreen, match="did not appear"):
            await amina.sees("Goodbye", timeout=0.05)


async def test_own_messages_do_not_count_as_seen(telegram: TelegramServer, amina: Person) -> None:
    await amina.says("hej")
    with pytest.raises(NotOnScreen):
        await amina.sees("hej", timeout=0.01)
    async with polling_bot(telegram):
        assert (await amina.sees("hej")).reply_to == amina.screen()[0].message_id


async def test_reply_keyboard(telegram: TelegramServer, amina: Person) -> None:
    async with polling_bot(telegram):
        await amina.says("/menu")
        await amina.sees("Choose")
        assert amina.keyboard == [["Task", "Plan"]]
        await amina.presses("Plan")
        await amina.sees("echo: Plan")


async def test_files_in_both_directions(telegram: TelegramServer, amina: Person) -> None:
    async with polling_bot(telegram):
        await amina.sends_document("plan.bin", b"abc", caption="My plan")
        answer = await amina.sees("Done")
    assert answer.file and answer.file.name == "reversed.bin" and answer.file.data == b"cba"


async def test_unconfirmed_updates_wait_for_the_next_bot(
    telegram: TelegramServer, amina: Person
) -> None:
    await amina.says("anybody there?")
    with pytest.raises(AssertionError, match="1 updates not confirmed"):
        await telegram.settled(timeout=0.05)
    async with polling_bot(telegram):
        await telegram.settled()
    assert amina.last.text == "echo: anybody there?"


async def test_redelivery_and_reordering(telegram: TelegramServer, amina: Person) -> None:
    async with polling_bot(telegram):
        sent = await amina.says("one")
        await telegram.settled()
        assert sent.update_id
        telegram.redeliver(sent.update_id)
        await telegram.settled()
        telegram.hold()
        await amina.says("two")
        await amina.says("three")
        await telegram.settled()
        telegram.release(reversed)
        await telegram.settled()
    echoes = [call.call.text("text") for call in telegram.calls_of("sendMessage")]
    assert echoes == ["echo: one", "echo: one", "echo: three", "echo: two"]


async def test_shuffled_release_loses_nothing(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    telegram.hold()
    ids = [(await amina.says(str(number))).update_id for number in range(8)]
    telegram.release(lambda held: Random(4).sample(held, len(held)))
    came = [update.update_id for update in await bot.get_updates()]
    assert came != ids and sorted(came) == ids


async def test_second_poll_ends_the_first(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    async with bare_bot(telegram) as second:
        first_poll = asyncio.create_task(bot.get_updates(timeout=5))
        await polled(telegram)
        second_poll = asyncio.create_task(second.get_updates(timeout=5))
        with pytest.raises(Conflict, match="only one bot instance"):
            await first_poll
        await amina.says("hej")
        assert len(await second_poll) == 1


async def test_dead_bot_takes_no_update_with_it(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    sent = await amina.says("hej")
    await bot.get_updates()
    await bot.get_updates(offset=sent.update_id and sent.update_id + 1)
    dying = asyncio.create_task(bot.get_updates(timeout=5))
    await polled(telegram)
    dying.cancel()
    await polled(telegram, False)
    assert sent.update_id
    telegram.redeliver(sent.update_id)
    assert [update.update_id for update in await bot.get_updates()] == [sent.update_id]


async def test_only_allowed_updates_are_sent(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    await bot.get_updates(allowed_updates=[Update.CALLBACK_QUERY])
    assert (await amina.says("hej")).update_id is None
    await bot.get_updates(allowed_updates=[])  # all again, but the few that must be named
    assert telegram.publish("message_reaction", {}) is None
    assert (await amina.says("hej")).update_id is not None


async def test_servers_are_independent(telegram: TelegramServer) -> None:
    async with TelegramServer(token="7:OTHER") as other:
        telegram.person(1, started=True)
        someone = other.person(1, started=True)
        async with polling_bot(telegram), polling_bot(other):
            await someone.says("/start")
            await someone.sees("Hej")
            await telegram.settled()
        assert telegram.calls_of("sendMessage") == []
