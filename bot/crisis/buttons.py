"""Presses under a message about a crisis."""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData


@dataclass(frozen=True)
class TextWasAnswer(CallbackData, wire="t:answer", access=Access.ANYBODY, leaves_talk=True):
    """The text that could be read in two ways was the answer to the open question."""
