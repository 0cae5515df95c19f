"""What Telegram's errors mean for the outbox, for files and for the next attempt."""

import warnings
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.adapters.telegram.errors import (
    GROUP_RETRY_SECONDS,
    delivery_failure,
    fetch_failure,
    is_already_done,
    logged_wait,
    matches,
    retry_after,
)
from bot.files.rules.files import Refusal
from bot.kernel.failures import DeliveryFailure, FetchFailure
from bot.kernel.ports import CONSULTANTS

AMINA = 42


@pytest.mark.parametrize(
    ("error", "reason", "permanent", "unreachable"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), DeliveryFailure.BLOCKED, True, True),
        (Forbidden("Forbidden: user is deactivated"), DeliveryFailure.DEACTIVATED, True, True),
        (
            Forbidden("Forbidden: bot can't initiate conversation with a user"),
            DeliveryFailure.CHAT_NOT_FOUND, True, True,
        ),
        (Forbidden("Forbidden: something new"), DeliveryFailure.FORBIDDEN, True, True),
        (BadRequest("Chat not found"), DeliveryFailure.CHAT_NOT_FOUND, True, True),
        (BadRequest("Message to copy not found"), DeliveryFailure.NOT_COPYABLE, True, False),
        (BadRequest("Message can't be copied"), DeliveryFailure.NOT_COPYABLE, True, False),
        (BadRequest("Message is too long"), DeliveryFailure.REJECTED, True, False),
        (InvalidToken(), DeliveryFailure.TOKEN_REFUSED, False, False),
        (TimedOut(), DeliveryFailure.NETWORK, False, False),
        (NetworkError("x"), DeliveryFailure.NETWORK, False, False),
        (Conflict("x"), DeliveryFailure.INTERNAL, False, False),
    ],
)  # fmt: skip
def test_delivery_failure(
    error: TelegramError, reason: DeliveryFailure, permanent: bool, unreachable: bool
) -> None:
    failure = delivery_failure(error, AMINA)
    assert (failure.reason, failure.permanent) == (reason, permanent)
    assert (failure.unreachable, failure.retry_after) == (unreachable, None)
    assert delivery_failure(error).permanent is permanent


@pytest.mark.parametrize("error", [Forbidden("bot was kicked"), BadRequest("Chat not found")])
def test_messages_wait_while_the_consultants_group_refuses_us(error: TelegramError) -> None:
    failure = delivery_failure(error, CONSULTANTS)
    assert (failure.permanent, failure.unreachable) == (False, False)
    assert failure.retry_after == GROUP_RETRY_SECONDS == 60


def test_rejected_message_to_the_consultants_is_permanent() -> None:
    failure = delivery_failure(BadRequest("Message is too long"), CONSULTANTS)
    assert failure.permanent and not failure.unreachable and failure.retry_after is None


def test_failure_names_its_kind_and_telegrams_description() -> None:
    assert str(delivery_failure(BadRequest("Message is too long"))) == (
        "rejected: Message is too long"
    )
    assert str(delivery_failure(TimedOut())) == "network error: TimedOut"
    assert str(delivery_failure(RetryAfter(3))) == "rate limited"


@pytest.mark.parametrize("asked", [7, timedelta(seconds=7)])
def test_retry_after_is_read_without_a_deprecation_warning(asked: int | timedelta) -> None:
    """Tells of a change in python-telegram-bot: `PTB_TIMEDELTA` is its switch."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        error = RetryAfter(asked)
        assert isinstance(error.retry_after, timedelta)
        assert retry_after(error) == 7
        assert delivery_failure(error).retry_after == fetch_failure(error).retry_after == 7
    assert not delivery_failure(error).permanent and not fetch_failure(error).permanent


@pytest.mark.parametrize(
    ("error", "reason", "permanent", "refusal"),
    [
        (BadRequest("File is too big"), FetchFailure.TOO_LARGE, True, Refusal.TOO_BIG),
        (BadRequest("Invalid file_id"), FetchFailure.REJECTED, True, None),
        (
            BadRequest("Wrong file_id or the file is temporarily unavailable"),
            FetchFailure.REJECTED, False, None,
        ),
        (Forbidden("x"), FetchFailure.FORBIDDEN, True, None),
        (InvalidToken(), FetchFailure.TOKEN_REFUSED, False, None),
        (TimedOut(), FetchFailure.NETWORK, False, None),
        (ChatMigrated(1), FetchFailure.NETWORK, False, None),
    ],
)  # fmt: skip
def test_fetch_failure(
    error: TelegramError, reason: FetchFailure, permanent: bool, refusal: Refusal | None
) -> None:
    failure = fetch_failure(error)
    assert (failure.reason, failure.permanent) == (reason, permanent)
    assert (failure.refusal, failure.retry_after) == (refusal, None)


@pytest.mark.parametrize(
    "description",
    ["Message is not modified: …", "Query is too old and …", "Query id is invalid, or …"],
)
def test_nothing_left_to_do(description: str) -> None:
    assert is_already_done(BadRequest(description))
    assert not is_already_done(BadRequest("Message is too long"))


def test_matches_ignores_case_and_takes_any_part() -> None:
    error = BadRequest("TOPIC_CLOSED")
    assert matches(error, "x", "topic_closed") and not matches(error, "x") and not matches(error)


def test_wait_is_telegrams_or_a_backoff_and_is_logged_without_the_message() -> None:
    wait = logged_wait("refused", 60)
    with capture_logs() as logs:
        assert wait(3, RetryAfter(100)) == 100
        assert [wait(n, TimedOut("secret")) for n in (1, 2, 3, 9)] == [1, 2, 4, 60]
    assert logs[0] == {
        "event": "refused", "log_level": "warning", "error": "RetryAfter", "next_attempt_in": 100,
    }  # fmt: skip
    assert {line["error"] for line in logs[1:]} == {"TimedOut"} and "secret" not in str(logs)
