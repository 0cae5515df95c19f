"""The assistant in a terminal: the same inbox, services and outbox; buttons become numbers.

One person plays the participant and, with an exclamation mark, the consultant: "2" presses button
2, "!1" presses button 1 of the consultants' last message, "+photo.jpg" sends a file, anything else
is sent as text.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.adapters.enclosures import EnclosureOpener
from bot.adapters.terminal.files import find_file, save
from bot.adapters.terminal.updates import UpdateFactory
from bot.cases.rules.relays import HOLD
from bot.cases.storage.relays import Relays
from bot.files.storage.repositories import SentFiles
from bot.i18n.render import Rendered, Renderer
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.incoming import Press, Sender
from bot.kernel.messages import Copied, Enclosure, KeptAlbum, phrase
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.unit_of_work import UnitsOfWork
from bot.pipeline.inbox import Inbox
from bot.pipeline.intake import store_update
from bot.pipeline.masking import without_cpr
from bot.pipeline.updates import parse
from bot.settings import Settings

HELP = phrase(
    "Write, or press a button by its number. !1 is the consultant's button 1. Ctrl-D ends."
)
POLL_SECONDS = 0.1


async def standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


@dataclass
class Screen:
    """The buttons of a chat's newest message that has some, in the order of their numbers."""

    data: list[str] = field(default_factory=list)
    message_id: int = 0
    newest_id: int = 0  # of the message that a reply goes to, with buttons or without


class Core(Protocol):
    """What the terminal needs of the assembled assistant."""

    @property
    def renderer(self) -> Renderer: ...
    @property
    def uow(self) -> UnitsOfWork: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def settings(self) -> Settings: ...


