"""Onboarding: the language, what the assistant is, consent."""

from dataclasses import dataclass

from bot.kernel.languages import OWN_NAMES
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.onboarding import rules, views
from bot.onboarding.buttons import AnswerConsent, GiveConsent, RefuseConsent
from bot.onboarding.rules import OnboardingStep, PrivacyFacts
from bot.onboarding.schema import WelcomeYaml


@dataclass(frozen=True)
class Onboarding:
    """Asks for language and consent.

    welcome: the texts and the version of the consent.
    privacy: what the privacy notice says.
    """

    welcome: WelcomeYaml
    privacy: PrivacyFacts

    def pending_step(self, participant: Participant) -> OnboardingStep | None:
        """What the participant has to answer before anything else; None once all is answered."""
        welcome = self.welcome
        return rules.pending_step(participant, welcome.consent_version, welcome.still_valid)

    async def tell_of_new_notice(self, context: ParticipantContext) -> None:
        """Tell once, outside of talks, whoever agreed to an earlier text that there is more."""
        person, version = context.participant, self.welcome.consent_version
        if context.talking or self.pending_step(person) is not None:
            return
        if rules.notice_is_new(person, version):
            person.notice_version = version
            await context.say(views.new_notice(), silent=True)

    async def ask_pending(self, context: ParticipantContext) -> None:
        """Ask for the pending step again."""
        if self.pending_step(context.participant) is OnboardingStep.LANGUAGE:
            await context.say(views.choose_language(newcomer=True))
        else:
            await context.say(views.agreement(self.welcome))

    async def offer_languages(self, context: ParticipantContext) -> None:
        """Show all languages to choose from."""
        newcomer = context.participant.language_chosen_at is None
        await context.say(views.choose_language(newcomer))

    async def choose_language(
        self, context: ParticipantContext, language: str, message_id: int | None = None
    ) -> bool:
        """Switch to a language by its code, then ask for what is still pending.

        `message_id`: the message with the pressed button.  Returns False for an unknown language.
        """
        if language not in OWN_NAMES:
            return False
        first_time = context.participant.language_chosen_at is None
        context.participant.choose_language(language, context.now)
        await context.edit(message_id, views.language_chosen(language))
        if first_time:
            await self.introduce(context)
        elif self.pending_step(context.participant):
            await self.ask_pending(context)
        return True

    async def introduce(self, context: ParticipantContext) -> None:
        """Say what the assistant is and who reads what, and ask for consent."""
        await context.say(*views.introduction(self.welcome), views.notice(self.privacy))
        await context.say(views.agreement(self.welcome))

    async def answer_consent(self, context: ParticipantContext, agreed: bool) -> None:
        """Store a yes or no to the present text, pressed or typed."""
        if context.participant.language_chosen_at is None:
            await self.ask_pending(context)
            return
        person = context.participant
        if agreed and person.agreed_to(self.welcome.consent_version):
            await context.say(views.goes_on())  # an old button pressed again
            return
        again = agreed and person.withdrew
        person.answer_consent(self.welcome.consent_version, agreed, context.now)
        if again:
            await context.say(views.goes_on())
            await context.tell_consultants(views.agreed_again(person))
        else:
            await context.say(views.agreed() if agreed else views.refused())

    async def press(
        self, context: ParticipantContext, button: AnswerConsent, message_id: int | None
    ) -> None:
        """A yes to the text of one version, or a no.

        A yes to an earlier text does not count: the present one is shown.
        """
        agreed = button == GiveConsent(self.welcome.consent_version)
        if not agreed and button != RefuseConsent():
            await self.introduce(context)
            return
        pending = self.pending_step(context.participant)
        if message_id is not None and pending is OnboardingStep.CONSENT:
            await context.edit(message_id, views.agreement_answered(self.welcome, agreed))
        await self.answer_consent(context, agreed)
