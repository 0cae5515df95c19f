"""The steps of onboarding: what a participant has to answer before anything else."""

from enum import StrEnum

from bot.kernel.participants import Participant


class OnboardingStep(StrEnum):
    """A step that waits for an answer."""

    LANGUAGE = "language"
    CONSENT = "consent"


def pending_step(participant: Participant, consent_version: str) -> OnboardingStep | None:
    """The step that waits; None once the participant has a language and this consent."""
    if participant.language_chosen_at is None:
        return OnboardingStep.LANGUAGE
    return None if participant.agreed_to(consent_version) else OnboardingStep.CONSENT
