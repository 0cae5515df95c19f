"""Reasons why a message was not delivered or a file was not fetched."""

from enum import StrEnum


class DeliveryFailure(StrEnum):
    """Why a message was not delivered."""

    RATE_LIMITED = "rate limited"
    NETWORK = "network error"
    TOKEN_REFUSED = "token refused"  # nosec B105  # no secret
    BLOCKED = "blocked by the recipient"
    DEACTIVATED = "account deactivated"
    CHAT_NOT_FOUND = "chat not found"  # or the person has never started the bot
    CHAT_MIGRATED = "chat migrated"
    FORBIDDEN = "forbidden"
    TOPIC_REFUSED = "topic refused"
    NOT_COPYABLE = "message cannot be copied"
    REJECTED = "rejected"
    FILE_MISSING = "file missing"
    NOT_RENDERED = "file not rendered"
    TOO_LATE = "too late"
    INTERNAL = "internal error"


class FetchFailure(StrEnum):
    """Why a file was not fetched."""

    RATE_LIMITED = "rate limited"
    NETWORK = "network error"
    STATUS = "unexpected status"
    NO_ADDRESS = "no address"
    UNREADABLE = "not readable"
    TOKEN_REFUSED = "token refused"  # nosec B105  # no secret
    TOO_LARGE = "too large"
    FORBIDDEN = "forbidden"
    REJECTED = "rejected"
    WRONG_CONTENT = "content refused"
    INTERNAL = "internal error"
