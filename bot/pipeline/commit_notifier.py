"""Wake the workers of this process after a commit.

Only a hint: another process, or one that ended before it acted, finds the rows by polling.
"""

from typing import Protocol

from bot.kernel.database.outbox_tables import OutboxRow


class InboxListener(Protocol):
    def notify(self, chat_id: int) -> None:
        """The inbox has a new update of this chat."""

    def notify_urgent(self) -> None:
        """The inbox has a new alarm."""


class OutboxListener(Protocol):
    def is_running(self) -> bool:
        """Whether this lane of the outbox is being delivered by this process."""

    def notify(self, chat_id: int, first: OutboxRow | None) -> None:
        """The outbox has new messages for this chat; `first`: the one to send first, if known."""

    def notify_background(self) -> None:
        """The outbox has new background messages."""


class CommitNotifier:
    """Holds the listeners; without one, notifications are dropped.

    outbox, urgent: of the two lanes of the outbox.
    """

    def __init__(self) -> None:
        self.inbox: InboxListener = _NoListener()
        self.outbox: OutboxListener = _NoListener()
        self.urgent: OutboxListener = _NoListener()

    def lane(self, urgent: bool) -> OutboxListener:
        return self.urgent if urgent else self.outbox


class _NoListener:
    def is_running(self) -> bool:
        return False

    def notify(self, chat_id: int, first: OutboxRow | None = None) -> None: ...

    def notify_background(self) -> None: ...

    def notify_urgent(self) -> None: ...
