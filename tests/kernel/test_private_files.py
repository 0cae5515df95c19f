"""Modes of the data folder and what lies in it."""

import os
from pathlib import Path

import pytest

from bot.kernel.private_files import restrict_existing


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """What a release without a umask left: everything readable by every user."""
    folder = tmp_path / "data"
    for path in (folder, folder / "files", folder / "models"):
        path.mkdir(mode=0o755)
        path.chmod(0o755)
    for name in ("egen-chef.sqlite3", "egen-chef.sqlite3-wal", "egen-chef.sqlite3-shm"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    return folder


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_data_of_older_releases_is_closed_to_other_users(data: Path) -> None:
    restrict_existing(data)
    assert {mode(path) for path in (data, data / "files", data / "models")} == {0o700}
    assert {mode(path) for path in data.glob("*.sqlite3*")} == {0o600}


def test_folder_that_others_use_too_keeps_its_mode(data: Path) -> None:
    (data / "somebody-elses.txt").touch()
    restrict_existing(data)
    assert mode(data) == 0o755 and mode(data / "files") == 0o700
    assert mode(data / "egen-chef.sqlite3") == 0o600


def test_link_is_not_followed(data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (data / "models").rmdir()
    (data / "models").symlink_to(elsewhere)
    restrict_existing(data)
    assert mode(elsewhere) == 0o755


def test_missing_folder_is_left_missing(tmp_path: Path) -> None:
    restrict_existing(tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_files_of_another_owner_are_left_alone(data: Path) -> None:
    os.chown(data / "egen-chef.sqlite3", 65534, 65534)
    restrict_existing(data)
    assert mode(data / "egen-chef.sqlite3") == 0o644
