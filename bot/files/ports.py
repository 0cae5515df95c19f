"""Ports of the files package: downloads, the look into a file, the file store."""

from typing import Protocol

from bot.files.rules.inspected import Inspected
from bot.files.rules.refusals import Refusal
from bot.kernel.failures import FetchFailure


class NotFetched(Exception):
    """A file could not be fetched.

    `detail`, `permanent` and `retry_after` as for NotDelivered.  `refusal`: why the file itself
    is not accepted, if so.
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
    """Fetches files from the channel."""

    async def fetch(self, telegram_id: str) -> bytes:
        """At most `LARGEST` bytes.  Raises NotFetched."""
        ...


class Inspector(Protocol):
    """Looks into the content of a file."""

    async def inspect(self, content: bytes) -> Inspected:
        """What may be kept and passed on.  Raises Refused."""
        ...


class ContentMissing(Exception):
    """The store has no content under this key."""


class FileStore(Protocol):
    """Content of files by key.  Written content is provisional until `keep`."""

    async def write(self, content: bytes) -> str:
        """Store provisionally; returns the key."""
        ...

    async def keep(self, key: str) -> None:
        """Make provisional content permanent."""
        ...

    async def read(self, key: str) -> bytes:
        """Raises ContentMissing."""
        ...

    async def delete(self, key: str) -> None: ...

    async def provisional(self) -> list[str]:
        """Keys of content that is neither kept nor deleted."""
        ...
