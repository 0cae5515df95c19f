"""What a commit has brought is told within the process, so that nobody need look for it.

Only a hint: who hears nothing of it (another process, one that ended before) looks by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


def _nobody(_: int) -> None: ...


def _nobody_looks() -> None: ...


@dataclass
class News:
    """`arrived`: an update of this chat waits in the inbox.  `said`: a message for this chat that
    somebody waits for is in the outbox.  `later`: one that nobody waits for is."""

    arrived: Callable[[int], None] = field(default=_nobody)
    said: Callable[[int], None] = field(default=_nobody)
    later: Callable[[], None] = field(default=_nobody_looks)
