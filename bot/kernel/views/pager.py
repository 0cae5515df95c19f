"""Pagination of long lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.kernel.callback_data import CallbackData
from bot.kernel.messages import Button, phrase

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page; `number` and `last` count from 0."""

    items: Sequence[Item]
    number: int
    last: int

    def turning(self, data: Callable[[int], CallbackData]) -> list[Button]:
        """Buttons to the adjacent pages; `data` returns the callback data of a page."""
        row = []
        if self.number > 0:
            row.append(Button(phrase("◀ Before"), data(self.number - 1).pack()))
        if self.number < self.last:
            row.append(Button(phrase("After ▶"), data(self.number + 1).pack()))
        return row


def page_of(items: Sequence[Item], number: int, size: int = 20) -> Page[Item]:
    """Return page `number`, or the nearest one if the list has become shorter."""
    last = max(0, (len(items) - 1) // size)
    number = min(max(number, 0), last)
    return Page(items[number * size : (number + 1) * size], number, last)
