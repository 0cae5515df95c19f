"""The steps of onboarding, and the facts of the privacy notice."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.participants import Participant

DAYS_A_MONTH = 30.44


class OnboardingStep(StrEnum):
    """A step that waits for an answer."""

    LANGUAGE = "language"
    CONSENT = "consent"


@dataclass(frozen=True)
class PrivacyFacts:
    """What the privacy notice says about this installation.

    controller_contact, dpo_contact: how to reach the municipality and its data protection
        officer; None: people are told to ask a consultant.
    people_months, messages_days: how long data are kept.
    translated: words are sent to a translation service.
    """

    controller_contact: str | None = None
    dpo_contact: str | None = None
    people_months: int = 6
    messages_days: int = 180
    translated: bool = False

    @property
    def messages_go_earlier(self) -> bool:
        """Whether messages are deleted before everything else about a person is."""
        return self.messages_days <= self.people_months * DAYS_A_MONTH


def pending_step(
    participant: Participant, consent_version: str, still_valid: Collection[str] = ()
) -> OnboardingStep | None:
    """The step that waits; None once the participant has a language and a valid consent.

    still_valid: earlier versions of the consent text that count too.
    """
    if participant.language_chosen_at is None:
        return OnboardingStep.LANGUAGE
    valid = any(participant.agreed_to(version) for version in (consent_version, *still_valid))
    return None if valid else OnboardingStep.CONSENT


def notice_is_new(participant: Participant, consent_version: str) -> bool:
    """Whether a participant agreed to an earlier text and was not told of the present notice."""
    earlier = not participant.agreed_to(consent_version)
    return earlier and participant.notice_version != consent_version
