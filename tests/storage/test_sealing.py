"""Sealed columns: bound to table, column and row; nothing unsealed is read; old values adopted."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Text, bindparam, insert, select, text, type_coerce, update
from sqlalchemy.exc import StatementError

from bot.adapters.database.engine import Database
from bot.adapters.database.migrate import blocking_engine, migrate
from bot.adapters.database.moving import move
from bot.adapters.database.schema import metadata
from bot.adapters.database.sealing import check_keys, seal_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.storage.cases import Cases
from bot.cases.storage.tables import cases
from bot.eligibility.rules.application import Application
from bot.eligibility.rules.assessment import Outcome
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.storage.tables import applications
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import Participants, participants
from bot.kernel.database.sealed import place_of, sealed_columns
from bot.kernel.database.vault import NotSealed, Vault, WrongKey, is_bound
from bot.kernel.participants import Participant
from bot.plan.rules.document import Danish
from bot.plan.rules.versions import DanishText
from bot.plan.storage.versions import DanishTexts
from bot.reminders.rules.preferences import Preferences
from bot.reminders.storage.repositories import Reminders
from bot.reminders.storage.tables import reminder_preferences
from tests.helpers import postgres
from tests.helpers.filled import fill, stored
from tests.helpers.vault import KEY, VAULT
from tests.helpers.world import MONDAY, World

RELEASE = Path(__file__).parents[1] / "migration" / "release_2026_11.sqlite"
RELEASE_KEYS = Vault([(RELEASE.parent / "key.txt").read_text(encoding="ascii").strip()])
OTHER = Fernet.generate_key().decode()
PLACES = st.text(max_size=40)


@given(PLACES, st.text())
def test_value_opens_at_its_place(place: str, content: str) -> None:
    token = VAULT.seal_at(place, content)
    assert is_bound(token) and VAULT.open_at(place, token) == content


@given(PLACES, PLACES, st.text())
def test_value_opens_nowhere_else(place: str, other: str, content: str) -> None:
    token = VAULT.seal_at(place, content)
    if place != other:
        with pytest.raises(WrongKey):
            VAULT.open_at(other, token)


@given(st.text(), st.integers(0, 10**6), st.sampled_from("AZ09-_"))
def test_changed_value_does_not_open(content: str, at: int, letter: str) -> None:
    token = VAULT.seal_at("t.c|1", content)
    at = 3 + at % (len(token) - 6)  # the last letters may hold bits that mean nothing
    changed = token[:at] + letter + token[at + 1 :]
    if changed != token:
        with pytest.raises(WrongKey):
            VAULT.open_at("t.c|1", changed)


@given(st.text() | st.binary().map(lambda raw: Fernet(KEY).encrypt(raw).decode()))
def test_unsealed_text_and_seals_of_older_releases_are_refused(words: str) -> None:
    with pytest.raises(WrongKey):
        VAULT.open_at("t.c|1", words)


@pytest.mark.parametrize("token", ["v2.", "v2.AAAA", "v2.ø", "v2.====", "v2." + "A" * 40])
def test_damaged_value_is_refused(token: str) -> None:
    with pytest.raises(WrongKey):
        VAULT.open_at("t.c|1", token)


def test_every_key_opens_and_the_first_seals() -> None:
    old, both = Vault([KEY]), Vault([OTHER, KEY])
    assert both.open_at("p", old.seal_at("p", "words")) == "words"
    assert Vault([OTHER]).open_at("p", both.seal_at("p", "words")) == "words"


def test_choices_do_not_show_by_their_length() -> None:
    lengths = {len(VAULT.seal_at("p", value)) for value in ("true", "false", *CaseReason)}
    assert len(lengths) == 1


async def filled(world: World) -> int:
    """The id of a participant with a wish for Ramadan, an urgent case and an outcome."""
    async with world.uow() as uow:
        for chat_id in (41, 42):
            person = Participant(chat_id, f"Name{chat_id}", "ar", MONDAY)
            await uow[Participants].add(person)
            assert person.id is not None
            await uow[Cases].add(Case(person.id, MONDAY, CaseReason.DISTRESS, urgent=True))
            await uow[Applications].add(
                Application(participant_id=person.id, started_at=MONDAY, outcome=Outcome.UNCLEAR)
            )
            preferences: Preferences = await uow[Reminders].preferences(person.id)
            preferences.ramadan = chat_id == 42
        await uow.commit()
        assert person.id is not None
        return person.id


async def raw(world: World, column: Any) -> list[str]:
    async with world.database.engine.connect() as connection:
        found = await connection.execute(select(type_coerce(column, Text)))
        return list(found.scalars())


@pytest.mark.parametrize("column", [cases.c.why, cases.c.urgent, applications.c.outcome,
                                    reminder_preferences.c.ramadan], ids=str)  # fmt: skip
async def test_sensitive_choices_are_sealed(world: World, column: Any) -> None:
    await filled(world)
    values = await raw(world, column)
    assert len(set(values)) == 2 and all(is_bound(value) for value in values)


async def test_sensitive_choices_are_read_as_they_were(world: World) -> None:
    number = await filled(world)
    async with world.uow() as uow:
        case = await uow[Cases].open_of(number)
        assert case is not None and (case.why, case.urgent) == (CaseReason.DISTRESS, True)
        application = await uow[Applications].latest(number)
        assert application is not None and application.outcome is Outcome.UNCLEAR
        assert (await uow[Reminders].preferences(number)).ramadan is True
        assert (await uow[Reminders].preferences(number - 1)).ramadan is False


async def write_raw(world: World, statement: str, **values: Any) -> None:
    async with world.database.engine.begin() as connection:
        await connection.execute(text(statement), values)


async def test_value_moved_to_another_row_is_refused(world: World) -> None:
    number = await filled(world)
    [first, _] = await raw(world, participants.c.first_name)
    moved = "UPDATE participants SET first_name = :token WHERE id = :id"
    await write_raw(world, moved, token=first, id=number)
    with pytest.raises(WrongKey):
        async with world.uow() as uow:
            await uow[Participants].of_chat(42)
    async with world.uow() as uow:
        other = await uow[Participants].of_chat(41)
        assert other is not None and other.first_name == "Name41"


async def test_value_moved_to_another_column_is_refused(world: World) -> None:
    number = await filled(world)
    moved = "UPDATE participants SET doubtful_text = first_name WHERE id = :id"
    await write_raw(world, moved, id=number)
    with pytest.raises(WrongKey):
        async with world.uow() as uow:
            await uow[Participants].of_chat(42)


async def test_unsealed_value_is_refused(world: World) -> None:
    await filled(world)
    await write_raw(world, "UPDATE cases SET urgent = 'false'")
    with pytest.raises(NotSealed):
        async with world.uow() as uow:
            await uow[Cases].open_ones()


async def test_unsealed_value_among_sealed_ones_is_refused_at_start(world: World) -> None:
    """Also where the word that tells of the keys was removed, as in a database of old."""
    await filled(world)
    check_keys(world.url, VAULT)
    await write_raw(world, "DELETE FROM vault")
    await write_raw(world, "UPDATE participants SET first_name = 'Planted' WHERE chat_id = 42")
    with pytest.raises(NotSealed):
        check_keys(world.url, VAULT)


async def test_column_is_written_only_for_a_named_row(world: World) -> None:
    number = await filled(world)
    async with world.database.engine.begin() as connection:
        with pytest.raises(StatementError, match="name the row"):
            await connection.execute(update(participants).values(first_name="Everybody"))
    async with world.database.engine.begin() as connection:
        with pytest.raises(TypeError, match="unnamed row"):
            await connection.execute(update(participants), {"first_name": "Everybody"})
    async with world.database.engine.begin() as connection:
        with pytest.raises(StatementError, match="name the row"):
            await connection.execute(select(cases).where(cases.c.why == CaseReason.HUMAN))
    async with world.database.engine.begin() as connection:
        this = participants.c.id == bindparam("participants_id")
        values = {"participants_id": number, "first_name": "One"}
        await connection.execute(update(participants).where(this), values)
    async with world.uow() as uow:
        assert (await uow[Participants].get(number)).first_name == "One"


async def test_row_with_an_unknown_id_is_sealed_for_it(world: World) -> None:
    """Two in one flush, on SQLite and PostgreSQL; the outbox goes by its key."""
    await filled(world)
    async with world.database.engine.connect() as connection:
        found = (
            await connection.execute(select(participants.c.id, participants.c.first_name))
        ).all()
        assert {row.first_name for row in found} == {"Name41", "Name42"}
        stored_names = await connection.execute(
            select(participants.c.id, type_coerce(participants.c.first_name, Text).label("token"))
        )
        for row in stored_names:
            place = place_of(participants.c.first_name, (row.id,))
            assert VAULT.open_at(place, row.token).startswith("Name4")
    async with world.database.engine.begin() as connection:
        values = {"idempotency_key": "a|b:1", "chat_id": 1, "method": "send", "message": {"a": 1},
                  "language": "da", "created_at": MONDAY, "attempts": 0}  # fmt: skip
        await connection.execute(insert(outbox), values)
        kept = select(outbox.c.message).where(outbox.c.idempotency_key == "a|b:1")
        assert (await connection.execute(kept)).scalar_one() == {"a": 1}


async def test_replaced_text_stays_bound(world: World) -> None:
    number = await filled(world)
    for words in ("maskinens", "konsulentens"):
        async with world.uow() as uow:
            danish = DanishText(number, "k", Danish(words, "checked"), MONDAY, None)
            await uow[DanishTexts].put_checked(danish)
            await uow.commit()
    async with world.uow() as uow:
        [found] = await uow[DanishTexts].of_participant(number)
        assert found.danish.text == "konsulentens"


async def test_alias_of_a_table_is_opened(world: World) -> None:
    await filled(world)
    other = participants.alias()
    async with world.database.engine.connect() as connection:
        names = await connection.execute(select(other.c.first_name).order_by(other.c.id))
        assert list(names.scalars()) == ["Name41", "Name42"]


# --- databases of the release before


def release(folder: Path, kind: str) -> str:
    """The URL of a migrated copy of the last release's database."""
    url = f"sqlite+aiosqlite:///{shutil.copy(RELEASE, folder / 'copy.sqlite3')}"
    if kind == "sqlite":
        migrate(url)
        return url
    target = postgres.bare_database()
    move(url, target)
    return target


