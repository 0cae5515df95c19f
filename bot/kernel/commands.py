"""The participants' commands, and the buttons that run them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.callback_data import Access, CallbackData


class ParticipantCommand(StrEnum):
    """A command by its name.

    `access`: ANYBODY also before language and consent.  `leaves_talk`: during an open talk with a
    consultant it brings the assistant back; the others show something and change nothing.
    """

    access: Access
    leaves_talk: bool

    def __new__(
        cls, name: str, access: Access = Access.MEMBERS, leaves_talk: bool = True
    ) -> "ParticipantCommand":
        command = str.__new__(cls, name)
        command._value_ = name
        command.access = access
        command.leaves_talk = leaves_talk
        return command

    START = "start", Access.ANYBODY
    LANGUAGE = "language", Access.ANYBODY, False
    HELP = "help", Access.ANYBODY, False
    PRIVACY = "privacy", Access.ANYBODY, False
    MY_DATA = "mydata", Access.ANYBODY
    DELETE_ME = "deleteme", Access.ANYBODY
    CONSULTANT = "consultant", Access.ANYBODY, False  # this opens the talk
    WORDS = "words", Access.ANYBODY, False
    MEETING = "meeting", Access.ANYBODY
    MENU = "menu"
    JOIN = "join"
    PAUSE = "pause"
    TASK = "task"
    TASKS = "tasks"
    PROGRESS = "progress"
    DEADLINE = "deadline"
    AWAY = "away"
    PLAN = "plan"
    PLAN_FILE = "planfile"
    REMINDERS = "reminders"

    @classmethod
    def named(cls, name: str) -> "ParticipantCommand | None":
        """Return None for a command that does not exist."""
        return next((command for command in cls if command == name), None)


def leaves_talk(name: str) -> bool:
    """Whether a typed command or its button brings the assistant back during an open talk.

    An unknown command does too: the assistant answers it.
    """
    command = ParticipantCommand.named(name)
    return command is None or command.leaves_talk


@dataclass(frozen=True)
class RunCommand(CallbackData, wire="m:{name}", access=Access.ANYBODY):
    """Run a command; the command itself says who may use it (see `ParticipantCommand`)."""

    name: str


@dataclass(frozen=True)
class ShowDanish(CallbackData, wire="da", access=Access.ANYBODY):
    """Show this message with its Danish below."""
