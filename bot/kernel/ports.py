"""Ports shared by all packages: clock, translation, the consultants' chat."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Protocol

# The outbox address of the consultants' group, whatever its chat id; Telegram has no chat 0.
CONSULTANTS = 0

Clock = Callable[[], datetime]


class Translator(Protocol):
    """Machine translation."""

    async def translate(self, text: str, source: str, target: str) -> str | None:
        """Return None if there is no translation, or the service is unavailable or too slow."""


class ConsultantsChat:
    """The chat id of the consultants' group, as it was last read from the database.

    configured: CONSULTANT_CHAT_ID; it wins over a group that was paired.
    """

    def __init__(self, configured: int | None) -> None:
        self.configured = self.chat_id = configured
        self._moves: dict[int, int] = {}

    def load(self, paired: int | None, moves: Mapping[int, int]) -> None:
        """Take over what is stored; `moves`: groups that became supergroups, old id to new."""
        self._moves |= moves
        self.chat_id = self._newest(paired if self.configured is None else self.configured)

    def move(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        self._moves[old] = new
        self.chat_id = self._newest(self.chat_id)

    def was_ours(self, chat_id: int) -> bool:
        """Whether a chat is what the group was before it became a supergroup."""
        return chat_id != self.chat_id and self._newest(chat_id) == self.chat_id

    def _newest(self, chat_id: int | None) -> int | None:
        seen = set()
        while chat_id in self._moves and chat_id not in seen:
            seen.add(chat_id)
            chat_id = self._moves[chat_id]
        return chat_id


Job = Callable[[], Awaitable[object]]
