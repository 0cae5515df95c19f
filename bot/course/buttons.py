"""Presses on messages of the course: a participant's tasks, the cohorts, how a cohort is doing."""

from dataclasses import dataclass

from bot.kernel.callback_data import CallbackData


class StatusButton(CallbackData):
    """A press on the status of a cohort, a person's card, or the attendance of a meeting."""


@dataclass(frozen=True)
class OpenPerson(StatusButton, wire="s:p:{enrolment}"):
    """Show a person's card in a new message."""

    enrolment: int
