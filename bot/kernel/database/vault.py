"""What people wrote is sealed (Fernet) before it reaches the database or the disk."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_FILE = "encryption.key"
# Every token begins with its version and the first bytes of a time stamp until the year 2106.
_SEAL = b"gAAAA"


class WrongKey(Exception):
    """None of the keys opens what is stored."""


class NotAKey(Exception):
    """32 random bytes in URL-safe base64, as `Fernet.generate_key` gives them, are one."""


class Vault:
    """The first key seals, every key opens.  Raises NotAKey."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise NotAKey from error

    def seal(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def open(self, token: bytes) -> bytes:
        """What was stored before there were seals comes back as it is.  Raises WrongKey."""
        if not token.startswith(_SEAL):
            return token
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise WrongKey from error

    def sealed_anew(self, token: bytes) -> bytes:
        """With the first key.  Raises WrongKey."""
        return self.seal(self.open(token))


def keys_in(folder: Path) -> list[str]:
    """Those kept beside the data; the first start makes one that only we can read.

    Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        _write(folder / KEY_FILE, [Fernet.generate_key().decode()])
    return (folder / KEY_FILE).read_text(encoding="ascii").split()


def add_key(folder: Path) -> list[str]:
    """A new one before those there are; the file is replaced whole.  Raises OSError."""
    keys = [Fernet.generate_key().decode(), *keys_in(folder)]
    _replace(folder / KEY_FILE, keys)
    return keys


def keep_only_first(folder: Path) -> None:
    """Raises OSError."""
    _replace(folder / KEY_FILE, keys_in(folder)[:1])


def _replace(file: Path, keys: Sequence[str]) -> None:
    anew = file.with_suffix(".new")
    anew.unlink(missing_ok=True)
    _write(anew, keys)
    anew.replace(file)


def _write(file: Path, keys: Sequence[str]) -> None:
    """Raises FileExistsError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as new:
        new.write("".join(f"{key}\n" for key in keys))
        new.flush()
        os.fsync(handle)
