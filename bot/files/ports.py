from typing import Protocol

from bot.files.rules.files import Refusal


class NotFetched(Exception):
    """`permanent`: trying again can't help.  `refusal`: it can't be had because of what it is."""

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason, self.permanent = reason, permanent or refusal is not None
        self.retry_after, self.refusal = retry_after, refusal


class Downloads(Protocol):
    """Files that lie with the channel.  Raises NotFetched; never more than `files.LARGEST`."""

    async def fetch(self, telegram_id: str) -> bytes: ...


class ContentMissing(Exception):
    """There is nothing under this key."""


class FileStore(Protocol):
    """What is written is only on trial until it is kept: `sweep` removes it, or keeps it."""

    async def write(self, content: bytes) -> str: ...
    async def keep(self, key: str) -> None: ...
    async def read(self, key: str) -> bytes: ...
    async def delete(self, key: str) -> None: ...
    async def on_trial(self) -> list[str]: ...
