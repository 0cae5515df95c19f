"""The first minutes: language, what this is, consent."""

from dataclasses import dataclass

from bot.kernel.languages import OWN_NAMES
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.views import menu
from bot.onboarding import views as onboarding
from bot.onboarding.schema import WelcomeYaml


@dataclass(frozen=True)
class Onboarding:
    welcome: WelcomeYaml

    def waiting(self, participant: Participant) -> str | None:
        """What the person has to answer before anything else; None when they are through."""
        if participant.language_chosen_at is None:
            return "language"
        return None if participant.agreed_to(self.welcome.consent_version) else "consent"

    async def ask(self, context: ParticipantContext) -> None:
        """The open step again."""
        if self.waiting(context.participant) == "language":
            await context.say(onboarding.choose_language(newcomer=True))
        else:
            await context.say(onboarding.agreement(self.welcome))

    async def offer_languages(self, context: ParticipantContext) -> None:
        newcomer = context.participant.language_chosen_at is None
        await context.say(onboarding.choose_language(newcomer))

    async def choose_language(
        self, context: ParticipantContext, language: str, message_id: int | None = None
    ) -> bool:
        """False for a language we do not have.  `message_id`: the buttons it was chosen with."""
        if language not in OWN_NAMES:
            return False
        first_time = context.participant.language_chosen_at is None
        context.participant.choose_language(language, context.now)
        await context.edit(message_id, onboarding.language_chosen(language))
        if first_time:
            await self.introduce(context)
        elif self.waiting(context.participant):
            await self.ask(context)
        return True

    async def introduce(self, context: ParticipantContext) -> None:
        await context.say(*onboarding.introduction(self.welcome))
        await context.say(onboarding.agreement(self.welcome))

    async def answer_consent(self, context: ParticipantContext, agreed: bool) -> None:
        if context.participant.language_chosen_at is None:
            await self.ask(context)
            return
        already = context.participant.agreed_to(self.welcome.consent_version)
        if agreed and already:  # an old button pressed again: nothing to agree to any more
            await context.say(menu.menu(on_the_course=False))
            return
        context.participant.answer_consent(self.welcome.consent_version, agreed, context.now)
        await context.say(onboarding.agreed() if agreed else onboarding.refused())

    async def press_consent(
        self, context: ParticipantContext, version: str, message_id: int | None
    ) -> None:
        """A yes given to an older text is no yes to this one."""
        agreed = version == self.welcome.consent_version
        if not agreed and version != "no":
            await self.introduce(context)
            return
        if message_id is not None and self.waiting(context.participant) == "consent":
            await context.edit(message_id, onboarding.agreement_answered(self.welcome, agreed))
        await self.answer_consent(context, agreed)
