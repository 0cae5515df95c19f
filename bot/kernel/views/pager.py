"""Long lists, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.kernel.buttons import encode
from bot.kernel.callback_data import CallbackData
from bot.kernel.messages import Button, phrase

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`number` counts from 0."""

    items: Sequence[Item]
    number: int
    last: int

    def turning(
        self, topic: str | Callable[[int], CallbackData], *data: str | int
    ) -> list[Button]:
        """Buttons to the pages beside this one: `topic` gives the data of a page by its number."""
        if not isinstance(topic, str):
            return self._turning(topic)
        row = []
        if self.number > 0:
            row.append(Button(phrase("◀ Before"), encode(topic, *data, self.number - 1)))
        if self.number < self.last:
            row.append(Button(phrase("After ▶"), encode(topic, *data, self.number + 1)))
        return row

    def _turning(self, data: Callable[[int], CallbackData]) -> list[Button]:
        row = []
        if self.number > 0:
            row.append(Button(phrase("◀ Before"), data(self.number - 1).pack()))
        if self.number < self.last:
            row.append(Button(phrase("After ▶"), data(self.number + 1).pack()))
        return row


def page_of(items: Sequence[Item], number: int, size: int = 20) -> Page[Item]:
    """The nearest page there is: the list may have become shorter."""
    last = max(0, (len(items) - 1) // size)
    number = min(max(number, 0), last)
    return Page(items[number * size : (number + 1) * size], number, last)
