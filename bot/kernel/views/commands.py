"""Buttons used under many messages."""

from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Button, Phrase, phrase


def command_button(label: Phrase, command: ParticipantCommand) -> Button:
    """A button that runs a command."""
    return Button(label, RunCommand(command).pack())


def to_menu() -> Button:
    return command_button(phrase("☰ Menu"), ParticipantCommand.MENU)


def to_consultant() -> Button:
    return command_button(phrase("👤 Talk to the consultant"), ParticipantCommand.CONSULTANT)


def to_meeting() -> Button:
    return command_button(phrase("📅 My meeting"), ParticipantCommand.MEETING)


def to_join() -> Button:
    return command_button(phrase("🌱 May I join?"), ParticipantCommand.JOIN)


def to_language() -> Button:
    return command_button(phrase("🌐 Language"), ParticipantCommand.LANGUAGE)


def to_privacy() -> Button:
    return command_button(phrase("🔒 Privacy"), ParticipantCommand.PRIVACY)


def to_words() -> Button:
    return command_button(phrase("📖 Danish words"), ParticipantCommand.WORDS)


def to_help() -> Button:
    return command_button(phrase("❔ Help"), ParticipantCommand.HELP)


def to_task() -> Button:
    return command_button(phrase("📝 My next task"), ParticipantCommand.TASK)


def to_tasks() -> Button:
    return command_button(phrase("🗂 All my tasks"), ParticipantCommand.TASKS)


def to_progress() -> Button:
    return command_button(phrase("🛤 How far am I?"), ParticipantCommand.PROGRESS)


def to_plan() -> Button:
    return command_button(phrase("📘 My plan"), ParticipantCommand.PLAN)


def to_away() -> Button:
    return command_button(phrase("☁ I can't this week"), ParticipantCommand.AWAY)


def to_reminders() -> Button:
    return command_button(phrase("⚙ Reminders"), ParticipantCommand.REMINDERS)
