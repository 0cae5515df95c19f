"""Seals: the keys that make them, the keys that open them, and what lies on the disk."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.database.engine import Database
from bot.adapters.database.migrate import migrate
from bot.adapters.database.sealing import check_keys, seal_database, seal_files
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.file_store import DiskFiles
from bot.course.storage.repositories import Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.database.vault import (
    KEY_FILE,
    NotAKey,
    Vault,
    WrongKey,
    add_key,
    keep_only_first,
    keys_in,
)
from tests.helpers import postgres
from tests.helpers.desk import admitted, hands_in, new_cohort
from tests.helpers.vault import KEY, VAULT
from tests.helpers.world import Person, World

WORDS = "Jeg syr gardiner for naboen"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.binary())
def test_sealed_value_opens_to_the_original(content: bytes) -> None:
    vault = Vault([NEW])
    assert content.startswith(b"gAAAA") or vault.open(content) == content
    assert vault.open(vault.seal(content)) == content


def test_first_key_seals_and_every_key_opens() -> None:
    token = Vault([OLD]).seal(b"words")
    both = Vault([NEW, OLD])
    assert both.open(token) == b"words"
    assert Vault([NEW]).open(both.sealed_anew(token)) == b"words"


def test_wrong_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        Vault([NEW]).open(Vault([OLD]).seal(b"words"))


@pytest.mark.parametrize("key", ["", "abc", "x" * 44])
def test_invalid_key_is_rejected(key: str) -> None:
    with pytest.raises(NotAKey):
        Vault([key])


def test_first_start_creates_a_key_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    keys = keys_in(folder)
    assert keys == keys_in(folder) and len(keys) == 1
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600


def test_new_key_precedes_the_old_until_resealing_is_complete(tmp_path: Path) -> None:
    [old] = keys_in(tmp_path)
    new, kept = add_key(tmp_path)
    assert kept == old and keys_in(tmp_path) == [new, old]
    keep_only_first(tmp_path)
    assert keys_in(tmp_path) == [new]
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


async def a_persons_traces(world: World) -> Person:
    run = await new_cohort(world)
    person = await admitted(world, run, name="Aminaaminamina")
    await hands_in(world, person, words=WORDS)
    await person.says(WORDS)
    return person


def raw(world: World, folder: Path) -> bytes:
    """What lies on the disk of SQLite, or what PostgreSQL gives to whoever may ask."""
    if world.database.is_sqlite:
        return b"".join(file.read_bytes() for file in folder.glob("egen-chef.sqlite3*"))
    return postgres.everything(world.url).encode()


async def test_personal_data_is_encrypted_in_the_database(world: World, tmp_path: Path) -> None:
    await a_persons_traces(world)
    content = raw(world, tmp_path)
    assert b"v2." in content
    assert b"gardiner" not in content and b"Aminaaminamina" not in content


async def test_file_content_is_encrypted(tmp_path: Path) -> None:
    store = DiskFiles(tmp_path, VAULT)
    key = await store.write(b"my certificate")
    await store.keep(key)
    assert b"certificate" not in (tmp_path / key).read_bytes()
    assert await store.read(key) == b"my certificate"


async def test_resealing_makes_the_old_key_unnecessary(
    world: World,
) -> None:
    person = await a_persons_traces(world)
    url = world.url
    check_keys(url, VAULT)
    new = Vault([NEW])
    both = Vault([NEW, KEY])
    assert seal_database(url, both) > 10
    check_keys(url, new)
    database = Database(url, new)
    async with SqlUnitOfWork(database) as uow:
        found = await uow[Participants].of_chat(person.id)
        assert found is not None and found.first_name == "Aminaaminamina"
        enrolment = await uow[Enrolments].latest(found.id or 0)
        assert enrolment is not None
        assert WORDS in [a.value for w in enrolment.submissions for a in w.answers.values()]
    await database.close()
    with pytest.raises(WrongKey):
        check_keys(url, VAULT)


async def test_resealing_a_file_is_atomic(tmp_path: Path) -> None:
    old, new = Vault([OLD]), Vault([NEW])
    key = await DiskFiles(tmp_path, old).write(b"photo")
    assert seal_files(tmp_path, Vault([NEW, OLD])) == 1
    assert await DiskFiles(tmp_path, new).read(key) == b"photo"
    assert seal_files(tmp_path / "none", new) == 0


def test_missing_keys_are_reported_at_start(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    migrate(url)
    check_keys(url, Vault([OLD]))
    check_keys(url, Vault([NEW, OLD]))
    with pytest.raises(WrongKey):
        check_keys(url, Vault([NEW]))
