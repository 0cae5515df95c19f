"""The content of files on disk: one folder, random names, sealed, readable by us alone.

    files/<key>         what the database knows
    files/trial/<key>   written whole, but its transaction may not have been committed

A crash leaves at most something on trial, and only there is ever tidied up: started with another
database by mistake, the assistant deletes nobody's files.
"""

import asyncio
import contextlib
import os
import re
import secrets
from pathlib import Path

from bot.files.ports import ContentMissing
from bot.kernel.database.vault import Vault

_KEY = re.compile(r"[0-9a-f]{32}")


class DiskFiles:
    """Makes the folder where it is missing.  Raises OSError where the disk refuses."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._vault = vault
        self._folder, self._trial = folder, folder / "trial"

    async def write(self, content: bytes) -> str:
        """The key it lies under, on trial until `keep`."""
        return await asyncio.to_thread(self._write, content)

    async def keep(self, key: str) -> None:
        await asyncio.to_thread(self._keep, _checked(key))

    async def read(self, key: str) -> bytes:
        """Raises ContentMissing."""
        return await asyncio.to_thread(self._read, _checked(key))

    async def delete(self, key: str) -> None:
        """It need not be there."""
        await asyncio.to_thread(self._delete, _checked(key))

    async def provisional(self) -> list[str]:
        return await asyncio.to_thread(self._provisional)

    def _write(self, content: bytes) -> str:
        for folder in (self._folder, self._trial):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        key = secrets.token_hex(16)
        try:
            _write_through(self._trial / key, self._vault.seal(content))
        except OSError:
            (self._trial / key).unlink(missing_ok=True)  # a full disk needs the room
            raise
        return key

    def _keep(self, key: str) -> None:
        """Kept already is fine: a rename happens whole or not at all."""
        with contextlib.suppress(FileNotFoundError):
            (self._trial / key).rename(self._folder / key)
            _settle(self._folder)

    def _read(self, key: str) -> bytes:
        # Looked for again in the first place: it may move while we look.
        for place in (self._folder, self._trial, self._folder):
            with contextlib.suppress(FileNotFoundError):
                return self._vault.open((place / key).read_bytes())
        raise ContentMissing(key)

    def _delete(self, key: str) -> None:
        for place in (self._trial, self._folder):
            (place / key).unlink(missing_ok=True)

    def _provisional(self) -> list[str]:
        if not self._trial.is_dir():
            return []
        return [name for name in os.listdir(self._trial) if _KEY.fullmatch(name)]


def _write_through(path: Path, content: bytes) -> None:
    """On the disk when it returns, its name included: a power cut takes nothing back."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checked(key: str) -> str:
    """Raises ContentMissing for what can be no key of ours, such as a path."""
    if not _KEY.fullmatch(key):
        raise ContentMissing(key)
    return key
