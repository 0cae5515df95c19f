"""Messages to a participant who is in distress, or has lost courage."""

from bot.cases.views.participant import to_assistant
from bot.crisis.buttons import TextWasAnswer
from bot.kernel.commands import ParticipantCommand
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
from bot.kernel.views.commands import command_button, to_consultant, to_menu


def crisis(called: bool, may_be_answer: bool = False, closed: bool = False) -> Message:
    """The emergency numbers, and that a consultant was or can be called.

    `may_be_answer`: a button keeps the text as the answer to the open question.
    `closed`: nobody is at the office now.
    """
    office_closed = phrase(
        "The office is closed now. Please do not wait for an answer: call one of these numbers."
    )
    consultant_told = phrase("I have just told your consultant. What you write now goes there.")
    return message(
        *_numbers(),
        *([consultant_told] if called else []),
        *([office_closed] if closed else []),
        buttons=[
            *_answer(may_be_answer),
            [to_assistant()] if called else [to_consultant()],
        ],
    )


def crisis_unreachable(may_be_answer: bool = False) -> Message:
    """The same where no consultant can be told: neither a group nor a consultant is set."""
    return message(
        *_numbers(),
        strong(phrase("I cannot reach a consultant here. Please call one of these numbers.")),
        buttons=_answer(may_be_answer),
    )


def _numbers() -> list[Param | Paragraph]:
    return [
        strong(phrase("I am glad that you tell me. You are not alone.")),
        phrase("If you are in danger now, call 112."),
        phrase("When life feels too hard: Livslinien, 70 201 201. When someone hurts you: 1888."),
        phrase("No place to sleep or no food? Call the municipality: {phone}."),
    ]


def _answer(may_be_answer: bool) -> list[list[Button]]:
    answer = Button(phrase("✍ That is my answer"), TextWasAnswer().pack())
    return [[answer]] if may_be_answer else []


def encouragement(answered: int, reason: str | None) -> Message:
    """Before the course.

    `answered`: how many questions so far; `reason`: why they want a business, in their own words.
    """
    done = phrases(
        "You have already answered {count} question. That counts.",
        "You have already answered {count} questions. That counts.",
        answered,
    )
    return _encouragement(done if answered else None, reason, ParticipantCommand.JOIN)


def encouragement_on_the_course(handed_in: int, reason: str | None) -> Message:
    """`handed_in`: how many tasks so far; `reason`: as before the course."""
    done = phrases(
        "You have already handed in {count} task. You made that yourself.",
        "You have already handed in {count} tasks. You made that yourself.",
        handed_in,
    )
    return _encouragement(done if handed_in else None, reason, ParticipantCommand.TASK)


def _encouragement(
    done: Phrase | None, reason: str | None, small_step: ParticipantCommand
) -> Message:
    content: list[Param | Paragraph] = [
        phrase("Many people feel like that on the way. It is okay.")
    ]
    if done:
        content.append(done)
    if reason:
        content.append(phrase("You told me why you want this: “{words}”", words=Verbatim(reason)))
    content.append(phrase("Take one small step, or a break. Both are fine."))
    return message(
        *content,
        buttons=[
            [command_button(phrase("🌱 One small step"), small_step)],
            [command_button(phrase("⏸ A break"), ParticipantCommand.PAUSE)],
            [to_consultant()],
            [to_menu()],
        ],
    )
