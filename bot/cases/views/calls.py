"""Messages to a participant who calls a consultant."""

from bot.cases.views.participant import to_assistant
from bot.kernel.messages import Message, message, phrase
from bot.kernel.views.commands import to_menu
from bot.office.rules.hours import Expected
from bot.office.views.expected import when


def consultant_called(expected: Expected) -> Message:
    return message(
        phrase("I have told the consultant, who writes to you here or calls."),
        *when(expected),
        phrase("You can write or say what it is about. Or just wait."),
        buttons=[[to_assistant()], [to_menu()]],
    )


def consultant_knows() -> Message:
    return message(
        phrase("The consultant knows already that you would like to talk. I keep an eye on it."),
        phrase("You can write or say what it is about. Or just wait."),
        buttons=[[to_assistant()], [to_menu()]],
    )
