"""Consistent backup of a running assistant, and its restore.

    <folder>/database.sqlite3 or database.dump     first: every file it names is in the copy
    <folder>/files/<key>

The keys are not in it: with them it can be read by anybody, without them by nobody.
"""

import os
import shutil
import sqlite3
import subprocess  # nosec B404  # PostgreSQL's own programs make the dump
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from bot.adapters.database.migrate import blocking_engine, migrate
from bot.adapters.database.sealing import check_keys
from bot.kernel.database.ids import advance_all, floor
from bot.kernel.database.vault import Vault

_SQLITE, _DUMP = "database.sqlite3", "database.dump"


class NotPossible(Exception):
    """The operation is not possible; `str()` says why."""


def back_up(url: str, files: Path, folder: Path) -> None:
    """Write a backup to a new folder, atomically.  Raises NotPossible, OSError."""
    if folder.exists():
        raise NotPossible(f"{folder} is there already")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if not Path(address.database or "").is_file():
            raise NotPossible(f"there is no database {address.database}")
        with closing(sqlite3.connect(address.database or "")) as connection:
            connection.execute("VACUUM INTO ?", [str(part / _SQLITE)])
    else:
        _run("pg_dump", address, "--format=custom", f"--file={part / _DUMP}")
    _copy_files(files, part / "files")
    part.rename(folder)


def restore(url: str, files: Path, folder: Path, keys: Vault) -> None:
    """Restore into a database that does not exist (SQLite) or is empty (PostgreSQL).

    The assistant must not run.  Raises NotPossible, WrongKey, OSError.
    """
    address = make_url(url)
    if files.is_dir() and any(path.is_file() for path in files.rglob("*")):
        raise NotPossible(f"there are files in {files}")
    if address.get_backend_name() == "sqlite":
        _restore_file(Path(address.database or ""), folder / _SQLITE, keys)
    else:
        _restore_dump(url, address, folder / _DUMP, keys)
    _copy_files(folder / "files", files)


def _restore_file(place: Path, copy: Path, keys: Vault) -> None:
    if place.exists():
        raise NotPossible(f"{place} is there already")
    if not copy.is_file():
        raise NotPossible(f"there is no {copy}")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    trial = place.with_name(place.name + ".part")
    shutil.copy2(copy, trial)
    try:
        _prepare(f"sqlite+aiosqlite:///{trial}", keys)
        trial.rename(place)
    finally:
        trial.unlink(missing_ok=True)


def _restore_dump(url: str, address: URL, copy: Path, keys: Vault) -> None:
    if not copy.is_file():
        raise NotPossible(f"there is no {copy}")
    engine = blocking_engine(url)
    try:
        tables = inspect(engine).get_table_names()
    finally:
        engine.dispose()
    if tables:
        raise NotPossible("there are tables in the database")
    _run("pg_restore", address, "--no-owner", "--single-transaction", str(copy))
    _prepare(url, keys)


def _prepare(url: str, keys: Vault) -> None:
    """Bring a copy up to today's schema, and keep it from giving numbers again.

    Rows inserted after the backup are not in it, but stand in buttons on people's phones.
    """
    migrate(url)
    check_keys(url, keys)
    skip_ids(url)


def skip_ids(url: str) -> None:
    """Give only numbers from now on that no copy of this database has ever given."""
    engine = blocking_engine(url)
    try:
        with engine.begin() as connection:
            advance_all(connection, floor(datetime.now(UTC)))
    finally:
        engine.dispose()


def _copy_files(source: Path, goal: Path) -> None:
    """Copy the files; those erased meanwhile are skipped, as intended."""
    goal.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in source.iterdir() if source.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.is_file():
                shutil.copy2(path, goal / path.name)


def _run(program: str, address: URL, *arguments: str) -> None:
    """Run a program.  Raises NotPossible with its exit status; its output may quote rows."""
    found = shutil.which(program)
    if found is None:
        raise NotPossible(f"{program} is not installed")
    bare = address.set(drivername="postgresql", password=None)
    # A password on the command line could be read by everybody on the machine.
    secret = {"PGPASSWORD": address.password} if address.password else {}
    done = subprocess.run(  # nosec B603  # a list of words of ours, and no shell
        [found, f"--dbname={bare.render_as_string()}", *arguments],
        env=os.environ | secret, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotPossible(f"{program} ended with {done.returncode}")
