"""Forum topics of the consultants' group: creation, names, lost topics, missing rights."""

from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import BadRequest

from bot.adapters.telegram.topics import CACHE_SECONDS, ForumTopics
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Topics
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Verbatim, message
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.ports import NotDelivered
from tests.helpers.world import Person as PersonOfWorld
from tests.helpers.world import World
from tests.telegram_server import Group, TelegramServer

TEAM = -1001
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
AMINA = 1  # the participant's id


class Seconds:
    """A monotonic clock."""

    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def topics(
    bot: Bot, group: Group, world: World, amina: PersonOfWorld, seconds: Seconds
) -> ForumTopics:
    return ForumTopics(bot, world.uow, world.clock, seconds)


def row(about: int | None = AMINA, thread: int | None = None, attempts: int = 0) -> OutboxRow:
    said = message(Verbatim("hej"))
    return OutboxRow(1, CONSULTANTS, "send", said, "da", None, attempts, about, thread)


def names(group: Group) -> dict[int, str]:
    return {n: topic.name for n, topic in group.chat.topics.items() if not topic.deleted}


async def stored(world: World) -> ForumTopic | None:
    async with world.uow() as uow:
        return await uow[Topics].of(AMINA, TEAM)


async def reports(world: World) -> list[str]:
    """What waits in the outbox for the group, each in the general topic."""
    async with world.uow() as uow:
        found = []
        while waiting := await uow[Outbox].next_of(CONSULTANTS, world.clock()):
            assert waiting.thread == 0
            found.append(waiting.key)
            await uow[Outbox].sent(waiting, None, world.clock())
        await uow.commit()
    return found


async def test_topic_is_created_once_for_each_person(
    topics: ForumTopics, world: World, group: Group
) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None and names(group) == {thread: "Amina · en"}
    assert await topics.thread_of(row(), TEAM) == thread
    topic = await stored(world)
    assert topic is not None and (topic.thread, topic.name) == (thread, "Amina · en")


async def test_message_about_nobody_is_general(topics: ForumTopics, group: Group) -> None:
    assert await topics.thread_of(row(about=None), TEAM) is None and names(group) == {}


@pytest.mark.parametrize(("thread", "expected"), [(0, None), (77, 77)])
async def test_rows_own_thread_goes_before_the_persons(
    topics: ForumTopics, group: Group, thread: int, expected: int | None
) -> None:
    assert await topics.thread_of(row(thread=thread), TEAM) == expected and names(group) == {}


async def test_group_without_topics_is_asked_again_after_a_while(
    topics: ForumTopics, telegram: TelegramServer, group: Group, seconds: Seconds
) -> None:
    group.chat.info["is_forum"] = False
    assert await topics.thread_of(row(), TEAM) is None
    group.chat.info["is_forum"] = True
    seconds.now += CACHE_SECONDS - 1
    assert await topics.thread_of(row(), TEAM) is None
    assert len(telegram.calls_of("getChat")) == 1
    seconds.now += 1
    assert await topics.thread_of(row(), TEAM) is not None
    assert len(telegram.calls_of("getChat")) == 2


async def test_topic_is_renamed_when_somebody_waits(
    topics: ForumTopics, world: World, group: Group, telegram: TelegramServer
) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await opens_case(world)
    assert await topics.thread_of(row(), TEAM) == thread
    assert names(group) == {thread: "⏳ Amina · en"}
    topic = await stored(world)
    assert topic is not None and topic.name == "⏳ Amina · en"
    await topics.thread_of(row(), TEAM)
    assert len(telegram.calls_of("editForumTopic")) == 1, "its name is known"


async def opens_case(world: World) -> None:
    async with world.uow() as uow:
        await uow[Cases].add(Case(AMINA, world.clock(), CaseReason.ASKED))
        await uow.commit()


async def test_name_that_is_so_already_is_stored(
    topics: ForumTopics, world: World, telegram: TelegramServer
) -> None:
    await topics.thread_of(row(), TEAM)
    await opens_case(world)
    telegram.faults.add(
        "editForumTopic", status=400, description="Bad Request: TOPIC_NOT_MODIFIED"
    )
    await topics.thread_of(row(), TEAM)
    topic = await stored(world)
    assert topic is not None and topic.name == "⏳ Amina · en"


@pytest.mark.parametrize("fault", [
    {"status": 400, "description": "Bad Request: not enough rights"}, {"status": 500},
])  # fmt: skip
async def test_failed_rename_holds_up_no_message_and_is_tried_again(
    topics: ForumTopics, world: World, telegram: TelegramServer, group: Group,
    fault: dict[str, object],
) -> None:  # fmt: skip
    thread = await topics.thread_of(row(), TEAM)
    await opens_case(world)
    telegram.faults.add("editForumTopic", **fault)
    with capture_logs() as logs:
        assert await topics.thread_of(row(), TEAM) == thread
    assert [line["event"] for line in logs] == ["topic_not_renamed"]
    assert list(names(group).values()) == ["Amina · en"]
    await topics.thread_of(row(), TEAM)
    assert list(names(group).values()) == ["⏳ Amina · en"]


