"""What the consultants hear from a participant's task: files, and a pause."""

from dataclasses import replace
from datetime import date

from bot.course.rules.course import Task
from bot.files.rules.files import SentFile
from bot.kernel.messages import Message, Weekday, message, phrase, quiet
from bot.kernel.participants import Participant
from bot.kernel.views.people import who


def file(participant: Participant, task: Task, file: SentFile) -> Message:
    """`file` is kept: it is here and has an id."""
    step = file.question_id or ""
    title = phrase(task.steps.question(step).title if step in task.steps else task.title)
    said = message(phrase("{person}: {title}", person=who(participant), title=title))
    return replace(said, enclosure=file.as_enclosure())


def pause(participant: Participant, until: date) -> Message:
    """Why is not asked, so it can't be told."""
    return message(
        phrase("{person} takes a pause until {day}.", person=who(participant), day=Weekday(until)),
        quiet(phrase("The deadlines have moved. Nothing is needed from you.")),
    )
