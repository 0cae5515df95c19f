"""A terminal chat in the test's process, without workers."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.adapters.terminal.chat import TerminalChat
from bot.pipeline.inbox import Inbox
from bot.pipeline.updates import parse
from tests.adapters.enclosures import FakeEnclosures
from tests.helpers.world import World


class UnattendedChat(TerminalChat):
    """No worker handles the updates, so that there is nothing to wait for."""

    async def wait_until_idle(self) -> None: ...


@dataclass
class Desk:
    """A terminal chat with its output, on the database of `world`."""

    chat: UnattendedChat
    enclosures: FakeEnclosures
    shown: list[str]
    folder: Path
    world: World

    async def types(self, *lines: str) -> list[Any]:
        """What each line became in the inbox, after the /start that opens a chat."""
        reader = asyncio.StreamReader()
        reader.feed_data("".join(f"{line}\n" for line in lines).encode())
        reader.feed_eof()

        async def open_input() -> asyncio.StreamReader:
            return reader

        self.chat.open_input = open_input
        await self.chat.run()
        return (await self._stored())[1:]

    async def _stored(self) -> list[Any]:
        async with self.world.database.engine.connect() as connection:
            found = await connection.exec_driver_sql("SELECT update_id FROM inbox ORDER BY 1")
            ids = [row[0] for row in found]
        async with self.world.uow() as uow:
            rows = [await uow[Inbox].row(update_id) for update_id in ids]
        return [parse(row.payload).content for row in rows if row]


def make_desk(world: World, folder: Path) -> Desk:
    core: Any = SimpleNamespace(
        renderer=world.channel.renderer, uow=world.uow, clock=world.clock,
        settings=SimpleNamespace(data_dir=folder),
    )  # fmt: skip
    shown: list[str] = []
    enclosures = FakeEnclosures()
    chat = UnattendedChat(core, "en", enclosures, shown.append)
    return Desk(chat, enclosures, shown, folder, world)
