"""What a person sees in a chat, and how a test waits for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.files import StoredFile
from tests.telegram_server.keyboards import labels
from tests.telegram_server.wire import Json
from tests.telegram_server.world import World


class NotOnScreen(AssertionError):
    """The test wanted to see or press something that is not on the screen."""


@dataclass(frozen=True)
class Shown:
    message_id: int
    sender: str
    sender_id: int
    text: str  # or the caption
    buttons: list[list[str]]
    entities: list[Json]
    file: StoredFile | None
    edited: bool
    thread: int
    reply_to: int | None

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]

    def __str__(self) -> str:
        attached = f"<{self.file.kind} {self.file.name}> " if self.file else ""
        rows = ["  " + " ".join(f"[{label}]" for label in row) for row in self.buttons]
        return "\n".join([f"{self.sender}: {attached}{self.text}", *rows])


class Screen:
    """A chat from one person's view; their own messages never count as seen."""

    def __init__(self, world: World, chat_id: int, viewer_id: int | None = None) -> None:
        self._world = world
        self._chat_id = chat_id
        self._viewer_id = viewer_id

    @property
    def chat(self) -> Chat:
        """The chat, or the supergroup that it became."""
        chat = self._world.chats[self._chat_id]
        return chat if chat.migrated_to is None else self._world.chats[chat.migrated_to]

    def screen(self, thread: int = 0) -> list[Shown]:
        return [self._shown(message) for message in self.chat.visible(thread)]

    @property
    def last(self) -> Shown:
        shown = self.screen()
        if not shown:
            raise NotOnScreen("the screen is empty")
        return shown[-1]

    @property
    def keyboard(self) -> list[list[str]]:
        """The reply keyboard."""
        return self.chat.keyboard

    async def sees(
        self,
        wanted: str | re.Pattern[str],
        timeout: float = 60.0,  # noqa: ASYNC109  (asyncio.timeout could not say what was seen)
        *,
        after: int = 0,
    ) -> Shown:
        """Wait for a message of others with this text or pattern and an id above `after`."""

        def look() -> Shown | None:
            return next(self._matching(wanted, after), None)

        await self._world.activity.until(lambda: look() is not None, timeout)
        found = look()
        if found is None:
            raise NotOnScreen(f"{wanted!r} did not appear in {timeout} s on\n{self.drawn()}")
        return found

    def drawn(self) -> str:
        return "\n".join(map(str, self.screen())) or "(an empty screen)"

    def _matching(self, wanted: str | re.Pattern[str], after: int) -> Iterator[Shown]:
        for shown in reversed(self.screen()):
            if shown.sender_id == self._viewer_id or shown.message_id <= after:
                continue
            if wanted in shown.text if isinstance(wanted, str) else wanted.search(shown.text):
                yield shown

    def _shown(self, message: Message) -> Shown:
        content = message.content
        return Shown(
            message_id=message.id,
            sender=content["from"]["first_name"],
            sender_id=content["from"]["id"],
            text=content.get("text") or content.get("caption") or "",
            buttons=labels(content.get("reply_markup", {})),
            entities=content.get("entities") or content.get("caption_entities") or [],
            file=self._world.files.shown_in(content),
            edited="edit_date" in content,
            thread=message.thread,
            reply_to=content.get("reply_to_message", {}).get("message_id"),
        )
