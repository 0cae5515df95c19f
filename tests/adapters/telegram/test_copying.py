"""Messages copied between chats: captions, texts above, albums, topics, and retries."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot

from bot.adapters.telegram.topics import ForumTopics
from bot.adapters.telegram.transport import Ids, TelegramTransport
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.messages import Button, Copied, Verbatim, message
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.pipeline.ports import NotDelivered
from tests.adapters.enclosures import FakeEnclosures
from tests.helpers.files import JPEG
from tests.helpers.world import World
from tests.telegram_server import Group, Person, Sent, Shown, TelegramServer

TEAM = -1001
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())


@pytest.fixture
def amina(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", started=True)


@pytest.fixture
def transport(bot: Bot, group: Group, world: World) -> TelegramTransport:
    topics = ForumTopics(bot, world.uow, world.clock)
    return TelegramTransport(bot, RENDERER, ConsultantsChat(TEAM), FakeEnclosures(), topics)


def row(
    copied: Copied, text: str = "from Amina", thread: int | None = 0, chat_id: int = CONSULTANTS
) -> OutboxRow:
    said = message(Verbatim(text), buttons=[[Button(Verbatim("Ja"), "m:menu")]])
    said = replace(said, enclosure=copied)
    return OutboxRow(1, chat_id, "send", said, "da", None, 0, thread=thread)


def new(group: Group, thread: int = 0) -> list[Shown]:
    return [shown for shown in group.screen(thread) if shown.text or shown.file]


async def album(amina: Person, count: int = 2) -> tuple[int, ...]:
    return tuple(
        [(await amina.sends_photo(JPEG, caption="mine")).message_id for _ in range(count)]
    )


async def test_short_text_becomes_the_caption(
    transport: TelegramTransport, amina: Person, group: Group
) -> None:
    sent = await amina.sends_photo(JPEG, caption="my own words")
    ids = await transport.deliver(row(Copied(42, (sent.message_id,), captioned=True)))
    [shown] = new(group)
    assert ids == (shown.message_id,)
    assert (shown.text, shown.labels) == ("from Amina", ["Ja"]) and shown.file is not None


@pytest.mark.parametrize("captioned", [True, False])
async def test_other_text_stands_above_the_bare_copy(
    transport: TelegramTransport, amina: Person, group: Group, captioned: bool
) -> None:
    """Too long for a caption, or of a kind that has none."""
    text = "x" * (1025 if captioned else 10)
    sent = await amina.sends_photo(JPEG, caption="my own words")
    ids = await transport.deliver(row(Copied(42, (sent.message_id,), captioned), text))
    above, copy = new(group)
    assert ids == (above.message_id, copy.message_id)
    assert (above.text, above.labels) == (text, ["Ja"])
    assert (copy.text, copy.labels) == ("", []) and copy.file is not None


async def test_album_is_copied_as_one_below_its_text(
    transport: TelegramTransport, telegram: TelegramServer, amina: Person, group: Group
) -> None:
    ids = await transport.deliver(row(Copied(42, await album(amina), captioned=False)))
    above, first, second = new(group)
    assert ids == (above.message_id, first.message_id, second.message_id)
    assert [above.text, first.text, second.text] == ["from Amina", "", ""]
    assert len(telegram.calls_of("copyMessages")) == 1


@pytest.mark.parametrize("said", [True, False])
async def test_in_a_topic_the_copy_needs_no_text_of_who_sent_it(
    transport: TelegramTransport, telegram: TelegramServer, bot: Bot, amina: Person, group: Group,
    said: bool,
) -> None:  # fmt: skip
    thread = (await bot.create_forum_topic(TEAM, "Amina")).message_thread_id
    sent = await amina.sends_photo(JPEG)
    copied = Copied(42, (sent.message_id,), captioned=False, said=said)
    ids = await transport.deliver(row(copied, thread=thread))
    shown = new(group, thread)
    assert ids == tuple(one.message_id for one in shown)
    assert [one.text for one in shown] == ["from Amina"] * said + [""]


async def test_album_keeps_its_topic_and_silence(
    transport: TelegramTransport, telegram: TelegramServer, bot: Bot, amina: Person, group: Group
) -> None:
    thread = (await bot.create_forum_topic(TEAM, "Amina")).message_thread_id
    copied = Copied(42, await album(amina), captioned=False)
    await transport.deliver(replace(row(copied, thread=thread), silent=True))
    [call] = telegram.calls_of("copyMessages")
    assert call.call.number("message_thread_id") == thread
    assert call.call.flag("disable_notification")


@pytest.mark.parametrize("count", [1, 2])
async def test_retry_does_not_send_the_text_again(
    transport: TelegramTransport, telegram: TelegramServer, amina: Person, group: Group, count: int
) -> None:
    """Where the copies failed after it; another message has a text of its own."""
    what = row(Copied(42, await album(amina, count), captioned=False))
    method = "copyMessage" if count == 1 else "copyMessages"
    telegram.faults.add(method, status=500)
    with pytest.raises(NotDelivered):
        await transport.deliver(what)
    ids = await transport.deliver(what)
    shown = new(group)
    assert [one.text for one in shown] == ["from Amina"] + [""] * count
    assert ids == tuple(one.message_id for one in shown)
    ids = await transport.deliver(what)
    assert isinstance(ids, tuple) and len(ids) == count + 1, (
        "the text is forgotten once it is done"
    )


async def test_copy_from_the_consultants_reaches_the_person(
    transport: TelegramTransport, telegram: TelegramServer, amina: Person, group: Group
) -> None:
    """The source is given as the outbox names the consultants' chat."""
    kirsten = telegram.person(900, "Kirsten")
    group.chat.members[900] = "member"
    sent: Sent = await kirsten.sends_photo(JPEG, to=group)
    copied = Copied(CONSULTANTS, (sent.message_id,), captioned=True)
    ids: Ids = await transport.deliver(row(copied, "from Kirsten", None, 42))
    assert ids == (amina.last.message_id,) and amina.last.text == "from Kirsten"
    assert amina.last.file is not None
