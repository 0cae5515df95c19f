"""Ports shared by all packages: clock, translation, the consultants' chat."""

from collections.abc import Awaitable, Callable
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
    """The chat id of the consultants' group; it changes when the group becomes a supergroup."""

    def __init__(self, chat_id: int | None) -> None:
        self.chat_id = chat_id


Job = Callable[[], Awaitable[object]]
