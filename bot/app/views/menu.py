"""The menu, the help, and the short answers to what does not fit anywhere."""

from bot.kernel.buttons import encode
from bot.kernel.messages import Button, Message, message, phrase, strong
from bot.kernel.views.commands import (
    to_away,
    to_consultant,
    to_help,
    to_join,
    to_language,
    to_meeting,
    to_menu,
    to_plan,
    to_privacy,
    to_progress,
    to_reminders,
    to_task,
    to_tasks,
    to_words,
)


def menu(on_the_course: bool) -> Message:
    """What the person can do now: find out about the course, or work on it."""
    course = [[to_task()], [to_tasks(), to_progress()], [to_plan()], [to_away(), to_reminders()]]
    return message(
        strong(phrase("What would you like to do?")),
        buttons=[
            *(course if on_the_course else [[to_join()]]),
            [to_consultant()],
            [to_meeting()],
            [to_language(), to_privacy()],
            [to_words(), to_help()],
        ],
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
    """In doubt the person says it; nothing is lost meanwhile."""
    return message(
        phrase("I am not sure. Is that your answer, or did you want something from me?"),
        buttons=[
            [Button(phrase("✍ That is my answer"), encode("t", "answer"))],
            [Button(phrase("🙋 I was asking"), encode("t", "wish"))],
        ],
    )
