"""How many files, and how many bytes, one person may send.  Pure."""

from dataclasses import dataclass
from datetime import timedelta

from bot.files.rules.refusals import Refusal

MEGABYTE = 1024 * 1024
A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Quota:
    """`…_today`: within any 24 hours, with what was refused or removed; `…_kept`: at a time."""

    files_today: int = 60
    bytes_today: int = 200 * MEGABYTE
    files_kept: int = 600
    bytes_kept: int = 600 * MEGABYTE


@dataclass(frozen=True)
class Usage:
    """What one person has sent; the names are those of `Quota`."""

    files_today: int = 0
    bytes_today: int = 0
    files_kept: int = 0
    bytes_kept: int = 0


def exceeded(quota: Quota, usage: Usage, size: int) -> Refusal | None:
    """Why one more file of `size` bytes is too much; `usage` does not include it."""
    if usage.files_kept + 1 > quota.files_kept or usage.bytes_kept + size > quota.bytes_kept:
        return Refusal.FULL
    if usage.files_today + 1 > quota.files_today or usage.bytes_today + size > quota.bytes_today:
        return Refusal.TODAY
    return None
