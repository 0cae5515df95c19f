"""File store on disk: one folder, random names, encrypted, readable by the owner only.

    files/<key>         kept
    files/trial/<key>   provisional: the transaction may not have been committed

Only provisional files are ever cleaned up, so a start with another database by mistake deletes no
kept files.
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
    """File store in a folder, created when first written.  Methods raise OSError."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._vault = vault
        self._folder, self._provisional_folder = folder, folder / "trial"

    async def write(self, content: bytes) -> str:
        """Store content and return its key; it is provisional until `keep`."""
        return await asyncio.to_thread(self._write, content)

    async def keep(self, key: str) -> None:
        """Make content permanent.  Idempotent."""
        await asyncio.to_thread(self._keep, _checked(key))

    async def read(self, key: str) -> bytes:
        """Return the content.  Raises ContentMissing."""
        return await asyncio.to_thread(self._read, _checked(key))

    async def delete(self, key: str) -> None:
        """Delete the content if it exists."""
        await asyncio.to_thread(self._delete, _checked(key))

    async def provisional(self) -> list[str]:
        """Return the keys of provisional content."""
        return await asyncio.to_thread(self._list_provisional)

    def _write(self, content: bytes) -> str:
        for folder in (self._folder, self._provisional_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        key = secrets.token_hex(16)
        try:
            _write_through(self._provisional_folder / key, self._vault.seal(content))
        except OSError:
            # A full disk needs the space.
            (self._provisional_folder / key).unlink(missing_ok=True)
            raise
        return key

    def _keep(self, key: str) -> None:
        """Rename is atomic; a missing file was kept already."""
        with contextlib.suppress(FileNotFoundError):
            (self._provisional_folder / key).rename(self._folder / key)
            _fsync_folder(self._folder)

    def _read(self, key: str) -> bytes:
        # The first folder again: a concurrent keep may move the file meanwhile.
        for place in (self._folder, self._provisional_folder, self._folder):
            with contextlib.suppress(FileNotFoundError):
                return self._vault.open((place / key).read_bytes())
        raise ContentMissing(key)

    def _delete(self, key: str) -> None:
        for place in (self._provisional_folder, self._folder):
            (place / key).unlink(missing_ok=True)

    def _list_provisional(self) -> list[str]:
        if not self._provisional_folder.is_dir():
            return []
        return [name for name in os.listdir(self._provisional_folder) if _KEY.fullmatch(name)]


def _write_through(path: Path, content: bytes) -> None:
    """Write and fsync the file and its folder, so that it survives a power cut."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    _fsync_folder(path.parent)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checked(key: str) -> str:
    """Raises ContentMissing for an invalid key, such as a path."""
    if not _KEY.fullmatch(key):
        raise ContentMissing(key)
    return key