def tokens(url: str) -> list[str]:
    rows = stored(url)
    return [
        value
        for table in metadata.sorted_tables
        for row in rows[table.name]
        for column, value in zip(table.columns, row, strict=True)
        if column.name in sealed_columns(table) and value
    ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_values_of_the_release_before_are_sealed_for_their_rows(tmp_path: Path, kind: str) -> None:
    url = release(tmp_path, kind)
    before = tokens(url)
    assert any(token.startswith("gAAAA") for token in before) and "false" in before
    check_keys(url, RELEASE_KEYS)
    after = tokens(url)
    assert len(after) == len(before) + 1  # the state of the audit log's chain
    assert all(is_bound(token) for token in after)
    check_keys(url, RELEASE_KEYS)
    assert tokens(url) == after


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_people_of_the_release_before_are_read(tmp_path: Path, kind: str) -> None:
    url = release(tmp_path, kind)
    check_keys(url, RELEASE_KEYS)
    database = Database(url, RELEASE_KEYS)
    async with SqlUnitOfWork(database) as uow:
        samira = await uow[Participants].of_chat(110)
        assert samira is not None and samira.id is not None and samira.first_name == "Samira"
        case = await uow[Cases].open_of(samira.id)
        assert case is not None and case.why in CaseReason and case.urgent is False
        daria = await uow[Participants].of_chat(105)
        assert daria is not None and daria.id is not None
        application = await uow[Applications].latest(daria.id)
        assert application is not None and isinstance(application.outcome, Outcome)
    await database.close()


def test_no_plaintext_is_left_in_the_file_of_the_release_before(tmp_path: Path) -> None:
    url = release(tmp_path, "sqlite")
    file = tmp_path / "copy.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE cases SET why = 'plainlyreadable'")
    check_keys(url, RELEASE_KEYS)
    assert b"plainlyreadable" not in file.read_bytes()


