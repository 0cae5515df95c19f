"""What Telegram's errors mean for a message, a file, and the next attempt."""

import os
from datetime import timedelta

import structlog
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.files.ports import NotFetched
from bot.files.rules.files import Refusal
from bot.kernel.failures import DeliveryFailure, FetchFailure
from bot.kernel.ports import CONSULTANTS
from bot.kernel.runtime.backoff import backoff
from bot.kernel.runtime.retrying import Wait
from bot.pipeline.ports import NotDelivered

log = structlog.get_logger()

# python-telegram-bot's own switch to its future behaviour: durations are timedelta, no warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# The consultants' group refuses us until somebody changes it: seconds between attempts.
GROUP_RETRY_SECONDS = 60.0

_NOT_CHANGED = ("message is not modified", "query is too old", "query id is invalid")
_FORBIDDEN = {
    "blocked": DeliveryFailure.BLOCKED,
    "deactivated": DeliveryFailure.DEACTIVATED,
    "initiate": DeliveryFailure.CHAT_NOT_FOUND,
}
_BAD_REQUEST = {
    "chat not found": DeliveryFailure.CHAT_NOT_FOUND,
    "to copy": DeliveryFailure.NOT_COPYABLE,
    "copied": DeliveryFailure.NOT_COPYABLE,
}


def matches(error: TelegramError, *parts: str) -> bool:
    """Return whether Telegram's description contains one of `parts` (lower case)."""
    return any(part in error.message.lower() for part in parts)


def is_already_done(error: TelegramError) -> bool:
    """Return whether the error means that nothing was left to do."""
    return matches(error, *_NOT_CHANGED)


def retry_after(error: RetryAfter) -> float:
    """Return the seconds that Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def logged_wait(event: str, longest: float) -> Wait:
    """Return the wait before the next attempt of a call that must succeed in the end.

    As long as Telegram asks for, else an exponential backoff of at most `longest` seconds; each
    failure is logged as `event`, with the exception's type only.
    """

    def wait(failures: int, error: Exception) -> float:
        if isinstance(error, RetryAfter):
            seconds = retry_after(error)
        else:
            seconds = backoff(failures, longest=longest)
        log.warning(event, error=type(error).__name__, next_attempt_in=seconds)
        return seconds

    return wait


def delivery_failure(error: TelegramError, chat_id: int | None = None) -> NotDelivered:
    """`chat_id` is the outbox's.  The consultants' group may let us in again, so that messages
    for it wait; a person who blocked us is unreachable."""
    reason = _reason(error)
    refused = isinstance(error, Forbidden) or reason is DeliveryFailure.CHAT_NOT_FOUND
    if chat_id == CONSULTANTS and refused:
        return NotDelivered(
            reason, error.message, permanent=False, retry_after=GROUP_RETRY_SECONDS
        )
    if isinstance(error, RetryAfter):
        return NotDelivered(reason, permanent=False, retry_after=retry_after(error))
    if isinstance(error, Forbidden | BadRequest):
        return NotDelivered(reason, error.message, permanent=True, unreachable=refused)
    return NotDelivered(reason, type(error).__name__, permanent=False)


def fetch_failure(error: TelegramError) -> NotFetched:
    """Telegram's description of a file is not passed on."""
    if isinstance(error, RetryAfter):
        return NotFetched(FetchFailure.RATE_LIMITED, retry_after=retry_after(error))
    if isinstance(error, BadRequest):
        if matches(error, "file is too big"):
            return NotFetched(FetchFailure.TOO_LARGE, refusal=Refusal.TOO_BIG)
        passes = matches(error, "temporarily unavailable")
        return NotFetched(FetchFailure.REJECTED, permanent=not passes)
    if isinstance(error, Forbidden):
        return NotFetched(FetchFailure.FORBIDDEN, permanent=True)
    if isinstance(error, InvalidToken):
        return NotFetched(FetchFailure.TOKEN_REFUSED)
    return NotFetched(FetchFailure.NETWORK, type(error).__name__)


def _reason(error: TelegramError) -> DeliveryFailure:
    match error:
        case RetryAfter():
            return DeliveryFailure.RATE_LIMITED
        case Forbidden():
            return _first_match(error, _FORBIDDEN, DeliveryFailure.FORBIDDEN)
        case BadRequest():  # a NetworkError to the library
            return _first_match(error, _BAD_REQUEST, DeliveryFailure.REJECTED)
        case InvalidToken():
            return DeliveryFailure.TOKEN_REFUSED
        case NetworkError():
            return DeliveryFailure.NETWORK
    return DeliveryFailure.INTERNAL


def _first_match(
    error: TelegramError, reasons: dict[str, DeliveryFailure], default: DeliveryFailure
) -> DeliveryFailure:
    return next((reason for part, reason in reasons.items() if matches(error, part)), default)
