"""All rows of a person, found by the foreign keys: handed out whole, and erased whole."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.adapters.database.schema import metadata
from bot.kernel.database.participants import Participants
from bot.privacy.storage.personal_data import PersonalData, is_personal
from bot.reminders.storage.repositories import Reminders
from tests.helpers.desk import admitted, consultant, enrolment_of, hands_in, new_cohort
from tests.helpers.world import Person, World, make_world

PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
# Tables that hold nothing about one person.  A new table belongs here, or to a person.
NOT_PERSONAL = {
    "consultants", "consultants_group", "group_moves", "runs", "vault", "audit", "audit_chain",
    "doomed_files", "erasures", "passing_messages",
}  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """With database threads, as in production."""
    world = await make_world(tmp_path, threads=True)
    yield world
    await world.close()


@pytest.fixture
async def people(world: World) -> tuple[Person, Person]:
    run = await new_cohort(world)
    amina = await admitted(world, run, 42, "Amina")
    yusuf = await admitted(world, run, 43, "Yusuf")
    for person in (amina, yusuf):
        await hands_in(world, person)
        await person.says("/progress")
        await person.says("/plan")
        await person.says("/consultant")
        await _wants_reminders(world, person)
        await person.sends(
            photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
        )
    await consultant(world).says("/status")
    return amina, yusuf


async def _wants_reminders(world: World, person: Person) -> None:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        await uow[Reminders].preferences(participant.id)
        await uow.commit()


def test_every_table_is_personal_or_known_not_to_be() -> None:
    personal = {table.name for table in metadata.sorted_tables if is_personal(table)}
    assert set(metadata.tables) - personal == NOT_PERSONAL


async def test_export_has_all_rows_of_one_participant_only(
    world: World, people: tuple[Person, Person]
) -> None:
    amina, _ = people
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        rows = await uow[PersonalData].collect(participant)
    assert {"participants", "consents", "applications", "enrolments", "works", "work_answers",
            "outbox", "inbox", "releases"} <= set(rows)  # fmt: skip
    assert rows["participants"][0]["first_name"] == "Amina"
    assert {"business_plans", "cases", "reminder_preferences"} <= set(rows)
    assert json.loads(json.dumps(rows)) == rows
    assert "Yusuf" not in str([rows[name] for name in rows if name != "outbox"])


async def test_erasure_deletes_all_rows_of_one_participant_only(
    world: World, people: tuple[Person, Person]
) -> None:
    amina, yusuf = people
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        other = await uow[Participants].of_chat(yusuf.id)
        assert participant is not None and other is not None
        before = await uow[PersonalData].collect(other)
        gone = await uow[PersonalData].erase(participant, 0)
        await uow.commit()
    assert gone["participants"] == 1 and gone["work_answers"] > 1
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(amina.id) is None
        other = await uow[Participants].of_chat(yusuf.id)
        assert other is not None
        after = await uow[PersonalData].collect(other)
    del before["outbox"], after["outbox"]  # lists that named both are gone
    assert after == before
    assert (await enrolment_of(world, yusuf)).submissions
    assert "Amina" not in await _all_texts(world)


async def _all_texts(world: World) -> str:
    async with world.database.engine.connect() as connection:
        rows = [
            str((await connection.execute(select(table))).all())
            for table in metadata.sorted_tables
            if table.name != "audit"
        ]
    return "".join(rows)


async def test_audit_log_has_actions_without_texts(
    world: World, people: tuple[Person, Person]
) -> None:
    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(select(metadata.tables["audit"]))).all()
    actions = [row.action for row in rows]
    assert "/runs" in actions and "/status" in actions
    assert any(action.startswith("r:a:") for action in actions)
    assert {row.by for row in rows} == {1}


@pytest.mark.parametrize("change", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
async def test_audit_log_is_append_only(
    world: World, people: tuple[Person, Person], change: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with world.database.engine.begin() as connection:
            await connection.execute(text(change))
