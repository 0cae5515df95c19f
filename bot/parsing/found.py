"""A value that was read from a text, and where it stands there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """`start` and `end` index the folded text (see folding.py).

    `refused`: the sentence says that this value is not wanted, as in "not in the mornings".
    """

    value: T
    start: int
    end: int
    refused: bool = False


def without_overlaps(found: Iterable[Found[T]]) -> list[Found[T]]:
    """Of overlapping matches keep the first one, or the longest of those that start together."""
    kept: list[Found[T]] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
