"""Which files are exported, and how they are split into archives."""

from datetime import UTC, datetime

import pytest

from bot.files.rules.files import FileState, SentFile
from bot.privacy.handlers.my_data import LARGEST_PART, exportable, split_into_parts

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def file(size: int | None, state: FileState = FileState.KEPT, key: str | None = "k") -> SentFile:
    return SentFile(7, 1, "q", "photo", "t", size, NOW, state, key)


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ([], [[]]),
        ([None, 0], [[None, 0]]),
        ([LARGEST_PART - 1, 1], [[LARGEST_PART - 1, 1]]),
        ([LARGEST_PART, 1], [[LARGEST_PART], [1]]),
        ([LARGEST_PART + 1, 1], [[LARGEST_PART + 1], [1]]),
        ([1, LARGEST_PART, LARGEST_PART - 1, 1], [[1], [LARGEST_PART], [LARGEST_PART - 1, 1]]),
    ],
)
def test_archives_hold_as_many_files_as_fit(
    sizes: list[int | None], parts: list[list[int | None]]
) -> None:
    found = split_into_parts([file(size) for size in sizes])
    assert [[f.size for f in part] for part in found] == parts


def test_archive_leaves_room_below_the_limit_of_telegram() -> None:
    assert LARGEST_PART == 45_000_000 < 50 * 1024 * 1024


def test_only_stored_files_with_a_content_are_exported() -> None:
    kept = file(1)
    others = [file(1, state) for state in FileState if state is not FileState.KEPT]
    assert exportable([kept, *others, file(1, key=None)]) == [kept]
