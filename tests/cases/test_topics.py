"""A participant's forum topic: what is written in it is relayed; other threads stay private."""

import pytest
from sqlalchemy import select

from bot.cases.rules.cases import CaseReason
from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.relays import Topics
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.audit import audit
from bot.kernel.database.participants import Participants
from bot.kernel.messages import KeptFile
from tests.helpers.desk import says
from tests.helpers.talk import banner, case_of, post_of, the_case
from tests.helpers.world import TEAM, Person, World

THREAD, OTHER = 77, 78


@pytest.fixture(autouse=True)
async def topic(world: World, amina: Person) -> None:
    """Amina has a topic in the group."""
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None and participant.id is not None
        await uow[Topics].add(ForumTopic(participant.id, TEAM, THREAD, "Amina · en"))
        await uow.commit()


async def writes(mette: Person, text: str, thread: int = THREAD) -> None:
    await mette.says(text, chat=TEAM, message_thread_id=thread, is_topic_message=True)


async def logged(world: World) -> list[tuple[str, int | None]]:
    """The consultants' actions, each with the participant it concerned."""
    async with world.database.engine.connect() as connection:
        rows = await connection.execute(select(audit).order_by(audit.c.id))
        return [(row.action, row.about) for row in rows]


async def test_text_in_the_topic_is_relayed_with_a_banner_below_it(
    world: World, amina: Person, mette: Person
) -> None:
    await writes(mette, "Hej Amina")
    row = banner(world).row
    assert row is not None and (row.thread, row.reply_to) == (THREAD, world.message_id)
    assert row.silent and row.about == 1
    await world.passes(seconds=8)
    assert amina.sees("Hej Amina")
    case = await case_of(world, amina)
    assert (case.why, case.taken_name) == (CaseReason.HUMAN, "Mette")


async def test_what_is_written_in_the_topic_is_logged_for_its_participant(
    world: World, mette: Person
) -> None:
    await writes(mette, "Hej Amina")
    assert await logged(world) == [("text", 1)]


@pytest.mark.parametrize("thread", [OTHER, 0])
async def test_text_in_another_thread_is_neither_relayed_nor_logged(
    world: World, amina: Person, mette: Person, thread: int
) -> None:
    heard = len(amina.texts)
    await writes(mette, "Kaffe?", thread)
    await world.passes(seconds=8)
    assert len(amina.texts) == heard and not world.team and not await logged(world)


async def test_note_in_the_topic_is_for_colleagues_only(
    world: World, amina: Person, mette: Person
) -> None:
    heard = len(amina.texts)
    await writes(mette, "  // hun lyder træt")
    await world.passes(seconds=8)
    assert len(amina.texts) == heard and not world.team


async def test_picture_in_the_topic_reaches_its_participant(
    world: World, amina: Person, mette: Person
) -> None:
    photo = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]
    message = mette._message(TEAM, photo=photo, message_thread_id=THREAD, is_topic_message=True)
    await world.arrives("message", message)
    await world.passes(seconds=8)
    row = amina.last.row
    assert row is not None and isinstance(row.message.enclosure, KeptFile)
    async with world.uow() as uow:
        file = await uow[SentFiles].get(row.message.enclosure.file_id)
    assert file is not None and (file.message_id, file.sent_by) == (world.message_id, mette.id)


async def test_close_in_the_topic_closes_its_case(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(mette, "/close")
    assert await the_case(world, amina) is None
    assert amina.sees("Mette has ended the talk")
    assert says(post_of(world, amina).text, "✔ Closed by {taker}.")


async def test_close_in_the_topic_without_an_open_case_says_so(
    world: World, amina: Person, mette: Person
) -> None:
    heard = len(amina.texts)
    await writes(mette, "/close")
    assert says(world.team[-1].text, "There is no open talk with {person}.")
    assert len(amina.texts) == heard


async def test_close_outside_of_topics_and_replies_asks_where(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(mette, "/close", OTHER)
    asked = "Please write /close in the topic of a person, or as a reply to a message "
    asked += "about somebody."
    assert says(world.team[-1].text, asked)
    await case_of(world, amina)


async def test_removed_topic_can_be_replaced_in_one_transaction(world: World) -> None:
    async with world.uow() as uow:
        old = await uow[Topics].of(1, TEAM)
        assert old is not None and await uow[Topics].of(1, OTHER) is None
        await uow[Topics].remove(old)
        await uow[Topics].add(ForumTopic(1, TEAM, OTHER, "Amina · en"))
        await uow.commit()
    async with world.uow() as uow:
        assert await uow[Topics].at(TEAM, THREAD) is None
        found = await uow[Topics].all_of(1)
        assert found and found == [await uow[Topics].at(TEAM, OTHER)]
        assert await uow[Topics].all_of(2) == []
