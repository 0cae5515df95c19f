"""The assistant in a terminal: the same inbox, services and outbox; buttons become numbers.

One person plays the participant and, with an exclamation mark, the consultant: "2" presses button
2, "!1" presses button 1 of the consultants' last message, "+photo.jpg" sends a file, anything else
is written.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.terminal.files import find, put_down
from bot.adapters.terminal.updates import PersonAtTheKeyboard
from bot.bootstrap import Core
from bot.domain.incoming import Press, Sender
from bot.domain.messages import Copied, phrase
from bot.domain.relays import HOLD
from bot.i18n.render import Rendered
from bot.services.enclosures import Enclosures
from bot.services.faults import fault
from bot.services.ports import CONSULTANTS, OutboxRow
from bot.services.updates import parse, without_cpr

HELP = phrase(
    "Write, or press a button by its number. !1 is the consultant's button 1. Ctrl-D ends."
)


@dataclass
class Screen:
    """The buttons of a chat's newest message that has some, in the order of their numbers."""

    data: list[str] = field(default_factory=list)
    message_id: int = 0
    newest_id: int = 0  # what a reply is to, buttons or not


@dataclass
class Chat:
    """A `Transport` that prints, and a loop that reads lines."""

    core: Core
    language: str | None
    out: Callable[[str], None] = print
    enclosures: Enclosures | None = None
    CONSULTANTS_CHAT = -1
    PARTICIPANT = 1

    def __post_init__(self) -> None:
        self._screens = {self.PARTICIPANT: Screen(), CONSULTANTS: Screen()}
        self._next_message_id = 0
        self._keyboard = PersonAtTheKeyboard(
            Sender(self.PARTICIPANT, self.PARTICIPANT, "Du", self.language, private=True),
            Sender(self.CONSULTANTS_CHAT, 2, "Konsulent", "da", private=False),
        )

    def note(self, line: str) -> None:
        self.out(f"  · {line}")

    def reachable(self, chat_id: int) -> bool:
        return True

    async def acknowledge(self, callback_id: str) -> None:
        """No spinner here."""

    async def deliver(self, row: OutboxRow) -> int | None:
        if row.method in ("leave", "delete") or (
            row.method == "amend" and row.edit_message_id is None
        ):
            return None
        offer_danish = row.chat_id != CONSULTANTS and row.wants_buttons
        shown = self.core.renderer.render(row.message, row.language, offer_danish)
        message_id = row.edit_message_id or await self._new_id()
        attached = [await self._put_down(row)] if row.message.enclosure else []
        edited = row.edit_message_id is not None
        self._print(shown, row.chat_id, message_id, edited, attached)
        return message_id

    async def _put_down(self, row: OutboxRow) -> str:
        """The line that names the file; one that can't be had is no reason to stop talking."""
        enclosure = row.message.enclosure
        assert enclosure is not None, "the caller looked"
        if self.enclosures is None or isinstance(enclosure, Copied):
            return f"📎 {enclosure.kind}"
        try:
            drawn = await self.enclosures.open(enclosure, row.language)
            folder = self.core.settings.data_dir / "terminal"
            path = await asyncio.to_thread(put_down, drawn, folder)
        except Exception as error:  # noqa: BLE001  # whoever tries it out sees what is wrong
            return f"📎 {enclosure.kind}: {fault(error)}"
        return f"📎 {path}"

    async def run(self) -> None:
        """Until the end of input."""
        self.out(self.core.renderer.plain(HELP, self.language or "en"))
        await self._store(self._keyboard.writes("/start"))
        reader = await _standard_input()
        while line := await reader.readline():
            typed = line.decode(errors="replace").strip()
            if typed:
                await self._everything_said()  # a number means a button that is on the screen
                if typed.startswith("+"):
                    await self._send_file(typed)
                else:
                    await self._store(self._typed(typed))
        await self._everything_said()
        await self._nothing_held()

    async def _nothing_held(self) -> None:
        """What the consultant wrote last is not lost at the end."""
        while True:
            async with self.core.uow() as uow:
                if not await uow.relays.lanes_due(self.core.clock() + HOLD):
                    break
            await asyncio.sleep(0.1)
        await self._everything_said()

    async def _everything_said(self) -> None:
        """What was begun is shown; texts that wait for Rasa are not waited for."""
        while True:
            async with self.core.uow() as uow:
                now = self.core.clock()
                busy = await uow.inbox.chats_waiting(now, parked_too=False)
                fetching = await uow.files.next_wanted(now, 1)
                if not busy and not fetching and not await uow.outbox.chats_waiting(now):
                    return
            await asyncio.sleep(0.1)

    async def _send_file(self, line: str) -> None:
        """What names no file and looks like none was written: "+45 44 77 20 00"."""
        named = line.removeprefix("+").strip()
        file = await asyncio.to_thread(find, named)
        if file is not None:
            await self._store(self._keyboard.sends(file))
        elif "/" in named or "." in named:
            self.note(f"no file: {named}")
        else:
            await self._store(self._typed(line))

    def _typed(self, line: str) -> dict[str, Any]:
        consultant = line.startswith("!")
        chat_id = CONSULTANTS if consultant else self.PARTICIPANT
        screen, words = self._screens[chat_id], line.removeprefix("!")
        if words.isdecimal() and 0 < int(words) <= len(screen.data):
            press = Press(screen.data[int(words) - 1], screen.message_id, "terminal")
            return self._keyboard.presses(press, consultant)
        if consultant:
            return self._keyboard.replies(words, screen.newest_id)
        return self._keyboard.writes(words)

    async def _store(self, raw: dict[str, Any]) -> None:
        incoming = parse(raw)
        async with self.core.uow() as uow:
            await uow.inbox.store(
                incoming.update_id, incoming.sender.chat_id, without_cpr(raw), self.core.clock()
            )
            await uow.commit()

    async def _new_id(self) -> int:
        self._next_message_id = max(self._next_message_id + 1, self._keyboard.message_id + 1)
        self._keyboard.message_id = self._next_message_id
        return self._next_message_id

    def _print(
        self, shown: Rendered, chat_id: int, message_id: int, edited: bool, attached: list[str]
    ) -> None:
        margin = "  │ " if chat_id == CONSULTANTS else "  "
        head = "👤 konsulent" if chat_id == CONSULTANTS else "🤖"
        lines = [f"{head}{' ✎' if edited else ''}", *attached, *shown.text.split("\n")]
        screen = self._screens[chat_id]
        data: list[str] = []
        for row in shown.buttons:
            labels = []
            for button in row:
                data.append(button.data)
                labels.append(f"[{len(data)}] {button.label}")
            lines.append("   ".join(labels))
        screen.newest_id = max(screen.newest_id, message_id)
        if data or screen.message_id == message_id:
            screen.data, screen.message_id = data, message_id
        self.out("\n".join(margin + line for line in lines) + "\n")


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader
