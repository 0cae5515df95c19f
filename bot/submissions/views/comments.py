"""Asking a consultant for the comment that goes with a submission that is sent back."""

from dataclasses import replace

from bot.course.rules.course import Task
from bot.course.rules.submissions import Submission
from bot.kernel.messages import Button, Message, Verbatim, message, phrase, quiet, strong
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.kernel.views.shown import buttons_of
from bot.submissions.buttons import CancelComment, SendBackWithoutComment
from bot.submissions.forms import CommentForm

LONGEST_COMMENT = 3000


def form_of(shown: Message) -> CommentForm | None:
    """What a message asks a comment for; None for any other message."""
    if shown.form is None:
        return legacy_form(shown)
    return shown.form if isinstance(shown.form, CommentForm) else None


def legacy_form(shown: Message) -> CommentForm | None:
    """Of a message that was stored before messages had forms: read from its buttons."""
    for button in buttons_of(shown, SendBackWithoutComment):
        return CommentForm(button.submission, button.version, button.message)
    return None


def ask_for_comment(
    submission: Submission, task: Task, participant: Participant, message_id: int | None
) -> Message:
    """`message_id`: the message with what was handed in, where the verdict is noted."""
    assert submission.id is not None, "a submission is stored before it is shown"
    form = CommentForm(submission.id, submission.version, message_id)
    place = (form.submission, form.version, form.message)
    asked = message(
        strong(
            phrase("What is missing in “{task}”? Reply to this message.", task=phrase(task.title))
        ),
        phrase("I pass your words on to {person} as you write them.", person=who(participant)),
        buttons=[
            [Button(phrase("Send without words"), SendBackWithoutComment(*place).pack())],
            [Button(phrase("✖ Cancel"), CancelComment(*place).pack())],
        ],
    )
    return replace(asked, form=form)


def comment_sent(participant: Participant) -> Message:
    return message(quiet(phrase("Passed on to {person}.", person=who(participant))))


def comment_cancelled() -> Message:
    return message(quiet(phrase("Cancelled. It still waits for an answer.")))


def comment_is_empty() -> Message:
    return message(
        phrase("Please write a few words, or press the button “Send without words” there.")
    )


def comment_too_long(size: int) -> Message:
    return message(
        phrase(
            "That is {size} characters. Please reply again with at most {limit}.",
            size=Verbatim(str(size)), limit=Verbatim(str(LONGEST_COMMENT)),
        )
    )  # fmt: skip


def only_words() -> Message:
    """In answer to a reply with a picture or a voice note."""
    return message(phrase("I can only pass on written words. Please write it."))
