"""The ledger of erasures as a file beside the database, so that it survives the database.

A line for each erasure: time, key id, keyed hash.  Lines are only added.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.database.erasures import Erasure

LEDGER = "erasures.log"  # in the data folder


@dataclass(frozen=True)
class LedgerFile:
    """`path`: made when somebody is erased first."""

    path: Path

    def read(self) -> list[Erasure]:
        """Return the erasures; a line that a crash has cut off is left out.  Raises OSError."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        found: dict[str, Erasure] = {}
        for line in lines:
            with suppress(ValueError):
                entry = Erasure.parse(line)
                found.setdefault(entry.digest, entry)
        return list(found.values())

    def add(self, entries: Iterable[Erasure]) -> None:
        """Append those that are missing; on the disk when it returns.  Raises OSError."""
        known = {entry.digest for entry in self.read()}
        new = [str(entry) for entry in entries if entry.digest not in known]
        if not new:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "rb+") as file:
            # A line that a crash has cut off must not swallow the next one.
            size = file.seek(0, os.SEEK_END)
            is_cut = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            lines = ("\n" if is_cut else "") + "".join(f"{line}\n" for line in new)
            file.write(lines.encode())
            file.flush()
            os.fsync(handle)