def test_wrong_keys_for_the_release_before_change_nothing(tmp_path: Path) -> None:
    url = release(tmp_path, "sqlite")
    before = tokens(url)
    with pytest.raises(WrongKey):
        check_keys(url, Vault([OTHER]))
    assert tokens(url) == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rotation_seals_every_value_with_the_new_key(tmp_path: Path, kind: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    url = postgres.bare_database() if kind == "postgresql" else url
    migrate(url)
    check_keys(url, VAULT)
    fill(url)
    count = len(tokens(url))
    assert seal_database(url, Vault([OTHER, KEY])) == count > 50
    check_keys(url, Vault([OTHER]))
    assert seal_database(url, Vault([OTHER])) == count
    with pytest.raises(WrongKey):
        check_keys(url, VAULT)


def test_every_sealed_column_is_opened_by_a_select(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    migrate(url)
    check_keys(url, VAULT)
    fill(url)
    engine = blocking_engine(url)
    engine.dialect.vault = VAULT  # type: ignore[attr-defined]  # as Database does
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for column in sealed_columns(table).values():
                assert connection.execute(select(column)).all(), column
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_flags_of_the_release_before_keep_their_value(tmp_path: Path, kind: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    url = postgres.bare_database() if kind == "postgresql" else url
    migrate(url, "0012_ids")
    engine = blocking_engine(url)
    engine.dialect.vault = VAULT  # type: ignore[attr-defined]  # as Database does
    with engine.begin() as connection:
        for number, flag in ((1, "true"), (2, "false")):
            connection.execute(text(
                "INSERT INTO participants (id, chat_id, first_name, language, created_at, misses,"
                f" last_message_id) VALUES ({number}, {number}, 'Plain', 'da', '2026-11-02', 0, 0)"
            ))  # fmt: skip
            connection.execute(text(
                "INSERT INTO cases (participant_id, opened_at, why, urgent, talking)"
                f" VALUES ({number}, '2026-11-02', 'human', {flag}, {flag})"
            ))  # fmt: skip
    migrate(url)
    check_keys(url, VAULT)
    with engine.connect() as connection:
        rows = connection.execute(select(cases.c.why, cases.c.urgent).order_by(cases.c.id)).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [(CaseReason.HUMAN, True), (CaseReason.HUMAN, False)]
