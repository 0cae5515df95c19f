"""Layout of buttons."""

from collections.abc import Sequence

from bot.kernel.messages import Button


def in_pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Arrange buttons in rows of two."""
    return [list(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]
