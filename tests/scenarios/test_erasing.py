"""The topic of somebody who is erased: its last message, and a name that tells nothing."""

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
    [number] = [n for n, t in place.team.chat.topics.items() if "Amina" in t.name]
    return number


async def is_erased(place: Town, person: Person) -> None:
    await person.says("/deleteme")
    await place.settle()
    await person.presses("🗑 Yes, delete everything")
    await place.settle()


async def test_topic_of_an_erased_participant_is_closed_with_a_notice(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    await is_erased(forum, amina)
    topic = forum.team.chat.topics[hers]
    assert topic.closed and topic.name == "🗑"
    last = forum.team.screen(hers)[-1].text
    assert last is not None and "Amina" in last and "slettet" in last
    assert not forum.refusals()


async def test_erased_participant_who_returns_gets_a_new_topic(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    old = await asks(forum, amina)
    await is_erased(forum, amina)
    await amina.says("/start")
    assert await asks(forum, amina) != old
    assert forum.team.chat.topics[old].closed


async def test_erasure_notice_goes_to_general_if_the_topic_was_deleted(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    await forum.channel.bot.delete_forum_topic(TEAM, hers)
    await is_erased(forum, amina)
    assert any("slettet" in (shown.text or "") for shown in forum.team.screen())
    assert await forum.unsent() == 0


async def test_topic_is_closed_when_retention_ends(forum: Town) -> None:
    amina = await forum.applicant(42, "Amina", "en")
    hers = await asks(forum, amina)
    forum.clock.forward(days=800)
    await forum.scheduler.run_jobs()
    await forum.settle()
    topic = forum.team.chat.topics[hers]
    assert topic.closed and topic.name == "🗑"
    assert "gemme" in (forum.team.screen(hers)[-1].text or "")
