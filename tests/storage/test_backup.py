"""A backup made while people write comes back whole; databases move with all they hold."""

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.adapters.database.backup import NotPossible, back_up, restore
from bot.adapters.database.engine import Database
from bot.adapters.database.migrate import migrate
from bot.adapters.database.moving import NotEmpty, move
from bot.adapters.database.sealing import check_keys
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.file_store import DiskFiles
from bot.course.storage.repositories import Enrolments
from bot.kernel.database.ids import floor
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.database.vault import Vault, WrongKey
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.runtime.retry import retry_on_conflict
from tests.helpers import postgres
from tests.helpers.desk import admitted, hands_in, new_cohort
from tests.helpers.filled import ROWS, fill, stored
from tests.helpers.vault import VAULT
from tests.helpers.world import MONDAY, Person, World
from tests.storage.test_vault import NEW

WORDS = "My own words"

pytestmark = pytest.mark.skipif(postgres.WANTED, reason="they name the databases themselves")


@pytest.fixture
async def person(world: World) -> Person:
    person = await admitted(world, await new_cohort(world))
    await hands_in(world, person, words=WORDS)
    return person


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore, as an administrator has them installed."""
    monkeypatch.setenv("PATH", f"{postgres.BIN}:{os.environ['PATH']}")


def url_in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'egen-chef.sqlite3'}"


async def answers(url: str, person: Person) -> list[str | None]:
    database = Database(url, VAULT)
    try:
        async with SqlUnitOfWork(database) as uow:
            found = await uow[Participants].of_chat(person.id)
            assert found is not None and found.first_name == person.name
            enrolment = await uow[Enrolments].latest(found.id or 0)
            assert enrolment is not None
            return [a.value for w in enrolment.submissions for a in w.answers.values()]
    finally:
        await database.close()


async def test_backup_of_a_running_assistant_restores_with_its_files(
    world: World, person: Person, tmp_path: Path
) -> None:
    check_keys(url_in(tmp_path), VAULT)
    store = DiskFiles(tmp_path / "files", VAULT)
    await store.keep(key := await store.write(b"photo"))
    copy, other = tmp_path / "backup", tmp_path / "other"
    async with world.uow():  # somebody is in the middle of something
        await asyncio.to_thread(back_up, url_in(tmp_path), tmp_path / "files", copy)
    await person.says("later words")
    await asyncio.to_thread(restore, url_in(other), other / "files", copy, VAULT)
    assert WORDS in await answers(url_in(other), person)
    assert await DiskFiles(other / "files", VAULT).read(key) == b"photo"


async def test_backup_contains_no_plaintext_and_no_keys(
    world: World, person: Person, tmp_path: Path
) -> None:
    back_up(url_in(tmp_path), tmp_path / "files", tmp_path / "backup")
    content = b"".join(f.read_bytes() for f in (tmp_path / "backup").rglob("*") if f.is_file())
    assert b"own words" not in content
    assert not list((tmp_path / "backup").rglob("*.key"))


async def test_restore_never_overwrites(world: World, person: Person, tmp_path: Path) -> None:
    copy = tmp_path / "backup"
    back_up(url_in(tmp_path), tmp_path / "files", copy)
    with pytest.raises(NotPossible):
        restore(url_in(tmp_path), tmp_path / "none", copy, VAULT)
    with pytest.raises(NotPossible):
        back_up(url_in(tmp_path), tmp_path / "files", copy)
    assert WORDS in await answers(url_in(tmp_path), person)


async def test_restore_without_keys_is_refused_and_leaves_nothing(
    world: World, person: Person, tmp_path: Path
) -> None:
    check_keys(url_in(tmp_path), VAULT)
    back_up(url_in(tmp_path), tmp_path / "files", tmp_path / "backup")
    other = tmp_path / "other"
    with pytest.raises(WrongKey):
        restore(url_in(other), other / "files", tmp_path / "backup", Vault([NEW]))
    assert not list(other.glob("*"))


@pytest.mark.parametrize("place", ["nowhere", "files"])
def test_invalid_backup_is_reported(tmp_path: Path, place: str) -> None:
    (tmp_path / "files").mkdir()
    with pytest.raises(NotPossible):
        restore(url_in(tmp_path), tmp_path / "kept", tmp_path / place, VAULT)


async def test_database_moves_to_postgresql_and_participants_continue(
    world: World, person: Person, tmp_path: Path
) -> None:
    check_keys(url_in(tmp_path), VAULT)
    target = await asyncio.to_thread(postgres.bare_database)
    rows = await asyncio.to_thread(move, url_in(tmp_path), target)
    assert rows["participants"] == 1 and rows["work_answers"] > 0
    await asyncio.to_thread(check_keys, target, VAULT)
    assert await answers(target, person) == await answers(url_in(tmp_path), person)
    database = Database(target, VAULT)
    async with SqlUnitOfWork(database) as uow:  # new rows get new numbers
        known = await uow[Participants].of_chat(person.id)
        assert known is not None
        known.answer_consent("2", True, world.clock())
        await uow.commit()
    await database.close()
    with pytest.raises(NotEmpty):
        await asyncio.to_thread(move, url_in(tmp_path), target)


async def test_postgresql_backup_restores(
    world: World, person: Person, tmp_path: Path, programs: None
) -> None:
    check_keys(url_in(tmp_path), VAULT)
    source = await asyncio.to_thread(postgres.bare_database)
    target = await asyncio.to_thread(postgres.bare_database)
    await asyncio.to_thread(move, url_in(tmp_path), source)
    copy = tmp_path / "backup"
    await asyncio.to_thread(back_up, source, tmp_path / "files", copy)
    await asyncio.to_thread(restore, target, tmp_path / "kept", copy, VAULT)
    assert WORDS in await answers(target, person)
    with pytest.raises(NotPossible):
        restore(target, tmp_path / "kept", copy, VAULT)


async def test_rows_of_every_table_survive_move_and_backup(tmp_path: Path, programs: None) -> None:
    source = url_in(tmp_path)
    await asyncio.to_thread(migrate, source)
    check_keys(source, VAULT)
    fill(source)
    there, back = [await asyncio.to_thread(postgres.bare_database) for _ in range(2)]
    await asyncio.to_thread(move, source, there)
    everything = stored(source)
    assert all(everything.values()) and stored(there) == everything
    await asyncio.to_thread(back_up, there, tmp_path / "files", tmp_path / "copy")
    await asyncio.to_thread(restore, back, tmp_path / "kept", tmp_path / "copy", VAULT)
    assert stored(back) == everything
    database = Database(back, VAULT)
    async with SqlUnitOfWork(database) as uow:  # numbers go on where they were
        newcomer = Participant(42, "Amina", "ar", MONDAY)
        await uow[Participants].add(newcomer)
        assert newcomer.id is not None and newcomer.id > floor(MONDAY) > ROWS
    await database.close()


async def test_postgresql_backup_is_consistent_during_concurrent_writes(
    tmp_path: Path, programs: None
) -> None:
    source, target = [await asyncio.to_thread(postgres.bare_database) for _ in range(2)]
    await asyncio.to_thread(migrate, source)
    check_keys(source, VAULT)
    databases = [Database(source, VAULT) for _ in range(2)]
    stop, written = asyncio.Event(), asyncio.Event()

    async def write(database: Database, chats: Iterator[int]) -> None:
        """A person and a message to them, or neither."""
        while not stop.is_set():
            chat = next(chats)
            await retry_on_conflict(lambda chat=chat: write_one(database, chat))  # type: ignore[misc]  # mypy can't infer a lambda's default

    async def write_one(database: Database, chat: int) -> None:
        async with SqlUnitOfWork(database) as uow:
            await uow[Participants].add(Participant(chat, "Amina", "ar", MONDAY))
            await asyncio.sleep(0)
            await uow[Outbox].put(f"{chat}", chat, Message(()), "ar", MONDAY)
            await uow.commit()
        written.set()

    writing = [asyncio.create_task(write(d, count(1 + n, 2))) for n, d in enumerate(databases)]
    await written.wait()
    await asyncio.to_thread(back_up, source, tmp_path / "files", tmp_path / "copy")
    written.clear()
    await written.wait()
    stop.set()
    await asyncio.gather(*writing)
    for database in databases:
        await database.close()
    await asyncio.to_thread(restore, target, tmp_path / "kept", tmp_path / "copy", VAULT)
    copy, now = stored(target), stored(source)
    assert 0 < len(copy["participants"]) == len(copy["outbox"]) < len(now["participants"])
