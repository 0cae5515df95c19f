"""A file that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept and passed on; `content` may differ from what was sent."""

    mime: str
    content: bytes
