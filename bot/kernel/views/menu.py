"""The main menu."""

from bot.kernel.messages import Message, message, phrase, strong
from bot.kernel.views.commands import (
    to_away,
    to_consultant,
    to_help,
    to_join,
    to_language,
    to_meeting,
    to_plan,
    to_privacy,
    to_progress,
    to_reminders,
    to_task,
    to_tasks,
    to_words,
)


def menu(on_the_course: bool) -> Message:
    """The menu of a course participant, or of somebody who has not joined."""
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
