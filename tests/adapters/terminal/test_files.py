"""Files in the terminal: sent by their path, and saved where they can be looked at."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.terminal.files import LocalDownloads, find_file
from bot.course.rules.documents import PathPicture
from bot.documents.ports import RenderedFile
from bot.files.ports import NotFetched
from bot.files.rules.files import Refusal
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.incoming import LARGEST
from bot.kernel.messages import Copied, Verbatim, message
from tests.adapters.terminal.desk import Desk
from tests.helpers.files import JPEG


def path_to(folder: Path, name: str, content: bytes = JPEG) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "media"),
    [("a photo.JPG", "photo"), ("b.ogg", "voice"), ("c.pdf", "file"), ("d", "file")],
)
async def test_plus_and_path_sends_the_file(desk: Desk, name: str, media: str) -> None:
    path = path_to(desk.folder, name)
    (sent,) = await desk.types(f"+{path}")
    assert (sent.media, sent.file_id, sent.size) == (media, str(path), len(JPEG))
    assert await LocalDownloads().fetch(sent.file_id) == JPEG


async def test_plus_without_a_file_is_a_text_unless_it_looks_like_a_path(desk: Desk) -> None:
    said = await desk.types("+45 44 77 20 00", "+nowhere/x.jpg", "+", f"+{'x' * 5000}")
    assert [content.text for content in said] == ["+45 44 77 20 00", "+", f"+{'x' * 5000}"]
    assert any("no file: nowhere/x.jpg" in line for line in desk.shown)


def test_folders_and_impossible_paths_are_no_files(tmp_path: Path) -> None:
    assert (
        find_file(str(tmp_path)) is None
        and find_file("\0") is None
        and find_file("~nobody-here/x") is None
    )


async def test_missing_and_too_large_files_are_permanent_failures(tmp_path: Path) -> None:
    big = path_to(tmp_path, "big", bytes(LARGEST + 1))
    for path, refusal in ((big, Refusal.TOO_BIG), (tmp_path / "gone", None)):
        with pytest.raises(NotFetched) as raised:
            await LocalDownloads().fetch(str(path))
        assert raised.value.permanent and raised.value.refusal is refusal


async def deliver(desk: Desk, file: RenderedFile | Exception) -> str:
    desk.enclosures.file = file
    said = replace(message(Verbatim("your way")), enclosure=PathPicture(()))
    await desk.chat.deliver(OutboxRow(1, 1, "send", said, "en", None, 0))
    return desk.shown[-1]


async def test_delivered_file_is_saved_and_its_path_printed(desk: Desk) -> None:
    shown = await deliver(desk, RenderedFile("path.png", "photo", b"drawn"))
    path = desk.folder / "terminal" / "path.png"
    assert str(path) in shown and "your way" in shown and path.read_bytes() == b"drawn"


async def test_failed_file_is_named_and_the_text_printed(desk: Desk) -> None:
    shown = await deliver(desk, ZeroDivisionError("somebody's name"))
    assert "📎 path: " in shown and "your way" in shown and "somebody" not in shown


async def test_copied_message_is_named(desk: Desk) -> None:
    said = replace(message(Verbatim("look")), enclosure=Copied(1, (7,), captioned=False))
    await desk.chat.deliver(OutboxRow(1, 1, "send", said, "en", None, 0))
    assert "📎 copied" in desk.shown[-1] and not desk.enclosures.opened
