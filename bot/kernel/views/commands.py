"""Buttons that stand under many messages."""

from bot.kernel.buttons import encode
from bot.kernel.messages import Button, phrase


def to_menu() -> Button:
    return Button(phrase("☰ Menu"), encode("m", "menu"))


def to_consultant() -> Button:
    return Button(phrase("👤 Talk to the consultant"), encode("m", "consultant"))


def to_meeting() -> Button:
    return Button(phrase("📅 My meeting"), encode("m", "meeting"))


def to_join() -> Button:
    return Button(phrase("🌱 May I join?"), encode("m", "join"))


def to_language() -> Button:
    return Button(phrase("🌐 Language"), encode("m", "language"))


def to_privacy() -> Button:
    return Button(phrase("🔒 Privacy"), encode("m", "privacy"))


def to_words() -> Button:
    return Button(phrase("📖 Danish words"), encode("m", "words"))


def to_help() -> Button:
    return Button(phrase("❔ Help"), encode("m", "help"))


def to_task() -> Button:
    return Button(phrase("📝 My next task"), encode("m", "task"))


def to_tasks() -> Button:
    return Button(phrase("🗂 All my tasks"), encode("m", "tasks"))


def to_progress() -> Button:
    return Button(phrase("🛤 How far am I?"), encode("m", "progress"))


def to_plan() -> Button:
    return Button(phrase("📘 My plan"), encode("m", "plan"))


def to_away() -> Button:
    return Button(phrase("☁ I can't this week"), encode("m", "away"))


def to_reminders() -> Button:
    return Button(phrase("⚙ Reminders"), encode("m", "reminders"))