async def test_renaming_a_deleted_topic_creates_another(
    topics: ForumTopics, world: World, group: Group
) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await group.loses_topic(thread)
    await opens_case(world)
    retry_on_conflict = await topics.thread_of(row(), TEAM)
    assert retry_on_conflict not in (thread, None) and names(group) == {
        retry_on_conflict: "⏳ Amina · en"
    }
    topic = await stored(world)
    assert topic is not None and topic.thread == retry_on_conflict


async def test_deleted_topic_is_replaced(topics: ForumTopics, world: World, group: Group) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await group.loses_topic(thread)
    retry_on_conflict = await topics.replace(row(), TEAM, thread)
    assert names(group) == {retry_on_conflict: "Amina · en"}
    topic = await stored(world)
    assert topic is not None and topic.thread == retry_on_conflict


async def test_deleted_topic_of_nobody_is_replaced_by_the_general_one(topics: ForumTopics) -> None:
    assert await topics.replace(row(about=None), TEAM, 77) is None


async def test_closing_hides_whose_topic_it_was(topics: ForumTopics, group: Group) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await topics.close(TEAM, thread)
    assert names(group) == {thread: "🗑"} and group.chat.topics[thread].closed
    with capture_logs() as logs:
        await topics.close(TEAM, thread)
        await topics.close(TEAM, 999)
    assert [line["event"] for line in logs] == ["topic_not_closed"] * 2


async def test_reopening_an_open_topic_is_no_error(topics: ForumTopics, group: Group) -> None:
    thread = await topics.thread_of(row(), TEAM)
    assert thread is not None
    await topics.reopen(TEAM, thread)
    await topics.close(TEAM, thread)
    await topics.reopen(TEAM, thread)
    assert not group.chat.topics[thread].closed
    with pytest.raises(BadRequest):
        await topics.reopen(TEAM, 999)


async def test_missing_right_to_create_topics_is_reported_once(
    topics: ForumTopics, world: World, telegram: TelegramServer, group: Group, seconds: Seconds
) -> None:
    group.chat.members[telegram.world.me["id"]] = "member"
    await world.settle()
    with capture_logs() as logs:
        assert await topics.thread_of(row(), TEAM) is None
    told = [(line["event"], line.get("what")) for line in logs]
    assert told == [
        ("group_needs_rights", "sight"), ("group_needs_rights", "topics"), ("topic_refused", None)
    ]  # fmt: skip
    assert await reports(world) == [f"group:{TEAM}:sight", f"group:{TEAM}:topics"]
    assert await topics.thread_of(row(), TEAM) is None
    assert len(telegram.calls_of("createForumTopic")) == 1, "the refusal is remembered"
    seconds.now += CACHE_SECONDS
    assert await topics.thread_of(row(), TEAM) is None
    assert await reports(world) == [], "reported already"


async def test_group_that_is_no_forum_any_more_needs_no_report(
    topics: ForumTopics, world: World, telegram: TelegramServer
) -> None:
    telegram.faults.add(
        "createForumTopic", status=400, description="Bad Request: the chat is not a forum"
    )
    await world.settle()
    with capture_logs() as logs:
        assert await topics.thread_of(row(), TEAM) is None
        assert await topics.thread_of(row(), TEAM) is None
    assert [line["event"] for line in logs] == ["topic_refused"]
    assert await reports(world) == []


async def test_unknown_refusal_is_retried_and_then_sent_without_a_topic(
    topics: ForumTopics, telegram: TelegramServer
) -> None:
    telegram.faults.add(
        "createForumTopic", status=400, description="Bad Request: TOO_MANY_TOPICS", times=None
    )
    with pytest.raises(NotDelivered) as raised:
        await topics.thread_of(row(attempts=4), TEAM)
    assert raised.value.reason is DeliveryFailure.TOPIC_REFUSED and not raised.value.permanent
    assert await topics.thread_of(row(attempts=5), TEAM) is None


@pytest.mark.parametrize("status", ["administrator", "creator"])
async def test_administrator_sees_everything(
    topics: ForumTopics, world: World, telegram: TelegramServer, group: Group, status: str
) -> None:
    group.chat.members[telegram.world.me["id"]] = status  # type: ignore[assignment]  # one of them
    await world.settle()
    with capture_logs() as logs:
        await topics.thread_of(row(about=None), TEAM)
    assert logs == [] and await reports(world) == []


async def test_member_sees_everything_without_privacy_mode(
    topics: ForumTopics, world: World, telegram: TelegramServer, group: Group
) -> None:
    group.chat.members[telegram.world.me["id"]] = "member"
    telegram.world.me["can_read_all_group_messages"] = True
    await world.settle()
    await topics.thread_of(row(about=None), TEAM)
    assert await reports(world) == []


async def test_unknown_rights_hold_up_nothing(
    topics: ForumTopics, telegram: TelegramServer
) -> None:
    telegram.faults.add("getChatMember", status=400, description="Bad Request: user not found")
    with capture_logs() as logs:
        assert await topics.thread_of(row(), TEAM) is not None
    assert [line["event"] for line in logs] == ["rights_unknown"]
