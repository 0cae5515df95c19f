"""Files in the terminal: sent by their path, and put down where they can be looked at."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.adapters.terminal import chat as terminal
from bot.adapters.terminal.chat import Chat
from bot.adapters.terminal.files import LocalDownloads, find
from bot.domain.files import LARGEST, Refusal
from bot.domain.messages import Enclosure, PathPicture, Verbatim, message
from bot.services.ports import Drawn, NotFetched, OutboxRow
from bot.services.updates import parse
from tests.helpers.files import JPEG
from tests.helpers.world import World

Typed = Callable[[str], Any]


@dataclass
class Drawer:
    holds: Drawn | Exception

    async def open(self, enclosure: Enclosure, language: str) -> Drawn:
        if isinstance(self.holds, Exception):
            raise self.holds
        return self.holds


@dataclass
class Desk:
    chat: Chat
    shown: list[str]
    folder: Path
    world: World

    async def types(self, *lines: str) -> list[Any]:
        """What each line became in the inbox, after the /start that opens a chat."""
        reader = asyncio.StreamReader()
        reader.feed_data("".join(f"{line}\n" for line in lines).encode())
        reader.feed_eof()

        async def given() -> asyncio.StreamReader:
            return reader

        async def nothing_to_wait_for() -> None: ...

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(terminal, "_standard_input", given)
            patch.setattr(self.chat, "_everything_said", nothing_to_wait_for)
            await self.chat.run()
        return (await self._stored())[1:]

    async def _stored(self) -> list[Any]:
        async with self.world.database.engine.connect() as connection:
            found = await connection.exec_driver_sql("SELECT update_id FROM inbox ORDER BY 1")
            ids = [row[0] for row in found]
        async with self.world.uow() as uow:
            rows = [await uow.inbox.row(update_id) for update_id in ids]
        return [parse(row.payload).content for row in rows if row]


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    core: Any = SimpleNamespace(
        renderer=world.channel.renderer, uow=world.uow, clock=world.clock,
        settings=SimpleNamespace(data_dir=tmp_path),
    )  # fmt: skip
    shown: list[str] = []
    return Desk(Chat(core, "en", shown.append), shown, tmp_path, world)


def path_to(folder: Path, name: str, content: bytes = JPEG) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "media"),
    [("a photo.JPG", "photo"), ("b.ogg", "voice"), ("c.pdf", "file"), ("d", "file")],
)
async def test_a_path_after_a_plus_sends_the_file(desk: Desk, name: str, media: str) -> None:
    path = path_to(desk.folder, name)
    (sent,) = await desk.types(f"+{path}")
    assert (sent.media, sent.file_id, sent.size) == (media, str(path), len(JPEG))
    assert await LocalDownloads().fetch(sent.file_id) == JPEG


async def test_what_is_no_file_is_said_or_told(desk: Desk) -> None:
    said = await desk.types("+45 44 77 20 00", "+nowhere/x.jpg", "+", f"+{'x' * 5000}")
    assert [content.text for content in said] == ["+45 44 77 20 00", "+", f"+{'x' * 5000}"]
    assert any("no file: nowhere/x.jpg" in line for line in desk.shown)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert find(str(tmp_path)) is None and find("\0") is None and find("~nobody-here/x") is None


async def test_a_file_that_is_gone_or_too_big_is_told_as_such(tmp_path: Path) -> None:
    big = path_to(tmp_path, "big", bytes(LARGEST + 1))
    for path, refusal in ((big, Refusal.TOO_BIG), (tmp_path / "gone", None)):
        with pytest.raises(NotFetched) as raised:
            await LocalDownloads().fetch(str(path))
        assert raised.value.permanent and raised.value.refusal is refusal


async def deliver(desk: Desk, holds: Drawn | Exception | None) -> str:
    desk.chat.enclosures = Drawer(holds) if holds else None  # type: ignore[assignment]  # it only opens
    said = replace(message(Verbatim("your way")), enclosure=PathPicture(()))
    await desk.chat.deliver(OutboxRow(1, 1, "send", said, "en", None, 0))
    return desk.shown[-1]


async def test_what_is_drawn_is_put_down_and_named(desk: Desk) -> None:
    shown = await deliver(desk, Drawn("path.png", "photo", b"drawn"))
    path = desk.folder / "terminal" / "path.png"
    assert str(path) in shown and "your way" in shown and path.read_bytes() == b"drawn"


@pytest.mark.parametrize("holds", [None, ZeroDivisionError("somebody's name")])
async def test_what_can_not_be_had_is_named_and_the_words_are_there(
    desk: Desk, holds: Exception | None
) -> None:
    shown = await deliver(desk, holds)
    assert "📎 path" in shown and "your way" in shown and "somebody" not in shown
