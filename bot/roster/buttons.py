"""Presses on a person's card and on the attendance of a meeting of the course."""

from dataclasses import dataclass

from bot.kernel.callback_data import CallbackData


@dataclass(frozen=True)
class ShowRemindersOf(CallbackData, wire="nr:p:{enrolment}"):
    """Show a person's reminders."""

    enrolment: int
