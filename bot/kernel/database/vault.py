"""Encryption (Fernet) of personal data before it is written to the database or disk."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_FILE = "encryption.key"
# Common prefix of all tokens: the version and the high bytes of timestamps before 2106.
_SEAL = b"gAAAA"


class WrongKey(Exception):
    """None of the keys decrypts the stored data."""


class NotAKey(Exception):
    """A key is not 32 bytes in URL-safe base64, as from `Fernet.generate_key`."""


class Vault:
    """Encrypts with the first key and decrypts with any.  Raises NotAKey."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise NotAKey from error

    def seal(self, content: bytes) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(content)

    def open(self, token: bytes) -> bytes:
        """Decrypt; plaintext of older releases is returned unchanged.  Raises WrongKey."""
        if not token.startswith(_SEAL):
            return token
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise WrongKey from error

    def sealed_anew(self, token: bytes) -> bytes:
        """Encrypt again with the first key.  Raises WrongKey."""
        return self.seal(self.open(token))


def keys_in(folder: Path) -> list[str]:
    """Read the keys in the data folder; create one, readable by its owner only, if there is none.

    Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        _write(folder / KEY_FILE, [Fernet.generate_key().decode()])
    return (folder / KEY_FILE).read_text(encoding="ascii").split()


def add_key(folder: Path) -> list[str]:
    """Prepend a new key and return all; the file is replaced atomically.  Raises OSError."""
    keys = [Fernet.generate_key().decode(), *keys_in(folder)]
    _replace(folder / KEY_FILE, keys)
    return keys


def keep_only_first(folder: Path) -> None:
    """Delete all keys but the first.  Raises OSError."""
    _replace(folder / KEY_FILE, keys_in(folder)[:1])


def _replace(file: Path, keys: Sequence[str]) -> None:
    replacement = file.with_suffix(".new")
    replacement.unlink(missing_ok=True)
    _write(replacement, keys)
    replacement.replace(file)


def _write(file: Path, keys: Sequence[str]) -> None:
    """Create the key file.  Raises FileExistsError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as new:
        new.write("".join(f"{key}\n" for key in keys))
        new.flush()
        os.fsync(handle)
