"""The audit log is a chain: what is changed, added or removed is found, and it can be shipped."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.adapters.database.audit_log import rows_after, verify
from bot.adapters.database.engine import Database
from bot.adapters.database.migrate import blocking_engine
from bot.adapters.database.sealing import check_keys, seal_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.kernel.database.audit import AuditLog, AuditRow, ChainState, verify_rows
from bot.kernel.database.vault import KEY_FILE, Vault
from bot.kernel.runtime.retry import retry_on_conflict
from tests.helpers import postgres
from tests.helpers.vault import KEY, VAULT
from tests.helpers.world import MONDAY, World
from tests.storage.test_sealing import OTHER, RELEASE_KEYS, release

ROOT = Path(__file__).parents[2]
_WITHOUT_TRIGGERS = {
    "sqlite": "DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete",
    "postgresql": "SET LOCAL session_replication_role = replica",
}

rows = st.lists(
    st.builds(
        AuditRow, st.just(0), st.datetimes(timezones=st.just(UTC)), st.integers(0, 2**40),
        st.text(max_size=80), st.none() | st.integers(1, 2**40), st.integers(0, 2**40),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def chained(actions: list[AuditRow]) -> tuple[ChainState, list[AuditRow]]:
    state, made = ChainState.new(), []
    for number, action in enumerate(actions, 1):
        row = state.link(AuditRow(number, *list(vars(action).values())[1:6]))
        state = state.after(row)
        made.append(row)
    return state, made


@given(rows)
def test_untouched_chain_is_whole(actions: list[AuditRow]) -> None:
    assert verify_rows(*chained(actions)) == []


@given(rows, st.data())
def test_removed_row_is_found(actions: list[AuditRow], data: st.DataObject) -> None:
    state, made = chained(actions)
    del made[data.draw(st.integers(0, len(made) - 1))]
    assert verify_rows(state, made)


@given(rows, st.data())
def test_changed_row_is_found(actions: list[AuditRow], data: st.DataObject) -> None:
    state, made = chained(actions)
    at = data.draw(st.integers(0, len(made) - 1))
    changed = vars(made[at]) | data.draw(
        st.sampled_from(
            [{"by": 2**41}, {"action": "x" * 81}, {"about": 2**41}, {"update_id": 2**41},
             {"at": datetime(1, 1, 1, tzinfo=UTC) - timedelta(0)}, {"hash": None},
             {"hash": "0" * 64}, {"previous": "0" * 64}]
        )
    )  # fmt: skip
    if changed != vars(made[at]):
        assert verify_rows(state, [*made[:at], AuditRow(**changed), *made[at + 1 :]])


@given(rows)
def test_added_row_is_found(actions: list[AuditRow]) -> None:
    """Made without the key, or with the key of another log."""
    state, made = chained(actions)
    forger = ChainState.new()
    last = made[-1]
    forged = forger.link(AuditRow(last.id + 1, last.at, 1, "x", None, 7))
    assert verify_rows(state, [*made, forged])


async def note(world_or_database: Database, *actions: str) -> None:
    for action in actions:
        async with SqlUnitOfWork(world_or_database) as uow:
            await uow[AuditLog].note(MONDAY, 1, action, 7, 100)
            await uow.commit()


def tamper(url: str, *statements: str) -> None:
    """As somebody who owns the database, without the keys."""
    engine = blocking_engine(url)
    with engine.begin() as connection:
        without = _WITHOUT_TRIGGERS[connection.dialect.name].split("; ")
        for statement in (*without, *statements):
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
async def url(world: World) -> str:
    """A log of four rows."""
    check_keys(world.url, VAULT)
    await note(world.database, "a", "b", "c", "d")
    return world.url


async def test_log_of_actions_is_whole(url: str) -> None:
    found = verify(url, VAULT)
    assert (found.rows, found.findings) == (4, [])
    assert verify(url, VAULT, found.head).findings == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'x' WHERE action = 'b'",
        "UPDATE audit SET about = NULL WHERE action = 'd'",
        "UPDATE audit SET hash = NULL WHERE action = 'b'",
        "DELETE FROM audit WHERE action = 'a'",
        "DELETE FROM audit WHERE action = 'b'",
        "DELETE FROM audit WHERE action = 'd'",
        "DELETE FROM audit",
        "DELETE FROM audit_chain",
        "UPDATE audit SET id = id + 100 WHERE action = 'd'",
        "INSERT INTO audit (at, by, action, update_id) VALUES ('2026-11-02', 1, 'x', 1)",
    ],
)
async def test_tampering_is_found(url: str, statement: str) -> None:
    tamper(url, statement.replace("(at, by,", '(at, "by",'))
    assert verify(url, VAULT).findings


@pytest.mark.parametrize("rows_too", [False, True])
async def test_new_chain_does_not_hide_the_loss_of_the_old(
    url: str, world: World, rows_too: bool
) -> None:
    tamper(url, "DELETE FROM audit_chain", *(["DELETE FROM audit"] if rows_too else []))
    assert verify(url, VAULT).findings
    await note(world.database, "e")
    assert verify(url, VAULT).findings


async def test_older_copy_is_found_by_a_kept_row(url: str, world: World) -> None:
    """A whole copy of yesterday is whole; what was shipped since tells."""
    await note(world.database, "e")
    head = verify(url, VAULT).head
    assert verify(url, VAULT, head).findings == []
    assert verify(url, VAULT, head[:-1] + "x").findings


async def test_shipping_goes_on_after_the_last_row(url: str, world: World) -> None:
    shipped = [json.loads(line) for line in rows_after(url, 0)]
    assert [row["action"] for row in shipped] == ["a", "b", "c", "d"]
    assert set(shipped[0]) == {
        "id", "at", "by", "action", "about", "update_id", "previous", "hash",
    }  # fmt: skip
    assert shipped[0]["at"] == MONDAY.isoformat()
    await note(world.database, "e")
    [new] = [json.loads(line) for line in rows_after(url, shipped[-1]["id"])]
    assert new["action"] == "e" and new["previous"] == shipped[-1]["hash"]


async def test_chain_survives_new_keys(url: str) -> None:
    seal_database(url, Vault([OTHER, KEY]))
    assert verify(url, Vault([OTHER])).findings == []


async def test_concurrent_actions_form_one_chain() -> None:
    url = await asyncio.to_thread(postgres.new_database)
    await asyncio.to_thread(check_keys, url, VAULT)
    databases = [Database(url, VAULT) for _ in range(2)]

    async def act(database: Database) -> None:
        for number in range(5):
            await retry_on_conflict(lambda n=number: note(database, f"{n}"))  # type: ignore[misc]  # mypy can't infer a lambda's default

    await asyncio.gather(*(act(database) for database in databases))
    for database in databases:
        await database.close()
    found = await asyncio.to_thread(verify, url, VAULT)
    assert (found.rows, found.findings) == (10, [])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_of_the_release_before_are_chained_once(tmp_path: Path, kind: str) -> None:
    url = release(tmp_path, kind)
    check_keys(url, RELEASE_KEYS)
    found = verify(url, RELEASE_KEYS)
    assert found.rows > 100 and found.findings == []
    engine = blocking_engine(url)
    with engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("UPDATE audit SET hash = NULL"))
    engine.dispose()


@pytest.mark.skipif(postgres.WANTED, reason="the command opens the SQLite file")
async def test_commands_verify_and_ship(url: str, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text(f"{KEY}\n", encoding="ascii")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", "audit", *arguments], cwd=ROOT, capture_output=True,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DATABASE_URL": url},
            text=True, timeout=60, check=False,
        )  # fmt: skip

    whole = await asyncio.to_thread(run, "verify")
    assert whole.returncode == 0 and "4 rows" in whole.stderr
    shipped = await asyncio.to_thread(run, "ship", "--after", "2")
    assert [json.loads(line)["action"] for line in shipped.stdout.splitlines()] == ["c", "d"]
    tamper(url, "DELETE FROM audit WHERE action = 'b'")
    broken = await asyncio.to_thread(run, "verify")
    assert broken.returncode == 1 and "missing" in broken.stderr
