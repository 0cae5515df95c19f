"""What a commit has brought is told within the process, so that nobody need look for it.

Only a hint: who hears nothing of it (another process, one that ended before) looks by itself.
"""

from typing import Protocol

from bot.kernel.database.outbox_tables import OutboxRow


class InboxListener(Protocol):
    def tell(self, chat_id: int) -> None:
        """An update of this chat has arrived."""


class OutboxListener(Protocol):
    def listens(self) -> bool:
        """Whether this process is the one that sends."""

    def tell(self, chat_id: int, first: OutboxRow | None) -> None:
        """Somebody waits for what was put in for this chat; `first`: what goes first of it all."""

    def tell_of_background(self) -> None:
        """Something was put in that nobody waits for."""


class CommitNotifier:
    """Who is told."""

    def __init__(self) -> None:
        self.inbox: InboxListener = _Nobody()
        self.outbox: OutboxListener = _Nobody()


class _Nobody:
    def listens(self) -> bool:
        return False

    def tell(self, chat_id: int, first: OutboxRow | None = None) -> None: ...

    def tell_of_background(self) -> None: ...
