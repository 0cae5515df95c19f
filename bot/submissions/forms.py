"""Forms of the review of submissions."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages import Form


@dataclass(frozen=True)
class CommentForm(Form):
    """One version of a submission waits for a comment.

    `message`: Telegram id of the consultants' message that shows what was handed in.
    """

    submission: int
    version: int
    message: int | None = None
    kind: Literal["submission_comment"] = "submission_comment"
