"""Buttons that stand under many messages."""

from bot.kernel.buttons import RunCommand
from bot.kernel.messages import Button, phrase


def to_menu() -> Button:
    return Button(phrase("☰ Menu"), RunCommand("menu").pack())


def to_consultant() -> Button:
    return Button(phrase("👤 Talk to the consultant"), RunCommand("consultant").pack())


def to_meeting() -> Button:
    return Button(phrase("📅 My meeting"), RunCommand("meeting").pack())


def to_join() -> Button:
    return Button(phrase("🌱 May I join?"), RunCommand("join").pack())


def to_language() -> Button:
    return Button(phrase("🌐 Language"), RunCommand("language").pack())


def to_privacy() -> Button:
    return Button(phrase("🔒 Privacy"), RunCommand("privacy").pack())


def to_words() -> Button:
    return Button(phrase("📖 Danish words"), RunCommand("words").pack())


def to_help() -> Button:
    return Button(phrase("❔ Help"), RunCommand("help").pack())


def to_task() -> Button:
    return Button(phrase("📝 My next task"), RunCommand("task").pack())


def to_tasks() -> Button:
    return Button(phrase("🗂 All my tasks"), RunCommand("tasks").pack())


def to_progress() -> Button:
    return Button(phrase("🛤 How far am I?"), RunCommand("progress").pack())


def to_plan() -> Button:
    return Button(phrase("📘 My plan"), RunCommand("plan").pack())


def to_away() -> Button:
    return Button(phrase("☁ I can't this week"), RunCommand("away").pack())


def to_reminders() -> Button:
    return Button(phrase("⚙ Reminders"), RunCommand("reminders").pack())
