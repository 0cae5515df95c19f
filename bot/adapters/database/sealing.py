"""Check of the encryption keys, and re-encryption with the first of them."""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, Text, insert, select, type_coerce, update

from bot.adapters.database.migrate import blocking_engine, one_at_a_time
from bot.adapters.database.schema import metadata
from bot.adapters.database.vault_table import vault
from bot.kernel.database.types import Sealed, SealedJson
from bot.kernel.database.vault import Vault

_WORD = b"Egen Chef"


def check_keys(url: str, keys: Vault) -> None:
    """Check the keys; the first time, encrypt existing plaintext.  Raises WrongKey."""
    engine = blocking_engine(url)
    try:
        with engine.begin() as connection:
            one_at_a_time(connection)
            token = connection.execute(select(vault.c.token)).scalar()
            if token is not None:
                keys.open(token.encode())
                return
            sealed = _seal_all(connection, keys)
            token = keys.seal(_WORD).decode("ascii")
            connection.execute(insert(vault).values(id=1, token=token))
        if sealed and engine.dialect.name == "sqlite":
            _forget(engine)
    finally:
        engine.dispose()


def _forget(engine: Engine) -> None:
    """Remove plaintext from free pages and the write-ahead log."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def seal_database(url: str, keys: Vault) -> int:
    """Re-encrypt all values in one transaction; return their number.  Raises WrongKey."""
    engine = blocking_engine(url)
    try:
        with engine.begin() as connection:
            count = _seal_all(connection, keys)
            token = keys.seal(_WORD).decode("ascii")
            connection.execute(update(vault).values(token=token))
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


def _seal_all(connection: Connection, keys: Vault) -> int:
    return sum(
        _seal_column(connection, keys, table, column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    )


def _seal_column(connection: Connection, keys: Vault, table: Table, column: Column[Any]) -> int:
    """Re-encrypt the values of a column, read and written as stored; return their number."""
    key = list(table.primary_key.columns)
    stored = type_coerce(column, Text)
    found = connection.execute(select(*key, stored).where(column.is_not(None))).all()
    for *ids, token in found:
        if not token:  # empty values are stored as they are
            continue
        same = [part == value for part, value in zip(key, ids, strict=True)]
        sealed = keys.sealed_anew(token.encode()).decode("ascii")
        connection.execute(update(table).where(*same).values({column: type_coerce(sealed, Text)}))
    return len(found)
