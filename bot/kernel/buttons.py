"""What a button carries: a short id that means the same after any restart.

`topic:verb:argument…`, at most 64 bytes (Telegram's limit).  Nothing in it is trusted: whoever
reads it checks again that this person may do this now.
"""

from dataclasses import dataclass
from typing import Any

from bot.kernel.callback_data import Access, CallbackData, unpack
from bot.kernel.callback_data import InvalidButton as InvalidButton

LIMIT = 64


@dataclass(frozen=True)
class Pressed:
    topic: str
    arguments: tuple[str, ...]

    def argument(self, place: int) -> str:
        """Raises NotAButton where the data is too short."""
        if place >= len(self.arguments):
            raise InvalidButton(self.topic)
        return self.arguments[place]

    def number(self, place: int) -> int:
        """Raises NotAButton where there is no such argument or it is no number."""
        text = self.argument(place)
        if not (text.isascii() and text.isdigit()) or len(text) > 18:
            raise InvalidButton(self.topic)
        return int(text)


def encode(topic: str, *arguments: str | int) -> str:
    """Raises ValueError over 64 bytes: content ids are limited so that this can't happen."""
    data = ":".join([topic, *(str(a) for a in arguments)])
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data over {LIMIT} bytes: {data}")
    return data


def decode(data: str) -> Pressed:
    """Raises NotAButton for empty data; anything else has at least a topic."""
    topic, *arguments = data.split(":")
    if not topic:
        raise InvalidButton(data)
    return Pressed(topic, tuple(arguments))


def press_argument(handler: object, pressed: Pressed) -> Any:
    """Typed callback data for handlers that take it (`typed = True`); the parts for all others."""
    if getattr(handler, "typed", False):
        return unpack(":".join((pressed.topic, *pressed.arguments)))
    return pressed


@dataclass(frozen=True)
class ShowDanish(CallbackData, wire="da", access=Access.ANYBODY):
    """Show this message with its Danish below."""
