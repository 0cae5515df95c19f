"""Removing our messages from chats of consultants, as far as Telegram lets us."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import RetryAfter

from bot.adapters.telegram.erasing import Eraser
from bot.adapters.telegram.sending import Sender
from bot.i18n.render import Rendered
from bot.kernel.messages import ErasedMessages
from tests.helpers.files import PNG
from tests.telegram_server import Group, Person, TelegramServer
from tests.telegram_server.sample_bot import bare_bot, keyboard

TEAM = -1001
SAID = Rendered("deleted", ())
TWO_DAYS = 48 * 3600


class Seconds:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
async def telegram(clock: Seconds) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=clock) as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with bare_bot(telegram) as client:
        yield client


@pytest.fixture
def group(telegram: TelegramServer) -> Group:
    """The bot is no administrator in it."""
    return telegram.group(TEAM, bot="member")


@pytest.fixture
def mette(telegram: TelegramServer) -> Person:
    return telegram.person(900, "Mette", started=True)


def texts(group: Group) -> list[str]:
    return [shown.text or "" for shown in group.screen()]


async def erase(bot: Bot, *message_ids: int, copies: tuple[int, ...] = ()) -> None:
    await Eraser(Sender(bot)).erase(TEAM, ErasedMessages(message_ids, copies), SAID)


async def test_recent_messages_are_deleted(bot: Bot, group: Group) -> None:
    sent = [await bot.send_message(TEAM, f"Amina {n}") for n in range(3)]
    await erase(bot, sent[0].message_id, sent[2].message_id)
    assert texts(group) == ["Amina 1"]


async def test_old_messages_say_that_they_are_deleted(
    bot: Bot, group: Group, clock: Seconds
) -> None:
    words = await bot.send_message(TEAM, "Amina", reply_markup=keyboard("Amina"))
    photo = await bot.send_photo(TEAM, PNG, caption="Amina")
    clock.now += TWO_DAYS
    for _ in range(2):  # as after a kill in between
        await erase(bot, words.message_id, photo.message_id)
    assert "Amina" not in str([(m.text, m.labels) for m in group.screen()])
    assert texts(group)[0] == "deleted" and not group.screen()[0].labels


async def test_what_is_gone_is_done(bot: Bot, group: Group) -> None:
    with capture_logs() as logs:
        await erase(bot, 99, copies=(98,))
    assert logs == []


async def test_message_of_somebody_else_is_never_deleted(
    telegram: TelegramServer, bot: Bot, mette: Person
) -> None:
    """The ids may be those of an earlier group."""
    group = telegram.group(TEAM, bot="administrator")
    said = group.chat.add(mette.user, {"text": "my own words"})
    with capture_logs() as logs:
        await erase(bot, said.id)
    assert texts(group) == ["my own words"]
    assert [line["event"] for line in logs] == ["message_not_erased"]


async def test_copies_are_deleted_though_they_cannot_be_edited(bot: Bot, group: Group) -> None:
    """A sticker has no words to be changed."""
    copy = group.chat.add(bot.bot.to_dict() | {"is_bot": True}, {"sticker": {"file_id": "s"}})
    await erase(bot, copies=(copy.id,))
    assert texts(group) == []


async def test_rest_is_erased_after_a_pause_that_telegram_asked_for(
    telegram: TelegramServer, bot: Bot, group: Group
) -> None:
    sent = [await bot.send_message(TEAM, f"Amina {n}") for n in range(3)]
    ids = [message.message_id for message in sent]
    telegram.faults.add("deleteMessage", retry_after=1, match={"message_id": ids[1]})
    with pytest.raises(RetryAfter):
        await erase(bot, *ids)
    await erase(bot, *ids)
    assert texts(group) == []
