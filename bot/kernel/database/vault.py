"""Encryption of personal data before it is written to the database or disk.

Files are Fernet tokens.  Values of the database are AES-256-GCM with the place of the value
(table, column and row) as associated data, so that a value does not open anywhere else.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7

KEY_FILE = "encryption.key"
# Common prefix of all Fernet tokens: the version and the high bytes of timestamps before 2106.
_FERNET = b"gAAAA"
_BOUND = "v2."  # prefix of values bound to their place
# Purposes of derived keys: values of the database, hashes that name nobody.
_VALUES, _HASHES = b"egen-chef database v2", b"egen-chef hashes v1"
_NONCE = 12  # bytes, random: 2^32 values a key are safe
_PADDED_TO = 32  # bytes: choices of a few letters do not differ in length


class WrongKey(Exception):
    """None of the keys decrypts the stored data, or it was moved from another place."""


class NotSealed(WrongKey):
    """Something is stored unencrypted where only encrypted values belong."""


class NotAKey(Exception):
    """A key is not 32 bytes in URL-safe base64, as from `Fernet.generate_key`."""


class Vault:
    """Encrypts with the first key and decrypts with any.  Raises NotAKey."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise NotAKey from error
        raw = [urlsafe_b64decode(key) for key in keys]
        self._ciphers = [AESGCM(_derived(key, _VALUES)) for key in raw]
        hashing = [_derived(key, _HASHES) for key in raw]
        self._hashing = {hmac.digest(key, b"id", "sha256").hex()[:8]: key for key in hashing}

    def seal(self, content: bytes) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(content)

    def open(self, token: bytes) -> bytes:
        """Decrypt; plaintext of older releases is returned unchanged.  Raises WrongKey."""
        if not token.startswith(_FERNET):
            return token
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise WrongKey from error

    def sealed_anew(self, token: bytes) -> bytes:
        """Encrypt again with the first key.  Raises WrongKey."""
        return self.seal(self.open(token))

    @property
    def key_ids(self) -> list[str]:
        """What tells the keys of `digest` apart; the first is that of new digests."""
        return list(self._hashing)

    def digest(self, content: str, key_id: str) -> str:
        """A keyed hash (hex): without the keys nobody can try contents.  Raises WrongKey."""
        if key_id not in self._hashing:
            raise WrongKey(key_id)
        return hmac.digest(self._hashing[key_id], content.encode(), "sha256").hex()

    def seal_at(self, place: str, content: str) -> str:
        """Encrypt a value of the database for its place (`sealed.place_of`)."""
        padder = PKCS7(_PADDED_TO * 8).padder()
        padded = padder.update(content.encode()) + padder.finalize()
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[0].encrypt(nonce, padded, place.encode())
        return _BOUND + urlsafe_b64encode(nonce + sealed).decode("ascii")

    def open_at(self, place: str, token: str) -> str:
        """Decrypt a value of the database.  Raises NotSealed, WrongKey."""
        if not is_bound(token):
            raise NotSealed
        try:
            raw = urlsafe_b64decode(token[len(_BOUND) :])
        except ValueError as error:
            raise WrongKey from error
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):  # ValueError: too short
                padded = cipher.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
                unpadder = PKCS7(_PADDED_TO * 8).unpadder()
                return (unpadder.update(padded) + unpadder.finalize()).decode()
        raise WrongKey


def is_bound(token: str) -> bool:
    """Whether a stored value has the form of those bound to their place."""
    return token.startswith(_BOUND)


def _derived(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose, from one of the Fernet keys."""
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(key)


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
