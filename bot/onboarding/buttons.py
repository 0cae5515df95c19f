"""Buttons of onboarding: language, consent and the privacy notice."""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData


@dataclass(frozen=True)
class ChooseLanguage(CallbackData, wire="lang:{language}", access=Access.ANYBODY):
    """Choose the language of the conversation by its code."""

    language: str


class AnswerConsent(CallbackData, access=Access.ANYBODY):
    """An answer to the question for consent."""


@dataclass(frozen=True)
class GiveConsent(AnswerConsent, wire="ok:{version}"):
    """Consent to the text of one version."""

    version: str


@dataclass(frozen=True)
class RefuseConsent(AnswerConsent, wire="ok:no"):
    """Refuse consent."""


@dataclass(frozen=True)
class ReadNotice(CallbackData, wire="d:more", access=Access.ANYBODY):
    """Read the whole privacy notice."""
