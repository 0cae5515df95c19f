from typing import Protocol

from bot.files.rules.files import Refusal
from bot.kernel.failures import FetchFailure


class NotFetched(Exception):
    """A file could not be fetched.

    `detail`, `permanent` and `retry_after` as for NotDelivered.  `refusal`: what is wrong with
    the file itself, where something is.
    """

    def __init__(
        self,
        reason: FetchFailure,
        detail: str = "",
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
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
