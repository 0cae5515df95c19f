"""Delivery into the forum topics of the consultants' group."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot

from bot.adapters.telegram.topics import ForumTopics
from bot.adapters.telegram.transport import TelegramTransport
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Verbatim, message
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.pipeline.ports import NotDelivered
from tests.adapters.enclosures import FakeEnclosures
from tests.helpers.world import Person as PersonOfWorld
from tests.helpers.world import World
from tests.telegram_server import Group, TelegramServer

TEAM = -1001
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())


@pytest.fixture
def topics(bot: Bot, group: Group, world: World, amina: PersonOfWorld) -> ForumTopics:
    return ForumTopics(bot, world.uow, world.clock)


def row(about: int | None = 1, thread: int | None = None) -> OutboxRow:
    """About Amina, who is the first participant."""
    said = message(Verbatim("hej"))
    return OutboxRow(1, CONSULTANTS, "send", said, "da", None, 0, about, thread)


def names(group: Group) -> dict[int, str]:
    return {n: topic.name for n, topic in group.chat.topics.items() if not topic.deleted}


@pytest.fixture
def transport(bot: Bot, topics: ForumTopics) -> TelegramTransport:
    return TelegramTransport(bot, RENDERER, ConsultantsChat(TEAM), FakeEnclosures(), topics)


def texts(group: Group, thread: int | None) -> list[str]:
    return [shown.text for shown in group.screen(thread or 0) if shown.text]


async def test_message_is_delivered_into_the_persons_topic(
    transport: TelegramTransport, group: Group
) -> None:
    await transport.deliver(row())
    [thread] = names(group)
    assert texts(group, thread) == ["hej"]


async def test_closed_topic_is_reopened(
    transport: TelegramTransport, topics: ForumTopics, telegram: TelegramServer, group: Group
) -> None:
    """An administrator could write there all the same; others cannot."""
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    group.chat.topics[thread].closed = True
    telegram.faults.add("sendMessage", status=400, description="Bad Request: TOPIC_CLOSED")
    await transport.deliver(row())
    assert texts(group, thread) == ["hej"] and not group.chat.topics[thread].closed


async def test_message_for_a_deleted_topic_goes_to_its_successor(
    transport: TelegramTransport, topics: ForumTopics, group: Group
) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await group.loses_topic(thread)
    await transport.deliver(row())
    [successor] = names(group)
    assert successor != thread and texts(group, successor) == ["hej"]


async def test_other_refusals_in_a_topic_are_not_retried_at_once(
    transport: TelegramTransport, telegram: TelegramServer
) -> None:
    telegram.faults.add("sendMessage", status=400, description="Bad Request: message is too long")
    with pytest.raises(NotDelivered) as raised:
        await transport.deliver(row())
    assert raised.value.reason is DeliveryFailure.REJECTED
    assert len(telegram.calls_of("sendMessage")) == 1


async def test_group_without_topics_has_none_to_replace(
    transport: TelegramTransport, telegram: TelegramServer, group: Group
) -> None:
    group.chat.info["is_forum"] = False
    telegram.faults.add("sendMessage", status=400, description="Bad Request: thread not found")
    with pytest.raises(NotDelivered):
        await transport.deliver(row())
    assert len(telegram.calls_of("sendMessage")) == 1
    assert not telegram.calls_of("createForumTopic")


async def test_last_message_stands_outside_of_its_deleted_topic(
    transport: TelegramTransport, topics: ForumTopics, group: Group
) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await transport.deliver(replace(row(about=None, thread=thread), method="close"))
    assert texts(group, None) == ["hej"] and names(group) == {}


async def test_last_message_closes_its_topic_where_it_can_not_be_deleted(
    transport: TelegramTransport, topics: ForumTopics, telegram: TelegramServer, group: Group
) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    refused = "Bad Request: not enough rights to delete a topic"
    telegram.faults.add("deleteForumTopic", status=400, description=refused)
    await transport.deliver(replace(row(about=None, thread=thread), method="close"))
    assert texts(group, thread) == ["hej"]
    assert group.chat.topics[thread].closed and names(group) == {thread: "🗑"}


async def test_last_message_without_a_topic_closes_none(
    transport: TelegramTransport, telegram: TelegramServer, group: Group
) -> None:
    await transport.deliver(replace(row(about=None), method="close"))
    assert texts(group, None) == ["hej"] and not telegram.calls_of("closeForumTopic")


async def test_participants_chat_has_no_topics(
    transport: TelegramTransport, telegram: TelegramServer, group: Group
) -> None:
    reader = telegram.person(42, "Amina", started=True)
    await transport.deliver(replace(row(), chat_id=42))
    assert reader.last.text == "hej" and names(group) == {}
