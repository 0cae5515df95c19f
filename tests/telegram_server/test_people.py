"""Updates for what people do, in private chats and groups; the bot's settings."""

from datetime import timedelta

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, Message, Update
from telegram.error import BadRequest, Forbidden

from tests.telegram_server import Person, Sent, TelegramServer
from tests.telegram_server.sample_bot import keyboard

GROUP = -1001


async def newest(bot: Bot) -> Update:
    return (await bot.get_updates(offset=-1))[0]


async def newest_message(bot: Bot) -> Message:
    message = (await newest(bot)).effective_message
    assert message
    return message


async def test_all_kinds_of_content(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    await amina.sends_photo(caption="my shop")
    photo = await newest_message(bot)
    assert photo.photo and photo.caption == "my shop"
    await amina.sends_voice(duration=7)
    voice = (await newest_message(bot)).voice
    assert voice and voice.duration == timedelta(seconds=7)
    await amina.sends_sticker("🔥")
    sticker = (await newest_message(bot)).sticker
    assert sticker and sticker.emoji == "🔥"
    await amina.sends_contact("+4512345678")
    contact = (await newest_message(bot)).contact
    assert contact and contact.user_id == 42
    await amina.sends_location(55.7, 12.3)
    location = (await newest_message(bot)).location
    assert location and location.latitude == 55.7
    await amina.forwards("good news", written_by="Jobcenter")
    assert (await newest_message(bot)).forward_origin


async def test_message_names_its_sender(amina: Person, bot: Bot) -> None:
    await amina.says("/start now 😀 https://virk.dk")
    message = await newest_message(bot)
    assert message.from_user and message.from_user.language_code == "ar"
    kinds = {entity.type: text for entity, text in message.parse_entities().items()}
    assert kinds == {"bot_command": "/start", "url": "https://virk.dk"}


async def test_edited_message(amina: Person, bot: Bot) -> None:
    sent = await amina.says("teh plan")
    await amina.edits(sent.message_id, "the plan")
    update = await newest(bot)
    assert update.edited_message and update.edited_message.text == "the plan"
    assert amina.last.edited


async def test_raw_updates(telegram: TelegramServer, bot: Bot) -> None:
    answer = {"poll_id": "1", "user": {"id": 42, "is_bot": False, "first_name": "A"}}
    telegram.publish("poll_answer", answer | {"option_ids": [], "option_persistent_ids": []})
    assert (await newest(bot)).poll_answer


async def test_privacy_mode_in_a_group(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    shy = telegram.group(GROUP, members=[amina], bot="member")
    assert (await amina.says("hello all", to=shy)).update_id is None
    assert (await amina.says("/status@test_bot", to=shy)).update_id
    post = await bot.send_message(GROUP, "Anna waits", reply_markup=keyboard("Take"))
    assert (await amina.says("I do", to=shy, reply_to=post.message_id)).update_id
    assert (await amina.presses("Take", to=shy)).update_id
    assert telegram.unanswered()[0].chat_id == GROUP
    await shy.sees("Anna waits")


async def test_bot_is_added_and_removed(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    group = telegram.group(GROUP, members=[amina], bot="left")
    with pytest.raises(Forbidden, match="not a member of the supergroup"):
        await bot.send_message(GROUP, "x")
    await group.adds_bot(by=amina)
    change = (await newest(bot)).my_chat_member
    assert change and change.new_chat_member.status == "administrator"
    await bot.send_message(GROUP, "x")
    await group.removes_bot(by=amina)
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(GROUP, "x")


async def test_leaving_a_group(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    telegram.group(GROUP, "Strangers", members=[amina])
    assert (await bot.get_chat(GROUP)).title == "Strangers"
    await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden):
        await bot.get_chat(GROUP)


async def test_topics(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    desk = telegram.group(GROUP, members=[amina], forum=True)
    thread = (await bot.create_forum_topic(GROUP, "Anna")).message_thread_id
    await bot.send_message(GROUP, "Anna writes", message_thread_id=thread)
    sent: Sent = await amina.says("I answer", to=desk, thread=thread)
    assert (await newest_message(bot)).message_thread_id == thread
    assert [shown.text for shown in desk.screen(thread)][1:] == ["Anna writes", "I answer"]
    await bot.copy_message(42, GROUP, sent.message_id)
    assert amina.last.text == "I answer"
    await desk.loses_topic(thread)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(GROUP, "x", message_thread_id=thread)


async def test_settings_by_scope_and_language(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    scope = BotCommandScopeChat(42)
    await bot.set_my_commands([BotCommand("menu", "Menu")], language_code="da")
    await bot.set_my_commands([BotCommand("status", "Status")], scope=scope)
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["status"]
    assert telegram.commands(language_code="da")[0]["command"] == "menu"
    assert telegram.commands({"type": "chat", "chat_id": 42})[0]["command"] == "status"
    await bot.delete_my_commands(language_code="da")
    assert telegram.commands(language_code="da") == []
    await bot.set_my_description("En hjælper", language_code="da")
    await bot.set_my_short_description("En hjælper", language_code="da")
    assert telegram.descriptions("setMyDescription") == {"da": "En hjælper"}


async def test_typing_and_deleting(telegram: TelegramServer, amina: Person, bot: Bot) -> None:
    await bot.send_chat_action(42, "typing")
    assert telegram.calls_of("sendChatAction")[0].chat_id == 42
    sent = await bot.send_message(42, "secret")
    await sent.delete()
    assert amina.screen() == []
