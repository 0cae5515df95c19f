"""Presses on what participants can do about their own data."""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData


class PrivacyButton(CallbackData, access=Access.ANYBODY):
    """A press on privacy and erasure."""


@dataclass(frozen=True)
class ConfirmErasure(PrivacyButton, wire="d:yes"):
    """Erase everything about the participant."""


@dataclass(frozen=True)
class KeepData(PrivacyButton, wire="d:no"):
    """Erase nothing."""


@dataclass(frozen=True)
class WithdrawConsent(PrivacyButton, wire="d:withdraw"):
    """Withdraw the consent to storing answers."""


@dataclass(frozen=True)
class MarkPhoneShared(PrivacyButton, wire="d:shared"):
    """Others use the phone too: remove our messages an hour after a conversation."""


@dataclass(frozen=True)
class MarkPhoneOwn(PrivacyButton, wire="d:own"):
    """Nobody else uses the phone: leave our messages there."""
