"""Presses under a text that could be read in more than one way."""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData


class ReadingButton(CallbackData, access=Access.ANYBODY, leaves_talk=True):
    """A press that settles how a text was meant."""


@dataclass(frozen=True)
class TextWasRequest(ReadingButton, wire="t:wish"):
    """The text that could be read in two ways was a request to the assistant."""


@dataclass(frozen=True)
class ConfirmIntent(ReadingButton, wire="i:{intent}"):
    """Did you mean this?  Yes."""

    intent: str


@dataclass(frozen=True)
class RejectIntent(ReadingButton, wire="i:none"):
    """Did you mean this?  No, something else."""
