"""Buttons of the eligibility check beside those of every questionnaire."""

from dataclasses import dataclass

from bot.eligibility.rules.application import Decision
from bot.kernel.callback_data import Access, CallbackData


@dataclass(frozen=True)
class Decide(CallbackData, wire="c:{application}:{decision}"):
    """Decide on an application; the participant gets a message."""

    application: int
    decision: Decision


@dataclass(frozen=True)
class TalkAboutResult(CallbackData, wire="ht:r", access=Access.ANYBODY):
    """Call the consultant about the result of the check."""
