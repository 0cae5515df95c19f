"""Messages to the consultants about a participant's tasks: a file, a notice of absence."""

from dataclasses import replace
from datetime import date

from bot.course.rules.course import Task
from bot.files.rules.files import SentFile
from bot.kernel.messages import Message, Weekday, message, phrase, quiet
from bot.kernel.participants import Participant
from bot.kernel.views.people import who


def file(participant: Participant, task: Task, file: SentFile) -> Message:
    """A file that belongs to a step; it is stored."""
    step = file.question_id or ""
    title = phrase(task.steps.question(step).title if step in task.steps else task.title)
    text = message(phrase("{person}: {title}", person=who(participant), title=title))
    return replace(text, enclosure=file.as_enclosure())


def pause(participant: Participant, until: date) -> Message:
    """A notice of absence; the reason is never asked for."""
    return message(
        phrase("{person} takes a pause until {day}.", person=who(participant), day=Weekday(until)),
        quiet(phrase("The deadlines have moved. Nothing is needed from you.")),
    )
