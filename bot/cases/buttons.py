"""Presses on a talk with a consultant."""

from dataclasses import dataclass

from bot.kernel.callback_data import CallbackData


@dataclass(frozen=True)
class OfferMeeting(CallbackData, wire="bm:o:{participant}"):
    """Begin to offer times for an appointment."""

    participant: int
