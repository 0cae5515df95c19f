"""What an erasure leaves on the disk, and the ledger that an older copy is held against."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select, text

from bot.adapters.database.audit_log import verify
from bot.adapters.database.backup import NotPossible, back_up
from bot.adapters.database.ledger import LEDGER, LedgerFile
from bot.adapters.database.mention_index import index_mentions
from bot.adapters.database.migrate import blocking_engine
from bot.adapters.database.moving import move
from bot.adapters.database.sealing import check_keys
from bot.bootstrap import build
from bot.i18n.markup import PlainText
from bot.kernel.database.audit import AuditLog, audit
from bot.kernel.database.erasures import Erasure, Erasures, erasures
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions, outbox, outbox_mentions
from bot.kernel.database.participants import Participants, participants
from bot.kernel.database.vault import KEY_FILE, Vault, WrongKey
from bot.kernel.messages import PersonLink, message, phrase
from bot.kernel.ports import CONSULTANTS
from bot.maintenance import use_backup
from bot.privacy.handlers.erasing import NO_UPDATE, erase
from bot.settings import Settings
from tests.helpers import postgres
from tests.helpers.vault import KEY, VAULT
from tests.helpers.world import MONDAY, World, make_world

ROOT = Path(__file__).parents[2]
on_sqlite = pytest.mark.skipif(postgres.WANTED, reason="about the file of SQLite")
entries = st.builds(
    Erasure, st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.binary(min_size=4, max_size=4).map(bytes.hex), st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """With database threads, as in production."""
    world = await make_world(tmp_path, threads=True)
    await asyncio.to_thread(check_keys, world.url, VAULT)
    yield world
    await world.close()


async def stored(world: World, chat: int = 42, name: str = "Amina") -> int:
    await world.person(chat, name).says("/start")
    async with world.uow() as uow:
        person = await uow[Participants].of_chat(chat)
    assert person is not None and person.id is not None
    return person.id


async def erased(world: World, person_id: int) -> None:
    async with world.uow() as uow:
        person = await uow[Participants].get(person_id)
        await erase(uow, person, NO_UPDATE, world.clock(), None)
        await uow.commit()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(f.read_bytes() for f in folder.glob("egen-chef.sqlite3*"))


# --- the last bytes


@on_sqlite
async def test_no_byte_of_an_erased_row_stays_in_the_file_or_its_log(
    world: World, tmp_path: Path
) -> None:
    person_id = await stored(world)
    engine = blocking_engine(world.url)
    with engine.connect() as connection:
        read = text("SELECT first_name FROM participants UNION ALL SELECT message FROM outbox")
        tokens = [row[0].encode() for row in connection.execute(read)]
    engine.dispose()
    marks = [token[20:80] for token in tokens]
    async with world.uow() as uow:
        await uow[Outbox].put("KEY-OF-A-ROW-TO-SEARCH-FOR", 42, message(phrase("x")), "en", MONDAY)
        await uow.commit()
    marks.append(b"KEY-OF-A-ROW-TO-SEARCH-FOR")
    assert len(marks) > 2 and all(mark in bytes_on_disk(tmp_path) for mark in marks)
    await erased(world, person_id)
    assert not [mark for mark in marks if mark in bytes_on_disk(tmp_path)]
    assert (tmp_path / "egen-chef.sqlite3-wal").stat().st_size == 0


@on_sqlite
async def test_log_that_is_being_read_is_emptied_later(world: World, tmp_path: Path) -> None:
    person_id = await stored(world)
    engine = blocking_engine(world.url)
    wal = tmp_path / "egen-chef.sqlite3-wal"
    raw = engine.raw_connection()
    raw.cursor().execute("BEGIN")
    reading = raw.cursor()
    reading.execute("SELECT * FROM participants")
    reading.fetchone()
    await erased(world, person_id)
    assert wal.stat().st_size > 0
    reading.close()
    raw.rollback()
    raw.close()
    engine.dispose()
    await world.database.after_erasure.work()
    assert wal.stat().st_size == 0


# --- the file of the ledger


@given(st.lists(entries, max_size=5, unique_by=lambda entry: entry.digest), st.integers(0, 200))
def test_ledger_is_read_as_it_was_written_and_a_cut_line_costs_only_itself(
    tmp_path_factory: pytest.TempPathFactory, noted: list[Erasure], cut: int
) -> None:
    path = tmp_path_factory.mktemp("ledger") / LEDGER
    file = LedgerFile(path)
    for _ in range(2):  # added once
        file.add(noted)
    assert file.read() == noted
    if not noted:
        assert not path.exists()
        return
    content = path.read_bytes()
    path.write_bytes(content[: max(0, len(content) - 1 - cut)])
    whole = file.read()
    assert whole == noted[: len(whole)]
    file.add(noted)
    assert set(file.read()) == set(noted)


async def test_ledger_holds_keyed_hashes_only(world: World, tmp_path: Path) -> None:
    world.database.after_erasure.file = LedgerFile(tmp_path / LEDGER)
    person_id = await stored(world)
    await erased(world, person_id)
    [line] = (tmp_path / LEDGER).read_text().splitlines()
    at, key_id, digest = line.split()
    assert datetime.fromisoformat(at) == world.clock() and key_id == VAULT.key_ids[0]
    assert digest == VAULT.digest(f"participant {person_id} chat 42", key_id)
    other = Vault([Fernet.generate_key().decode()])
    assert digest != other.digest(f"participant {person_id} chat 42", other.key_ids[0])
    assert (tmp_path / LEDGER).stat().st_mode & 0o777 == 0o600


async def test_ledger_that_could_not_be_written_is_written_later(
    world: World, tmp_path: Path
) -> None:
    """As after a kill between the commit and the writing, and with a full disk."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    world.database.after_erasure.file = LedgerFile(blocked / LEDGER)
    await erased(world, await stored(world))
    blocked.unlink()
    await world.database.after_erasure.work()
    assert len(LedgerFile(blocked / LEDGER).read()) == 1


