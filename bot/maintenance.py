"""Maintenance commands: backups, key rotation, database move, retention."""

import sys
from pathlib import Path

from bot.adapters.database.audit_log import rows_after, verify
from bot.adapters.database.backup import NotPossible, back_up, restore, skip_ids
from bot.adapters.database.ledger import LEDGER, LedgerFile
from bot.adapters.database.moving import move
from bot.adapters.database.sealing import check_keys, seal_database, seal_files
from bot.bootstrap import Core, build, open_vault
from bot.files.storage.repositories import SentFiles
from bot.i18n.markup import PlainText
from bot.kernel.database.erasures import Erasures
from bot.kernel.database.vault import KEY_FILE, Vault, add_key, keep_only_first, keys_in
from bot.settings import Settings


def make_backup(settings: Settings, folder: Path) -> None:
    """Back up database and files.  Raises NotPossible, OSError."""
    back_up(settings.database, settings.data_dir / "files", folder)
    _say(f"The backup is in {folder}. Keep the keys ({_place(settings)}) somewhere else.")


async def use_backup(settings: Settings, folder: Path, ledger: Path | None = None) -> None:
    """Restore a backup, and erase again who was erased since.

    ledger: a copy of the ledger of erasures, besides the one in the data folder, which gets it.

    Raises NotPossible, WrongKey, OSError.
    """
    own = LedgerFile(settings.data_dir / LEDGER)
    if ledger is not None:
        _add_ledger(own, ledger)
    restore(settings.database, settings.data_dir / "files", folder, open_vault(settings))
    core = build(settings, PlainText())
    try:
        count = await core.erase_again()
        await _delete_contents(core)
    finally:
        await core.close()
    _say(f"Everything is back. Erased again, as they were erased since: {count}.")
    _say("The assistant can start.")


def _add_ledger(own: LedgerFile, ledger: Path) -> None:
    if not ledger.is_file():
        raise NotPossible(f"there is no {ledger}")
    own.add(LedgerFile(ledger).read())


async def _delete_contents(core: Core) -> None:
    """Delete the files of erased people now, not at the next start."""
    async with core.uow() as uow:
        for key in await uow[SentFiles].pending_deletions():
            await core.files.delete(key)
            await uow[SentFiles].note_deleted(key)
        await uow.commit()


async def print_erasures(settings: Settings) -> None:
    """Print the ledger of erasures, to be kept elsewhere.  Raises OSError."""
    core = build(settings, PlainText())
    try:
        async with core.uow() as uow:
            for entry in await uow[Erasures].all():
                sys.stdout.write(f"{entry}\n")
    finally:
        await core.close()


def move_database(settings: Settings, target: str) -> None:
    """Copy all rows into an empty database.  Raises NotEmpty, WrongKey, SQLAlchemyError."""
    vault = open_vault(settings)
    rows = move(settings.database, target)
    check_keys(target, vault)
    _say(f"{sum(rows.values())} rows are in the new database. Set DATABASE_URL to it.")


def rotate_keys(settings: Settings) -> None:
    """Re-encrypt everything with the first of ENCRYPTION_KEYS, or with a new key file entry.

    The assistant must not run.  Raises WrongKey, OSError.
    """
    given = settings.encryption_keys
    keys = given.get_secret_value().split(",") if given else add_key(settings.data_dir)
    vault = Vault(keys)
    check_keys(settings.database, vault)
    values = seal_database(settings.database, vault)
    files = seal_files(settings.data_dir / "files", vault)
    if given is None:
        keep_only_first(settings.data_dir)
        _say(f"{values} texts and {files} files have a new key, in {_place(settings)}.")
    else:
        _say(f"{values} texts and {files} files need only the first of ENCRYPTION_KEYS now.")


def go_on_with_new_ids(settings: Settings) -> None:
    """For a database that came back without `restore`.  Raises SQLAlchemyError."""
    skip_ids(settings.database)
    _say("Rows get only numbers from now on that were never given.")


def verify_audit(settings: Settings, head: str | None) -> None:
    """Print what is wrong with the audit log.  Raises SystemExit(1) if anything, WrongKey."""
    found = verify(settings.database, open_vault(settings), head)
    for finding in found.findings:
        _say(finding)
    if found.findings:
        raise SystemExit(1)
    _say(f"{found.rows} rows, complete and unchanged. The last one: {found.head}")


def ship_audit(settings: Settings, after: int) -> None:
    """Print the rows of the audit log after one, a line of JSON each."""
    for line in rows_after(settings.database, after):
        sys.stdout.write(f"{line}\n")


async def run_retention(settings: Settings, really: bool) -> None:
    """Print what is past its retention period; delete it if `really`."""
    core = build(settings, PlainText())
    try:
        due = await core.services.retention.apply(dry_run=not really)
    finally:
        await core.close()
    verb = "erased" if really else "would be erased (--now does it)"
    counts = f"{due.people} people, {due.messages} messages, {due.updates} updates"
    _say(f"{counts}, {due.actions} rows of the audit log {verb}.")


def _place(settings: Settings) -> str:
    if settings.encryption_keys:
        return "ENCRYPTION_KEYS"
    keys_in(settings.data_dir)
    return str(settings.data_dir / KEY_FILE)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
