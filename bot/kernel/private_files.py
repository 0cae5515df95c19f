"""Modes of what this program writes: readable by its own user only."""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_DATABASES = ("*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm")
_FOLDERS = ("files", "models", "terminal")
_OWN = (*_DATABASES, *_FOLDERS, "encryption.*", ".*")


def restrict_new_files() -> None:
    """Create files with mode 600 and folders with 700 from now on, in child processes too."""
    os.umask(_OTHERS)


def restrict_existing(data_dir: Path) -> None:
    """Take the rights of other users from what older releases left in the data folder.

    The folder itself is restricted only if it holds nothing else: DATA_DIR may name a folder that
    other programs use.  Files of other owners stay as they are.
    """
    for pattern in (*_DATABASES, *_FOLDERS):
        for path in data_dir.glob(pattern):
            _restrict(path)
    if data_dir.is_dir() and all(_is_ours(path) for path in data_dir.iterdir()):
        _restrict(data_dir)


def _is_ours(path: Path) -> bool:
    return any(path.match(pattern) for pattern in _OWN)


def _restrict(path: Path) -> None:
    found = path.lstat()
    if found.st_uid == os.geteuid() and found.st_mode & _OTHERS and not path.is_symlink():
        path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
