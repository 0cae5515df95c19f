"""What the office asks of the channel."""

from typing import Protocol


class GroupDirectory(Protocol):
    """Members and whereabouts of groups, as the channel knows them now."""

    async def is_member(self, chat_id: int, user_id: int) -> bool | None:
        """Whether somebody is in a group; None if the channel can't tell."""

    async def successor(self, chat_id: int) -> int | None:
        """The supergroup that a group became, or None.  Raises NotTold."""


class NotTold(Exception):
    """The channel did not answer."""
