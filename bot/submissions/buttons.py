"""Presses of consultants on what was handed in."""

from dataclasses import dataclass

from bot.course.rules.submissions import ReviewVerdict
from bot.kernel.callback_data import CallbackData


class ReviewButton(CallbackData):
    """A press on one version of a submission."""

    submission: int
    version: int


@dataclass(frozen=True)
class ReviewSubmission(ReviewButton, wire="v:{submission}:{version}:{verdict}"):
    """Give the verdict; one that asks for more asks the consultant for a comment first."""

    submission: int
    version: int
    verdict: ReviewVerdict


@dataclass(frozen=True)
class SendBackWithoutComment(ReviewButton, wire="v:{submission}:{version}:bare:{message?}"):
    """Send the submission back without a comment; `message` shows it."""

    submission: int
    version: int
    message: int | None = None


@dataclass(frozen=True)
class CancelComment(ReviewButton, wire="v:{submission}:{version}:no:{message?}"):
    """Leave the submission as it is; `message` shows it."""

    submission: int
    version: int
    message: int | None = None
