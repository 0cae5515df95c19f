"""The menu, the help and general short answers."""

from bot.app.buttons import TextWasRequest
from bot.crisis.buttons import TextWasAnswer
from bot.kernel.messages import Button, Message, message, phrase
from bot.kernel.views.commands import (
    to_consultant,
    to_join,
    to_menu,
    to_task,
)


def help_(on_the_course: bool) -> Message:
    what = (
        phrase("I bring you the tasks of the course, one small step at a time.")
        if on_the_course
        else phrase(
            "I help you find out if the course fits you. Press a button, or just write to me."
        )
    )
    return message(
        what,
        phrase("You can write: back, skip, pause, language. I also understand normal sentences."),
        phrase("Would you rather talk with a person? Press the button. It is always okay."),
        buttons=[[to_task() if on_the_course else to_join()], [to_consultant()], [to_menu()]],
    )


def answer_or_wish() -> Message:
    """Ask whether a text was an answer or a request."""
    return message(
        phrase("I am not sure. Is that your answer, or did you want something from me?"),
        buttons=[
            [Button(phrase("✍ That is my answer"), TextWasAnswer().pack())],
            [Button(phrase("🙋 I was asking"), TextWasRequest().pack())],
        ],
    )
