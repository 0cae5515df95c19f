"""What is left in the chats of the consultants of somebody who is erased."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.scenarios.town import TEAM, Town, town
from tests.telegram_server import Person

MORNING = datetime(2026, 11, 4, 8, tzinfo=UTC)


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, MORNING, forum=True) as place:
        yield place


async def asks(place: Town, person: Person) -> int:
    """The topic that the person has then."""
    await person.says("/consultant")
    await place.settle()
    topics = place.team.chat.topics.items()
    [number] = [n for n, t in topics if "Amina" in t.name and not t.deleted]
    return number


def named(place: Town, name: str = "Amina") -> list[str]:
    """The messages in the group that name somebody, in text or buttons."""
    shown = [(m.text or "", m.labels) for m in place.team.screen()]
    return [text for text, labels in shown if name in text or name in str(labels)]


async def is_erased(place: Town, person: Person) -> None:
    await person.says("/deleteme")
    await place.settle()
    await person.presses("🗑 Yes, delete everything")
    await place.settle()


async def test_topic_of_an_erased_participant_is_deleted_with_a_notice(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    await is_erased(forum, amina)
    assert forum.team.chat.topics[hers].deleted and not forum.team.screen(hers)
    [notice] = forum.team.screen()
    assert notice.text is not None and "Amina" in notice.text and "slettet" in notice.text
    assert await forum.unsent() == 0


async def test_topic_that_may_not_be_deleted_is_closed_with_a_notice(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    forum.team.chat.denied.add("can_delete_messages")
    await is_erased(forum, amina)
    topic = forum.team.chat.topics[hers]
    assert topic.closed and topic.name == "🗑"
    last = forum.team.screen(hers)[-1].text
    assert last is not None and "Amina" in last and "slettet" in last
    assert [r.split()[0] for r in forum.refusals()] == ["deleteForumTopic"]
    assert named(forum) == [last], "the other messages are deleted one by one"


async def test_erased_participant_who_returns_gets_a_new_topic(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    old = await asks(forum, amina)
    await is_erased(forum, amina)
    await amina.says("/start")
    assert await asks(forum, amina) != old
    assert forum.team.chat.topics[old].deleted


async def test_erasure_notice_goes_to_general_if_the_topic_was_deleted(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    await forum.channel.bot.delete_forum_topic(TEAM, hers)
    await is_erased(forum, amina)
    assert any("slettet" in (shown.text or "") for shown in forum.team.screen())
    assert await forum.unsent() == 0


async def test_topic_is_deleted_when_retention_ends(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    forum.clock.forward(days=800)
    await forum.scheduler.run_jobs()
    await forum.settle()
    assert forum.team.chat.topics[hers].deleted and not forum.team.screen(hers)
    assert "gemme" in (forum.team.screen()[-1].text or "")


async def test_notice_is_removed_after_a_day(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    await asks(forum, amina)
    await is_erased(forum, amina)
    forum.clock.forward(hours=23)
    await forum.scheduler.run_jobs()
    await forum.settle()
    assert len(named(forum)) == 1
    forum.clock.forward(hours=1)
    for _ in range(2):  # a tick too many changes nothing
        await forum.scheduler.run_jobs()
        await forum.settle()
    assert named(forum) == [] and await forum.unsent() == 0
    assert await forum.number("SELECT COUNT(*) FROM passing_messages") == 0


@pytest.fixture
async def plain_group(tmp_path: Path) -> AsyncIterator[Town]:
    """Without topics; the assistant is no administrator."""
    async with town(tmp_path, MORNING, bot="member") as place:
        yield place


@pytest.mark.parametrize("hours", [1, 50])
async def test_messages_in_the_group_are_deleted_or_made_empty(
    plain_group: Town, hours: int
) -> None:
    """After two days a bot that is no administrator can only edit."""
    place = plain_group
    amina = await place.applicant(42, "Amina", "en")
    await amina.says("/consultant")
    await place.settle()
    before = len(named(place))
    assert before
    place.clock.forward(hours=hours)
    await is_erased(place, amina)
    [notice] = named(place)
    assert "har fået alt slettet" in notice
    blank = [m for m in place.team.screen() if m.text == "🗑 Denne besked er slettet."]
    assert len(blank) == (before if hours > 48 else 0) and not any(m.labels for m in blank)
    assert await place.unsent() == 0


@pytest.mark.parametrize("method", ["deleteForumTopic", "deleteMessage", "sendMessage"])
async def test_erasure_goes_on_after_a_lost_answer(forum: Town, method: str) -> None:
    """As after `kill -9` between a call and its record: it is done again, with the same end."""
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    await amina.says("/deleteme")
    await forum.settle()
    forum.telegram.faults.add(method, drop="after", match={"chat_id": TEAM})
    await amina.presses("🗑 Yes, delete everything")
    await forum.settle()
    forum.clock.forward(minutes=10)
    await forum.settle()
    assert forum.team.chat.topics[hers].deleted and await forum.unsent() == 0
    assert 1 <= len(named(forum)) <= (2 if method == "sendMessage" else 1)
