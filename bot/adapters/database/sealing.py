"""Check of the encryption keys, and re-encryption: after an update, and with a new key."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Table,
    Text,
    bindparam,
    insert,
    select,
    text,
    type_coerce,
    update,
)

from bot.adapters.database.migrate import blocking_engine, one_at_a_time
from bot.adapters.database.schema import metadata
from bot.adapters.database.vault_table import vault
from bot.kernel.database.audit import AuditRow, ChainState, audit, audit_chain
from bot.kernel.database.sealed import place_of, row_columns, sealed_columns
from bot.kernel.database.vault import NotSealed, Vault, is_bound

_WORD = "Egen Chef"
_BATCH = 500
_Change = Callable[[str, str], str]  # place and stored value to the new value


def check_keys(url: str, keys: Vault) -> None:
    """Check the keys; the first time after an update, seal what an older release left.

    Raises WrongKey; NotSealed for unsealed values among sealed ones.
    """
    engine = blocking_engine(url)
    try:
        with engine.begin() as connection:
            one_at_a_time(connection)
            token = connection.execute(select(vault.c.token)).scalar()
            if token is not None and is_bound(token):
                keys.open_at(_word_place(), token)
                return
            if token is not None:
                keys.open(token.encode())
            sealed = _adopt(connection, keys)
            _store_word(connection, keys)
            _start_chain(connection, keys)
        if sealed:
            _forget(engine)
    finally:
        engine.dispose()


def seal_database(url: str, keys: Vault) -> int:
    """Re-encrypt all values in one transaction; return their number.  Raises WrongKey."""
    engine = blocking_engine(url)
    try:
        with engine.begin() as connection:
            count = _change_all(
                connection, lambda place, token: keys.seal_at(place, keys.open_at(place, token))
            )
            _store_word(connection, keys)
            return count
    finally:
        engine.dispose()


def seal_files(folder: Path, keys: Vault) -> int:
    """Re-encrypt files, each atomically; return their number.  Raises WrongKey, OSError."""
    count = 0
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not file.is_file() or file.suffix:
            continue
        anew = file.with_suffix(".new")
        anew.touch(mode=0o600)
        anew.write_bytes(keys.sealed_anew(file.read_bytes()))
        anew.replace(file)
        count += 1
    return count


def _word_place() -> str:
    return place_of(vault.c.token, (1,))


def _store_word(connection: Connection, keys: Vault) -> None:
    token = keys.seal_at(_word_place(), _WORD)
    if connection.execute(update(vault).values(token=token)).rowcount == 0:
        connection.execute(insert(vault).values(id=1, token=token))


def _adopt(connection: Connection, keys: Vault) -> int:
    """Seal the values of an older release for their places; return their number.

    That release read plaintext as it was.  Where some values are bound already, this database is
    of today, and an unsealed value was put there: raises NotSealed.
    """
    kinds = {is_bound(token) for _, _, _, token in _values(connection)}
    if len(kinds) == 2:
        raise NotSealed

    def adopted(place: str, token: str) -> str:
        if is_bound(token):
            keys.open_at(place, token)
            return token
        return keys.seal_at(place, keys.open(token.encode()).decode())

    return _change_all(connection, adopted)


def _values(connection: Connection) -> Iterator[tuple[Table, Column[Any], tuple[Any, ...], str]]:
    """All values of sealed columns as they are stored, with their rows; not NULL, not empty."""
    for table in metadata.sorted_tables:
        for column in sealed_columns(table).values():
            stored = type_coerce(column, Text)
            rows = connection.execute(
                select(*row_columns(table), stored).where(stored != "")
            ).all()
            for *row, token in rows:
                yield table, column, tuple(row), token


def _change_all(connection: Connection, change: _Change) -> int:
    """Replace the values of sealed columns as they are stored; return their number."""
    count = 0
    changed: list[dict[str, Any]] = []
    before: Column[Any] | None = None
    for table, column, row, token in _values(connection):
        if before is not None and (column is not before or len(changed) == _BATCH):
            _write(connection, before, changed)
            changed = []
        before = column
        value = change(place_of(column, row), token)
        keys = {f"row_{key.name}": part for key, part in zip(row_columns(table), row, strict=True)}
        changed.append(keys | {"sealed_value": value})
        count += 1
    if before is not None and changed:
        _write(connection, before, changed)
    return count


def _write(connection: Connection, column: Column[Any], values: list[dict[str, Any]]) -> None:
    table = column.table
    same = [key == bindparam(f"row_{key.name}") for key in row_columns(table)]
    value = bindparam("sealed_value", type_=Text)
    connection.execute(update(table).where(*same).values({column: value}), values)


def _start_chain(connection: Connection, keys: Vault) -> None:
    """Chain the rows of the audit log that an older release wrote."""
    if connection.execute(select(audit_chain.c.id)).first() is not None:
        return
    state = ChainState.new()
    for row in connection.execute(select(audit).order_by(audit.c.id)).all():
        linked = state.link(AuditRow(**row._mapping))
        values = {"previous": linked.previous, "hash": linked.hash}
        connection.execute(update(audit).where(audit.c.id == linked.id).values(values))
        state = state.after(linked)
    token = keys.seal_at(place_of(audit_chain.c.state, (1,)), json.dumps(asdict(state)))
    stored = {audit_chain.c.state: type_coerce(token, Text)}
    connection.execute(insert(audit_chain).values({audit_chain.c.id: 1} | stored))


def _forget(engine: Engine) -> None:
    """Remove plaintext from free pages and the write-ahead log."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in metadata.sorted_tables:
                if sealed_columns(table):
                    connection.execute(text(f'VACUUM FULL "{table.name}"'))
        return
    vacuum(engine)


def vacuum(engine: Engine) -> None:
    """Write the file of SQLite anew, without free pages, and empty its write-ahead log."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
