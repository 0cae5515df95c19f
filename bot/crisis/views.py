"""Words for somebody who is low, or in danger."""

from bot.cases.views.cases import go_on
from bot.crisis.buttons import TextWasAnswer
from bot.kernel.buttons import encode
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
from bot.kernel.views.commands import to_consultant, to_menu


def crisis(called: bool, may_be_answer: bool = False, closed: bool = False) -> Message:
    """Warmth, the right numbers, and that a human was called or can be.

    `may_be_answer`: a button keeps the text as the answer to the question that waits.
    `closed`: nobody is at the office now.
    """
    answer = Button(phrase("✍ That is my answer"), TextWasAnswer().pack())
    nobody = phrase(
        "The office is closed now. Please do not wait for an answer: call one of these numbers."
    )
    told = phrase("I have just told your consultant. What you write now goes there.")
    return message(
        strong(phrase("I am glad that you tell me. You are not alone.")),
        phrase("If you are in danger now, call 112."),
        phrase("When life feels too hard: Livslinien, 70 201 201. When someone hurts you: 1888."),
        phrase("No place to sleep or no food? Call the municipality: {phone}."),
        *([told] if called else []),
        *([nobody] if closed else []),
        buttons=[[answer] if may_be_answer else [], [go_on()] if called else [to_consultant()]],
    )


def courage(answered: int, reason: str | None) -> Message:
    """Encouragement from what this person has done, and a smaller step.

    `answered` questions so far; `reason`: why they want a business, in their own words.
    """
    done = phrases(
        "You have already answered {count} question. That counts.",
        "You have already answered {count} questions. That counts.",
        answered,
    )
    return _courage(done if answered else None, reason, "join")


def courage_on_the_course(handed_in: int, reason: str | None) -> Message:
    """`handed_in` tasks so far."""
    done = phrases(
        "You have already handed in {count} task. You made that yourself.",
        "You have already handed in {count} tasks. You made that yourself.",
        handed_in,
    )
    return _courage(done if handed_in else None, reason, "task")


def _courage(done: Phrase | None, reason: str | None, small_step: str) -> Message:
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
            [Button(phrase("🌱 One small step"), encode("m", small_step))],
            [Button(phrase("⏸ A break"), encode("m", "pause"))],
            [to_consultant()],
            [to_menu()],
        ],
    )
