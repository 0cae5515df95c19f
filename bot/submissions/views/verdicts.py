"""Messages to the participant about the verdict on a submission."""

from bot.course.buttons import OpenTask
from bot.course.rules.course import Task
from bot.course.rules.submissions import Submission
from bot.kernel.messages import (
    Button,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    message,
    phrase,
    phrases,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu, to_progress, to_task


def good(task: Task, approved: int, *, more: bool) -> Message:
    """`approved`: how many tasks so far; `more`: whether there is a next one."""
    return message(
        strong(phrase("✅ The consultant has looked at “{task}”: well done!", task=_title(task))),
        phrases(
            "{count} task is approved now. You have made that yourself.",
            "{count} tasks are approved now. You have made that yourself.",
            approved,
        ),
        buttons=[[to_task()] if more else [to_progress()], [to_menu()]],
    )


def one_more_thing(task: Task, submission: Submission, by: str) -> Message:
    """With the consultant's comment, if there is one."""
    assert submission.id is not None, "a submission is stored before it is shown"
    title = _title(task)
    comment: list[Param | Paragraph] = []
    if submission.comment:
        comment = [
            phrase("{consultant} (consultant) writes:", consultant=Verbatim(by)),
            Verbatim(submission.comment),
        ]
    else:
        comment = [phrase("The consultant asks you to look at it once more.")]
    return message(
        strong(phrase("“{task}”: good work, and one more thing", task=title)),
        *comment,
        phrase("Your answers are all there. You add to them and hand in again."),
        buttons=[
            [Button(phrase("✏ Open the task"), OpenTask(submission.id).pack())],
            [to_consultant()],
        ],
    )


def lets_talk(task: Task) -> Message:
    return message(
        strong(phrase("The consultant would like to talk with you about “{task}”.",
                      task=_title(task))),
        phrase("Nothing is wrong. Some things are easier to say than to write."),
        phrase("The consultant writes to you here about day and time."),
        buttons=[[to_consultant()], [to_task()], [to_menu()]],
    )  # fmt: skip


def _title(task: Task) -> Phrase:
    return phrase(task.title)
