"""The form of the message that asks a consultant for a comment."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.content.loader import load
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.messages import Message, message, phrase
from bot.kernel.participants import Participant
from bot.submissions.consultant import asks_for_comment
from bot.submissions.forms import CommentForm
from bot.submissions.views import comments, review

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
AMINA = Participant(42, "Amina", "en", NOW, id=7)
TASK = load().course.tasks["why"]
SUBMISSION = Submission(
    started_at=NOW, enrolment_id=1, participant_id=7, task_id="why", due_on=date(2026, 11, 6),
    stage=Stage.HANDED_IN, version=2, id=31,
)  # fmt: skip


def asked(message_id: int | None) -> Message:
    return comments.ask_for_comment(SUBMISSION, TASK, AMINA, message_id)


@pytest.mark.parametrize("message_id", [None, 5012])
def test_the_submission_is_read_from_the_form_and_not_from_the_look(
    message_id: int | None,
) -> None:
    blank = replace(asked(message_id), paragraphs=(), buttons=())
    assert comments.form_of(blank) == CommentForm(31, 2, message_id)
    assert asks_for_comment(blank)


@pytest.mark.parametrize("message_id", [None, 5012])
def test_messages_stored_without_form_are_read_from_their_buttons(message_id: int | None) -> None:
    shown = replace(asked(message_id), form=None)
    assert comments.form_of(shown) == CommentForm(31, 2, message_id)


def test_other_messages_ask_for_no_comment() -> None:
    [shown] = review.handed_in(AMINA, TASK, SUBMISSION, date(2026, 11, 2))
    assert shown.buttons and not asks_for_comment(shown)
    assert not asks_for_comment(message(phrase("Has no open question.")))