@dataclass
class TerminalChat:
    """A `Transport` and a `GroupDirectory` that prints, and a loop that reads lines."""

    core: Core
    language: str | None
    enclosures: EnclosureOpener
    out: Callable[[str], None] = print
    open_input: Callable[[], Awaitable[asyncio.StreamReader]] = standard_input
    CONSULTANTS_CHAT = -1
    PARTICIPANT = 1
    CONSULTANT = 2

    def __post_init__(self) -> None:
        self._screens = {self.PARTICIPANT: Screen(), CONSULTANTS: Screen()}
        self._updates = UpdateFactory(
            Sender(self.PARTICIPANT, self.PARTICIPANT, "Du", self.language, private=True),
            Sender(self.CONSULTANTS_CHAT, self.CONSULTANT, "Konsulent", "da", private=False),
        )

    def note(self, line: str) -> None:
        """Print a line that belongs to no chat."""
        self.out(f"  · {line}")

    def reachable(self, chat_id: int) -> bool:
        return True

    async def is_member(self, chat_id: int, user_id: int) -> bool:
        """The consultant never leaves."""
        return True

    async def successor(self, chat_id: int) -> int | None:
        """There are no supergroups."""
        return None

    async def acknowledge(self, callback_id: str) -> None:
        """A terminal has no spinner to stop."""

    async def deliver(self, row: OutboxRow) -> int | None:
        """Print the message and return its id, None where there is nothing to print."""
        amends_nothing = row.method == "amend" and row.edit_message_id is None
        if row.method in ("leave", "delete", "erase") or amends_nothing:
            return None
        offer_danish = row.chat_id != CONSULTANTS and row.wants_buttons
        rendered = self.core.renderer.render(row.message, row.language, offer_danish)
        message_id = row.edit_message_id or self._new_message_id()
        enclosure = row.message.enclosure
        parts = enclosure.files if isinstance(enclosure, KeptAlbum) else (enclosure,)
        attached = [await self._attach(part, row.language) for part in parts if part]
        self._print(rendered, row, message_id, attached)
        return message_id

    async def _attach(self, enclosure: Enclosure, language: str) -> str:
        """Return the line that names the file; a failure is printed and the chat goes on."""
        if isinstance(enclosure, Copied):
            return f"📎 {enclosure.kind}"
        try:
            file = await self.enclosures.open(enclosure, language)
            path = await asyncio.to_thread(save, file, self.core.settings.data_dir / "terminal")
        except Exception as error:  # noqa: BLE001  # a developer at the keyboard sees it
            return f"📎 {enclosure.kind}: {fault(error)}"
        return f"📎 {path}"

    async def run(self) -> None:
        """Read lines until the end of input."""
        self.out(self.core.renderer.plain(HELP, self.language or "en"))
        await self._store(self._updates.text("/start"))
        reader = await self.open_input()
        while line := await reader.readline():
            typed = line.decode(errors="replace").strip()
            if typed:
                await self.wait_until_idle()  # a number means a button that is on the screen
                await self._send(typed)
        await self.wait_until_idle()
        await self._wait_for_held_messages()

    async def wait_until_idle(self) -> None:
        """Wait until all updates are handled and printed, except texts that wait for Rasa."""
        while await self._is_busy():  # noqa: ASYNC110  # the database has no event
            await asyncio.sleep(POLL_SECONDS)

    async def _is_busy(self) -> bool:
        async with self.core.uow() as uow:
            now = self.core.clock()
            return bool(
                await uow[Inbox].chats_waiting(now, parked_too=False)
                or await uow[SentFiles].next_wanted(now, 1)
                or await uow[Outbox].chats_waiting(now)
            )

    async def _wait_for_held_messages(self) -> None:
        """The consultant's last message can be taken back for a while; then it is delivered."""
        while await self._holds_messages():  # noqa: ASYNC110  # as above
            await asyncio.sleep(POLL_SECONDS)
        await self.wait_until_idle()

    async def _holds_messages(self) -> bool:
        async with self.core.uow() as uow:
            return bool(await uow[Relays].lanes_due(self.core.clock() + HOLD))

    async def _send(self, typed: str) -> None:
        """`+path` sends a file; a line such as "+45 44 77 20 00" is a text all the same."""
        if not typed.startswith("+"):
            await self._store(self._update(typed))
            return
        path = typed.removeprefix("+").strip()
        file = await asyncio.to_thread(find_file, path)
        if file is not None:
            await self._store(self._updates.file(file))
        elif "/" in path or "." in path:
            self.note(f"no file: {path}")
        else:
            await self._store(self._update(typed))

    def _update(self, typed: str) -> dict[str, Any]:
        by_consultant = typed.startswith("!")
        screen = self._screens[CONSULTANTS if by_consultant else self.PARTICIPANT]
        text = typed.removeprefix("!")
        if text.isdecimal() and 0 < int(text) <= len(screen.data):
            press = Press(screen.data[int(text) - 1], screen.message_id, "terminal")
            return self._updates.press(press, by_consultant)
        if by_consultant:
            return self._updates.reply(text, screen.newest_id)
        return self._updates.text(text)

    async def _store(self, raw: dict[str, Any]) -> None:
        masked = without_cpr(raw)
        async with self.core.uow() as uow:
            await store_update(uow[Inbox], masked, parse(masked), self.core.clock())
            await uow.commit()

    def _new_message_id(self) -> int:
        """Messages of both sides share one sequence, as in a chat of Telegram."""
        self._updates.message_id += 1
        return self._updates.message_id

    def _print(
        self, rendered: Rendered, row: OutboxRow, message_id: int, attached: list[str]
    ) -> None:
        to_consultants = row.chat_id == CONSULTANTS
        margin = "  │ " if to_consultants else "  "
        head = "👤 konsulent" if to_consultants else "🤖"
        edited = " ✎" if row.edit_message_id is not None else ""
        labels, data = _numbered(rendered)
        lines = [f"{head}{edited}", *attached, *rendered.text.split("\n"), *labels]
        screen = self._screens[row.chat_id]
        screen.newest_id = max(screen.newest_id, message_id)
        if data or screen.message_id == message_id:
            screen.data, screen.message_id = data, message_id
        self.out("\n".join(margin + line for line in lines) + "\n")


def _numbered(rendered: Rendered) -> tuple[list[str], list[str]]:
    """Return a line for each row of buttons, and the data of all buttons by number."""
    lines: list[str] = []
    data: list[str] = []
    for row in rendered.buttons:
        labels = []
        for button in row:
            data.append(button.data)
            labels.append(f"[{len(data)}] {button.label}")
        lines.append("   ".join(labels))
    return lines, data