# --- an older copy


def settings_in(folder: Path, keys: str = KEY) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own switch
        data_dir=folder, encryption_keys=SecretStr(keys),
    )  # fmt: skip


async def people_in(settings: Settings) -> set[int]:
    core = build(settings, PlainText())
    try:
        async with core.database.engine.connect() as connection:
            return set((await connection.execute(select(participants.c.chat_id))).scalars())
    finally:
        await core.close()


async def copied_then_erased(world: World, folder: Path) -> None:
    """A backup with two people, of whom one is erased afterwards."""
    person_id = await stored(world)
    await stored(world, 43, "Yusuf")
    async with world.uow() as uow:
        said = message(phrase("x"))
        await uow[Outbox].put("waits", 42, said, "en", MONDAY)
        await uow.commit()
    await asyncio.to_thread(back_up, world.url, folder / "files", folder / "backup")
    world.database.after_erasure.file = LedgerFile(folder / LEDGER)
    await erased(world, person_id)


@on_sqlite
@pytest.mark.parametrize("given_ledger", [True, False])
async def test_restore_erases_again_who_was_erased_since(
    world: World, tmp_path: Path, given_ledger: bool
) -> None:
    await copied_then_erased(world, tmp_path)
    other = tmp_path / "other"
    settings = settings_in(other)
    if not given_ledger:  # the data folder was not lost, only the database
        LedgerFile(other / LEDGER).add(LedgerFile(tmp_path / LEDGER).read())
    await use_backup(settings, tmp_path / "backup", tmp_path / LEDGER if given_ledger else None)
    assert await people_in(settings) == {43}
    assert len(LedgerFile(other / LEDGER).read()) == 1
    core = build(settings, PlainText())
    async with core.database.engine.connect() as connection:
        waiting = (await connection.execute(select(outbox.c.chat_id))).scalars().all()
        assert len((await connection.execute(select(erasures))).all()) == 1
    await core.close()
    assert 42 not in waiting


