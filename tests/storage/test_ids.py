"""A number that stands in buttons, in the audit log or at topics is never given to another row."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.adapters.database.backup import back_up, restore, skip_ids
from bot.adapters.database.engine import Database
from bot.adapters.database.migrate import blocking_engine, migrate
from bot.adapters.database.moving import move
from bot.adapters.database.schema import metadata
from bot.adapters.database.sealing import check_keys
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.eligibility.rules.application import Application, Status
from bot.eligibility.storage.repositories import Applications
from bot.kernel.callback_data import unpack
from bot.kernel.database.ids import advance_all, floor, highest, is_numbered
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.privacy.storage.personal_data import PersonalData
from tests.helpers import postgres
from tests.helpers.desk import applicant, consultant, says
from tests.helpers.vault import VAULT
from tests.helpers.world import MONDAY, World

GONE = "This person is gone: everything about them was erased. Nothing was changed."


async def new_application(world: World, chat_id: int) -> tuple[int, int]:
    """The numbers of a new participant and of their application."""
    person = await applicant(world, chat_id, name=f"P{chat_id}", decision=None)
    found = await person.application()
    return found.participant_id, found.id


async def erase(world: World, chat_id: int) -> None:
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(chat_id)
        assert person is not None
        await uow[PersonalData].erase(person, 0)
        await uow.commit()


async def test_numbers_of_erased_rows_are_not_given_again(world: World) -> None:
    given = [await new_application(world, 41)]
    for chat_id in (42, 43):
        given.append(await new_application(world, chat_id))
        await erase(world, chat_id)
    given.append(await new_application(world, 44))
    for numbers in zip(*given, strict=True):
        assert len(set(numbers)) == len(given) and list(numbers) == sorted(numbers)


@pytest.mark.parametrize("data", ["c:{application}:unsuitable", "r:a:1:{participant}",
                                  "q:o:{participant}", "bm:o:{participant}",
                                  "bm:d:p{participant}", "o:a:{application}"])  # fmt: skip
async def test_press_on_the_card_of_an_erased_person_changes_nothing(
    world: World, data: str
) -> None:
    """The case seen: the erased woman's card, the next person, a press."""
    participant, application = await new_application(world, 42)
    old_card = data.format(participant=participant, application=application)
    unpack(old_card)
    await erase(world, 42)
    await new_application(world, 43)
    next_person = world.person(43)
    messages = len(world.screen(43))
    mette = consultant(world)
    await mette.says("/open")
    await mette.taps_data(old_card)
    assert says(mette.last.text, GONE)
    found = await next_person.application()
    assert found.status is Status.SUBMITTED and found.decision is None
    assert len(world.screen(43)) == messages


async def test_number_that_was_never_given_is_not_called_a_person(world: World) -> None:
    mette = consultant(world)
    await new_application(world, 42)
    await mette.says("/open")
    await mette.taps_data("q:o:999")
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")


def test_every_numbered_table_of_sqlite_counts_on(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    migrate(url)
    engine = blocking_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master"))
        made = {row.name: row.sql for row in found}
    engine.dispose()
    numbered = [table.name for table in metadata.sorted_tables if is_numbered(table)]
    assert len(numbered) > 15
    assert [name for name in numbered if "AUTOINCREMENT" not in made[name]] == []


@given(st.integers(0, 7 * 10**8), st.integers(0, 10**8))
def test_floor_grows_faster_than_numbers_are_given(start: int, seconds: int) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(seconds=start)
    later = now + timedelta(seconds=seconds)
    assert floor(later) - floor(now) >= 10 * seconds
    assert floor(later) < 10**10  # the content is checked with ids of ten digits


@pytest.mark.skipif(postgres.WANTED, reason="it names the databases itself")
async def test_numbers_given_after_a_backup_are_not_given_again(
    world: World, tmp_path: Path
) -> None:
    """Given after the backup, erased, restored; and restored from the same backup once more."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'egen-chef.sqlite3'}"
    check_keys(url, VAULT)
    await new_application(world, 42)
    await asyncio.to_thread(back_up, url, tmp_path / "files", tmp_path / "backup")
    seen = {await new_application(world, chat_id) for chat_id in (43, 44)}
    for turn in ("first", "second"):
        place = tmp_path / turn
        restored = f"sqlite+aiosqlite:///{place / 'egen-chef.sqlite3'}"
        await asyncio.to_thread(restore, restored, place / "files", tmp_path / "backup", VAULT)
        numbers = await insert(restored, 50)
        assert not {n for pair in seen for n in pair} & set(numbers)
        seen.add(numbers)
        await asyncio.sleep(0.2)  # floor: tenths of a second


@pytest.mark.skipif(postgres.WANTED, reason="it names the databases itself")
async def test_numbers_given_on_either_side_of_a_move_are_not_given_again(
    world: World, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'egen-chef.sqlite3'}"
    check_keys(url, VAULT)
    seen = {await new_application(world, chat_id) for chat_id in (42, 43)}
    await erase(world, 43)
    for chat_id in (50, 51):  # moved, not satisfied, moved again
        target = await asyncio.to_thread(postgres.bare_database)
        await asyncio.to_thread(move, url, target)
        numbers = await insert(target, chat_id)
        assert not {n for pair in seen for n in pair} & set(numbers)
        seen.add(numbers)
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_counters_never_go_back(tmp_path: Path, kind: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    url = postgres.bare_database() if kind == "postgresql" else url
    migrate(url)
    skip_ids(url)
    table = metadata.tables["participants"]
    engine = blocking_engine(url)
    with engine.begin() as connection:
        first = highest(connection, table)
        advance_all(connection, 10)
        assert highest(connection, table) == first > 10**8
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migration_goes_ahead_of_what_was_erased_before(tmp_path: Path, kind: str) -> None:
    """A database in use; an empty one begins at one."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    url = postgres.bare_database() if kind == "postgresql" else url
    migrate(url, "0011")
    engine = blocking_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO inbox (update_id, chat_id, received_at, attempts)"
                                " VALUES (1, 2, '2026-11-02', 0)"))  # fmt: skip
    migrate(url)
    with engine.begin() as connection:
        assert highest(connection, metadata.tables["applications"]) > 10**8
    engine.dispose()


async def insert(url: str, chat_id: int) -> tuple[int, int]:
    database = Database(url, VAULT)
    try:
        async with SqlUnitOfWork(database) as uow:
            person = Participant(chat_id, "Next", "da", MONDAY)
            await uow[Participants].add(person)
            assert person.id is not None
            application = Application(participant_id=person.id, started_at=MONDAY)
            await uow[Applications].add(application)
            assert application.id is not None
            await uow.commit()
            return person.id, application.id
    finally:
        await database.close()
