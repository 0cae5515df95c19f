"""Why a file is not accepted."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a file is not accepted; the sender is told what to do instead."""

    TOO_BIG = "too_big"
    KIND = "kind"
    NOT_THERE = "not_there"
    ACTIVE = "active"  # it can run or load something, or is locked
    PICTURE = "picture"  # broken, too large, moving, or of a kind that cannot be cleaned
    TODAY = "today"  # the sender's quota of the day
    FULL = "full"  # the sender's quota in total


class Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
