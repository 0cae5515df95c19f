"""Telegram's refusals and their descriptions."""

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.chats import Status
from tests.telegram_server.sample_bot import bare_bot, keyboard

Refused = Callable[[Bot], Awaitable[object]]


def _press(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda bot: bot.send_message(42, "x" * 4097), "Message is too long"),
        (lambda bot: bot.send_message(42, ""), "Message text is empty"),
        (lambda bot: bot.send_message(42, " \n"), "Text must be non-empty"),
        (lambda bot: bot.send_photo(42, b"x", caption="x" * 1025), "Message caption is too long"),
        (lambda bot: bot.send_document(42, "unknown-id"), "Wrong remote file identifier"),
        (lambda bot: bot.send_message(42, "<b>x", ParseMode.HTML), "Can't parse entities"),
        (
            lambda bot: bot.send_message(42, "x", reply_markup=_press("a", "y" * 65)),
            "DATA_INVALID",
        ),
        (
            lambda bot: bot.send_message(42, "x", reply_markup=_press(" ", "y")),
            "must be non-empty",
        ),
        (lambda bot: bot.send_message(42, "x", reply_to_message_id=7), "to be replied not found"),
        (lambda bot: bot.edit_message_text("x", 42, 7), "Message to edit not found"),
        (lambda bot: bot.delete_message(42, 7), "Message to delete not found"),
        (lambda bot: bot.send_message(99, "x"), "Chat not found"),
        (lambda bot: bot.answer_callback_query("7"), "Query is too old"),
        (lambda bot: bot.get_file("7"), "Invalid file_id"),
        (lambda bot: bot.set_my_commands([BotCommand("Å", "x")]), "BOT_COMMAND_INVALID"),
    ],
)
async def test_refused_calls(attempt: Refused, words: str, amina: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest) as refusal:
        await attempt(bot)
    assert words.lower() in refusal.value.message.lower()
    assert amina.screen() == []


async def test_length_is_counted_without_markup(amina: Person, bot: Bot) -> None:
    await bot.send_message(42, f"<b>{'x' * 4096}</b>", ParseMode.HTML)
    assert len(amina.last.text) == 4096


async def test_edit_without_a_change_is_refused(amina: Person, bot: Bot) -> None:
    message = await bot.send_message(42, "x", reply_markup=keyboard("Ja"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_text("x", reply_markup=keyboard("Ja"))
    await message.edit_reply_markup(None)
    assert amina.last.labels == []
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_reply_markup(None)


async def test_bot_edits_only_its_own_messages(amina: Person, bot: Bot) -> None:
    sent = await amina.says("hej")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 42, sent.message_id)


async def test_press_is_answered_once_and_in_time() -> None:
    now = 1_000_000.0
    async with TelegramServer(clock=lambda: now, callback_ttl=60) as telegram:
        amina = telegram.person(42, started=True)
        async with bare_bot(telegram) as bot:
            await bot.send_message(42, "Ready?", reply_markup=keyboard("Ja", "Nej"))
            await amina.presses("Ja")
            await amina.presses("Nej")
            in_time, late = telegram.unanswered()
            await bot.answer_callback_query(in_time.id)
            with pytest.raises(BadRequest, match="Query is too old"):
                await bot.answer_callback_query(in_time.id)
            now += 61
            with pytest.raises(BadRequest, match="Query is too old"):
                await bot.answer_callback_query(late.id)
        assert telegram.unanswered() == [late]


async def test_blocked_bot_is_forbidden_until_unblocked(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    await amina.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(42, "hello?")
    await amina.unblocks()
    await bot.send_message(42, "welcome back")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [c.new_chat_member.status for c in changes if c] == ["kicked", "member"]


async def test_bot_cannot_write_first(telegram: TelegramServer, bot: Bot) -> None:
    stranger = telegram.person(43, "Bo")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(43, "hello")
    telegram.group(-1001, members=[stranger])
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(43, "hello")
    await stranger.says("/start")
    await bot.send_message(43, "hello")


async def test_migrated_group_returns_its_new_id(
    telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    group = telegram.group(-5, members=[amina])
    await group.becomes_supergroup(-1005, by=amina)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")
    await bot.send_message(moved.value.new_chat_id, "here now")
    assert group.id == -1005 and group.last.text == "here now"


async def test_wrong_token_and_unknown_method(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(InvalidToken, match="does not model the method sendDice"):
        await bot.send_dice(42)
    async with httpx.AsyncClient(base_url=telegram.url, trust_env=False) as client:
        answer = await client.get("/bot1:WRONG/getMe")
        assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
        as_json = {"chat_id": 1, "text": "x"}
        answer = await client.post(f"/bot{telegram.token}/SENDMESSAGE", json=as_json)
        assert json.loads(answer.text)["description"] == "Bad Request: chat not found"


async def test_topic_is_deleted_with_the_right_to_delete_messages(
    telegram: TelegramServer, bot: Bot
) -> None:
    group = telegram.group(-1001, forum=True)
    thread = (await bot.create_forum_topic(-1001, "Amina")).message_thread_id
    group.chat.denied.add("can_delete_messages")
    with pytest.raises(BadRequest, match="Not enough rights to edit the topic"):
        await bot.delete_forum_topic(-1001, thread)
    group.chat.denied = {"can_manage_topics"}
    await bot.delete_forum_topic(-1001, thread)
    with pytest.raises(BadRequest, match="Topic_id_invalid"):
        await bot.delete_forum_topic(-1001, thread)


@pytest.mark.parametrize("status", ["administrator", "member"])
async def test_old_messages_are_deleted_by_administrators_only(status: Status) -> None:
    now = [1_800_000_000.0]
    async with TelegramServer(clock=lambda: now[0]) as telegram, bare_bot(telegram) as bot:
        telegram.group(-1001, bot=status)
        sent = [await bot.send_message(-1001, "x") for _ in range(2)]
        now[0] += 48 * 3600 - 1
        await sent[0].delete()
        now[0] += 1
        if status == "administrator":
            await sent[1].delete()
        else:
            with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
                await sent[1].delete()
