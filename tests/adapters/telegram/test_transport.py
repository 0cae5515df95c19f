"""Delivery to Telegram: texts, edits, groups, and what each refusal means."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot

from bot.adapters.telegram.transport import Ids, TelegramTransport
from bot.eligibility.rules.application import Decision
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox_tables import Method, OutboxRow
from bot.kernel.messages import Button, Message, Verbatim, message
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.pipeline.ports import NotDelivered
from tests.adapters.enclosures import FakeEnclosures
from tests.helpers.eligibility import sends_the_check
from tests.helpers.world import Person as PersonOfWorld
from tests.helpers.world import World
from tests.telegram_server import Group, Person, TelegramServer

TEAM = -555
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.group(TEAM, "Konsulenter")
        yield server


@pytest.fixture
def reader(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", started=True)


@pytest.fixture
def transport(bot: Bot) -> TelegramTransport:
    return TelegramTransport(bot, RENDERER, ConsultantsChat(TEAM), FakeEnclosures())


def saying(text: str) -> Message:
    return message(Verbatim(text), buttons=[[Button(Verbatim("Ja"), "m:menu")]])


def row(chat_id: int, text: str = "hej", method: Method = "send", edits: Ids = None) -> OutboxRow:
    assert not isinstance(edits, tuple), "one message is changed"
    return OutboxRow(1, chat_id, method, saying(text), "da", edits, 0)


async def refused(transport: TelegramTransport, what: OutboxRow) -> NotDelivered:
    with pytest.raises(NotDelivered) as raised:
        await transport.deliver(what)
    return raised.value


async def test_text_is_sent_unchanged_and_its_id_returned(
    transport: TelegramTransport, reader: Person
) -> None:
    words = 'a < b & c > "d" <b>x</b> {field} *_`'
    message_id = await transport.deliver(row(42, words))
    assert (message_id, reader.last.text) == (reader.last.message_id, words)
    assert reader.last.buttons == [["Ja"]]


async def test_edit_changes_the_message_in_place(
    transport: TelegramTransport, reader: Person
) -> None:
    first = await transport.deliver(row(42, "before"))
    assert await transport.deliver(row(42, "after", "edit", first)) == first
    assert [shown.text for shown in reader.screen()] == ["after"]


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_rate_limit_returns_telegrams_retry_after(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person, method: str
) -> None:
    first = await transport.deliver(row(42))
    telegram.faults.add(method, retry_after=7)
    retry_on_conflict = row(42, "b", "edit" if method == "editMessageText" else "send", first)
    failure = await refused(transport, retry_on_conflict)
    assert (failure.retry_after, failure.permanent, failure.unreachable) == (7, False, False)


async def test_blocked_bot_is_permanent_and_unreachable(
    transport: TelegramTransport, reader: Person
) -> None:
    await reader.blocks()
    failure = await refused(transport, row(42))
    assert failure.permanent and failure.unreachable


@pytest.mark.parametrize(
    "description", ["Forbidden: user is deactivated", "Bad Request: chat not found"]
)
async def test_deactivated_account_and_unknown_chat_are_unreachable(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person, description: str
) -> None:
    status = 403 if description.startswith("Forbidden") else 400
    telegram.faults.add("sendMessage", status=status, description=description)
    failure = await refused(transport, row(42))
    assert failure.permanent and failure.unreachable


@pytest.mark.parametrize(
    "how",
    [
        {"status": 500},
        {"status": 502},
        {"status": 504},
        {"drop": "before"},
        {"drop": "after"},
        {"garbage": True},
    ],
)
async def test_server_and_network_errors_are_retryable(
    transport: TelegramTransport,
    telegram: TelegramServer,
    reader: Person,
    how: dict[str, object],
) -> None:
    telegram.faults.add("sendMessage", **how)
    failure = await refused(transport, row(42))
    assert (failure.permanent, failure.unreachable, failure.retry_after) == (False, False, None)
    assert await transport.deliver(row(42)) == reader.last.message_id


async def test_refused_connection_is_retryable(bot: Bot) -> None:
    away = Bot("123456:TEST", base_url="http://127.0.0.1:9/bot")
    failure = await refused(
        TelegramTransport(away, RENDERER, ConsultantsChat(None), FakeEnclosures()), row(42)
    )
    assert not failure.permanent and not failure.unreachable


async def test_refused_token_is_retryable(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    telegram.faults.add("sendMessage", status=401, description="Unauthorized")
    assert not (await refused(transport, row(42))).permanent


async def test_rejected_message_is_permanent_but_the_person_reachable(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    failure = await refused(transport, row(42, "a" * 5000))
    assert failure.permanent and not failure.unreachable


async def test_edit_without_a_change_counts_as_done(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    first = await transport.deliver(row(42))
    assert await transport.deliver(row(42, method="edit", edits=first)) == first
    assert telegram.calls[-1].status == 400, "Telegram said: not modified"


async def test_edit_of_a_deleted_message_is_sent_as_a_new_one(
    transport: TelegramTransport, bot: Bot, reader: Person
) -> None:
    first = await transport.deliver(row(42, "before"))
    assert isinstance(first, int)
    await bot.delete_message(42, first)
    second = await transport.deliver(row(42, "after", "edit", first))
    assert second != first
    assert (reader.last.message_id, reader.last.text) == (second, "after")


async def test_failure_holds_neither_text_nor_token(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    for how in ({"status": 500}, {"drop": "before"}, {"garbage": True}, {"retry_after": 3}):
        telegram.faults.add("sendMessage", **how)
        failure = await refused(transport, row(42, "my secret"))
        assert "secret" not in str(failure) and telegram.token not in str(failure)


async def test_press_too_old_to_acknowledge_is_ignored(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    await transport.deliver(row(42))
    await reader.presses("Ja")
    [query] = telegram.unanswered()
    await transport.acknowledge(query.id)
    await transport.acknowledge(query.id)
    assert not telegram.unanswered() and telegram.calls[-1].status == 400


async def test_failed_acknowledgement_is_raised(
    transport: TelegramTransport, telegram: TelegramServer
) -> None:
    telegram.faults.add("answerCallbackQuery", retry_after=2)
    with pytest.raises(NotDelivered) as raised:
        await transport.acknowledge("1")
    assert (raised.value.permanent, raised.value.retry_after) == (False, 2)


async def test_leave_leaves_the_group(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    stray = telegram.group(-77, "Family")
    assert await transport.deliver(row(-77, method="leave")) is None
    assert stray.chat.members[telegram.world.me["id"]] == "left"


# The consultants' group.


def test_consultants_are_unreachable_without_a_group(bot: Bot) -> None:
    transport = TelegramTransport(bot, RENDERER, ConsultantsChat(None), FakeEnclosures())
    assert not transport.reachable(CONSULTANTS) and transport.reachable(42)


async def test_migrated_group_is_followed_by_the_next_attempt(
    transport: TelegramTransport, telegram: TelegramServer
) -> None:
    kirsten = telegram.person(900, "Kirsten")
    group = telegram.group(-556, "Team", members=[kirsten])
    transport.consultants.chat_id = group.id
    await group.becomes_supergroup(-100_556, by=kirsten)
    failure = await refused(transport, row(CONSULTANTS))
    assert (failure.permanent, failure.unreachable) == (False, False)
    message_id = await transport.deliver(row(CONSULTANTS, "news"))
    assert group.id == transport.consultants.chat_id == -100_556
    assert (group.last.message_id, group.last.text) == (message_id, "news")


async def test_migrated_foreign_group_is_not_followed(
    transport: TelegramTransport, telegram: TelegramServer
) -> None:
    stranger = telegram.person(666, "Eve")
    group = telegram.group(-557, "Family", members=[stranger])
    await group.becomes_supergroup(-100_557, by=stranger)
    assert (await refused(transport, row(-557))).permanent
    assert transport.consultants.chat_id == TEAM


async def test_presses_count_in_the_migrated_group_only(
    telegram: TelegramServer, bot: Bot, world: World, amina: PersonOfWorld
) -> None:
    await sends_the_check(amina)
    chat = world.assistant.desk.chat
    chat.configured = chat.chat_id = TEAM
    transport = TelegramTransport(bot, RENDERER, chat, FakeEnclosures())
    kirsten = telegram.person(900, "Kirsten")
    await Group(telegram.world, TEAM).becomes_supergroup(-100_555, by=kirsten)
    await refused(transport, row(CONSULTANTS))
    presser = world.person(900, "Kirsten")
    await presser.presses_data("c:1:suitable", world.team[-1].message_id, TEAM)
    assert (await amina.application()).decision is None, (
        "the old group is not the consultants' any more"
    )
    await presser.presses_data("c:1:suitable", world.team[-1].message_id, -100_555)
    assert (await amina.application()).decision is Decision.SUITABLE