@on_sqlite
async def test_copy_that_came_back_otherwise_is_held_against_the_ledger_at_the_start(
    world: World, tmp_path: Path
) -> None:
    await copied_then_erased(world, tmp_path)
    other = tmp_path / "other"
    LedgerFile(other / LEDGER).add(LedgerFile(tmp_path / LEDGER).read())
    (other / "egen-chef.sqlite3").write_bytes(
        (tmp_path / "backup" / "database.sqlite3").read_bytes()
    )
    settings = settings_in(other)
    assert await people_in(settings) == {42, 43}
    core = build(settings, PlainText())
    assert await core.erase_again() == 1 and await core.erase_again() == 0
    await core.close()
    assert await people_in(settings) == {43}


@on_sqlite
async def test_who_came_back_after_an_erasure_is_not_erased_by_a_restore(
    world: World, tmp_path: Path
) -> None:
    world.database.after_erasure.file = LedgerFile(tmp_path / LEDGER)
    await erased(world, await stored(world))
    await stored(world)
    await asyncio.to_thread(back_up, world.url, tmp_path / "files", tmp_path / "backup")
    settings = settings_in(tmp_path / "other")
    await use_backup(settings, tmp_path / "backup", tmp_path / LEDGER)
    assert await people_in(settings) == {42}


@on_sqlite
async def test_ledger_is_read_after_a_change_of_keys_and_refused_without_its_key(
    world: World, tmp_path: Path
) -> None:
    """The backup needs the old key, and the erasure was noted with the new one."""
    new = Fernet.generate_key().decode()
    person_id = await stored(world)
    await asyncio.to_thread(back_up, world.url, tmp_path / "files", tmp_path / "backup")
    keys = Vault([new, KEY])
    digest = keys.digest(f"participant {person_id} chat 42", keys.key_ids[0])
    file = LedgerFile(tmp_path / LEDGER)
    file.add([Erasure(digest, keys.key_ids[0], MONDAY)])
    with pytest.raises(WrongKey):
        await use_backup(settings_in(tmp_path / "a"), tmp_path / "backup", file.path)
    settings = settings_in(tmp_path / "b", f"{new},{KEY}")
    await use_backup(settings, tmp_path / "backup", file.path)
    assert await people_in(settings) == set()


async def test_missing_ledger_is_reported(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="nowhere"):
        await use_backup(settings_in(tmp_path), tmp_path / "backup", tmp_path / "nowhere")


@on_sqlite
async def test_ledger_moves_with_the_database(world: World) -> None:
    await erased(world, await stored(world))
    target = await asyncio.to_thread(postgres.bare_database)
    rows = await asyncio.to_thread(move, world.url, target)
    assert rows["erasures"] == 1


@on_sqlite
async def test_command_prints_the_ledger(world: World, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text(f"{KEY}\n", encoding="ascii")
    await erased(world, await stored(world))
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "erasures"], cwd=ROOT, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DATABASE_URL": world.url},
        timeout=120, check=True,
    )  # fmt: skip
    async with world.uow() as uow:
        noted = await uow[Erasures].all()
    assert [Erasure.parse(line) for line in done.stdout.splitlines()] == noted
    assert len(noted) == 1


# --- messages of the release before


