"""Files on disk: whole or not at all, ours alone, and nothing but our own names."""

import os
import stat
from pathlib import Path

import pytest

from bot.adapters.file_store import DiskFiles
from bot.files.ports import ContentMissing
from tests.helpers.vault import VAULT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "files"


@pytest.fixture
def store(folder: Path) -> DiskFiles:
    return DiskFiles(folder, VAULT)


def everything_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


async def test_written_content_can_be_read_before_and_after_keep(
    store: DiskFiles, folder: Path
) -> None:
    key = await store.write(b"hej")
    assert await store.read(key) == b"hej" and everything_in(folder) == [f"trial/{key}"]
    await store.keep(key)
    assert await store.read(key) == b"hej" and everything_in(folder) == [key]


async def test_keep_is_idempotent(store: DiskFiles) -> None:
    key = await store.write(b"hej")
    await store.keep(key)
    await store.keep(key)
    assert await store.read(key) == b"hej"


async def test_identical_content_is_stored_as_two_files(store: DiskFiles) -> None:
    assert await store.write(b"hej") != await store.write(b"hej")


async def test_files_are_readable_by_their_owner_only(store: DiskFiles, folder: Path) -> None:
    before = os.umask(0)
    try:
        key = await store.write(b"hej")
    finally:
        os.umask(before)
    await store.keep(key)
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (folder, folder / "trial", folder / key)]
    assert modes == [0o700, 0o700, 0o600]


async def test_delete_removes_kept_and_provisional_content(store: DiskFiles, folder: Path) -> None:
    kept, tried = await store.write(b"a"), await store.write(b"b")
    await store.keep(kept)
    for key in (kept, tried, tried):
        await store.delete(key)
    assert everything_in(folder) == []
    with pytest.raises(ContentMissing):
        await store.read(kept)


async def test_only_provisional_content_is_listed(store: DiskFiles, folder: Path) -> None:
    assert await store.provisional() == []
    kept, tried = await store.write(b"a"), await store.write(b"b")
    await store.keep(kept)
    (folder / "trial" / "notes.txt").write_text("somebody else's")
    assert await store.provisional() == [tried]


@pytest.mark.parametrize(
    "key",
    ["", ".", "..", "../../etc/passwd", "/etc/passwd", "trial", "a" * 31, "A" * 32, "é" * 32],
)
async def test_invalid_key_reaches_no_file(store: DiskFiles, key: str) -> None:
    await store.write(b"x")
    for act in (store.read, store.keep, store.delete):
        with pytest.raises(ContentMissing):
            await act(key)


async def test_full_disk_leaves_no_partial_file(
    store: DiskFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        await store.write(b"hej")
    assert everything_in(folder) == []