async def test_mentions_of_older_messages_are_noted_at_the_first_start(world: World) -> None:
    amina, yusuf = await stored(world), await stored(world, 43, "Yusuf")
    async with world.uow() as uow:
        put = uow[Outbox].put
        both = message(PersonLink("Amina", 42), PersonLink("Yusuf", 43))
        await put("both", CONSULTANTS, both, "da", MONDAY)
        await put("hers", CONSULTANTS, message(phrase("x")), "da", MONDAY,
                  SendOptions(about=amina))  # fmt: skip
        await uow.commit()
    async with world.database.engine.begin() as connection:
        as_before = (
            "DELETE FROM outbox_mentions",
            "UPDATE outbox SET indexed = false, message_id = 5 WHERE idempotency_key = 'hers'",
            "UPDATE outbox SET indexed = false WHERE idempotency_key = 'both'",
            "INSERT INTO outbox (idempotency_key, chat_id, method, language, edit_message_id,"
            " created_at, attempts, indexed) VALUES ('edit', 0, 'edit', 'da', 5, '2026-11-02', 0,"
            " false)",
        )
        for statement in as_before:
            await connection.execute(text(statement))
    for expected in (3, 0):
        assert await asyncio.to_thread(index_mentions, world.url, VAULT) == expected
    noted = select(outbox.c.idempotency_key, outbox_mentions.c.participant_id).join(
        outbox_mentions, outbox_mentions.c.outbox_id == outbox.c.id
    )
    async with world.database.engine.connect() as connection:
        found = {tuple(row) for row in await connection.execute(noted)}
    assert found == {("both", amina), ("both", yusuf), ("edit", amina)}


# --- the term of the audit log


async def note(world: World, days: int, action: str) -> None:
    async with world.uow() as uow:
        await uow[AuditLog].note(MONDAY + timedelta(days=days), 1, action, 7, 100)
        await uow.commit()


async def remove(world: World, before: int, really: bool = True) -> int:
    async with world.uow() as uow:
        count = await uow[AuditLog].remove_before(MONDAY + timedelta(days=before), really)
        await uow.commit()
    return count


async def actions(world: World) -> list[str]:
    async with world.database.engine.connect() as connection:
        return list((await connection.execute(select(audit.c.action))).scalars())


async def test_rows_whose_term_is_over_are_removed_and_the_rest_is_whole(world: World) -> None:
    for day, action in enumerate("abcd"):
        await note(world, day, action)
    head = (await asyncio.to_thread(verify, world.url, VAULT)).head
    assert await remove(world, 2, really=False) == 2 and await actions(world) == list("abcd")
    assert await remove(world, 2) == 2 and await actions(world) == ["c", "d"]
    assert (await asyncio.to_thread(verify, world.url, VAULT, head)).findings == []
    assert await remove(world, 9) == 2 and await remove(world, 9) == 0
    for _ in range(2):
        found = await asyncio.to_thread(verify, world.url, VAULT, head)
        assert found.findings == []
        await note(world, 10, "e")
    assert await actions(world) == ["e", "e"]


async def test_old_row_behind_a_younger_one_stays(world: World) -> None:
    """The clock was wrong for a while."""
    for day, action in ((0, "a"), (9, "b"), (1, "c")):
        await note(world, day, action)
    assert await remove(world, 5) == 1 and await actions(world) == ["b", "c"]
    assert (await asyncio.to_thread(verify, world.url, VAULT)).findings == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE action = 'c'",
        "DELETE FROM audit",
        "UPDATE audit SET at = '2020-01-01'",
    ],
)
async def test_nothing_else_is_removed(world: World, statement: str) -> None:
    """After a removal by the term the log is as closed as before."""
    for day, action in enumerate("abc"):
        await note(world, day, action)
    await remove(world, 1)
    with pytest.raises(Exception, match="append-only"):
        async with world.database.engine.begin() as connection:
            await connection.execute(text(statement))
    assert await actions(world) == ["b", "c"]


@pytest.mark.parametrize("removed", ["b", "d"])
async def test_row_removed_by_hand_is_found_after_the_term_too(world: World, removed: str) -> None:
    for day, action in enumerate("abcd"):
        await note(world, day, action)
    await remove(world, 1)
    async with world.database.engine.begin() as connection:
        opened = "UPDATE audit_chain SET cleared_to = 9999999999, cleared_before = '2099-01-01'"
        await connection.execute(text(opened))
        await connection.execute(text(f"DELETE FROM audit WHERE action = '{removed}'"))
    assert (await asyncio.to_thread(verify, world.url, VAULT)).findings
