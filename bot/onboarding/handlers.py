"""The first minutes: language, what this is, consent."""

from dataclasses import dataclass

from bot.kernel.languages import OWN_NAMES
from bot.kernel.participant_context import Turn
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

    async def ask(self, turn: Turn) -> None:
        """The open step again."""
        if self.waiting(turn.participant) == "language":
            await turn.say(onboarding.choose_language(newcomer=True))
        else:
            await turn.say(onboarding.agreement(self.welcome))

    async def offer_languages(self, turn: Turn) -> None:
        newcomer = turn.participant.language_chosen_at is None
        await turn.say(onboarding.choose_language(newcomer))

    async def choose_language(
        self, turn: Turn, language: str, message_id: int | None = None
    ) -> bool:
        """False for a language we do not have.  `message_id`: the buttons it was chosen with."""
        if language not in OWN_NAMES:
            return False
        first_time = turn.participant.language_chosen_at is None
        turn.participant.choose_language(language, turn.now)
        await turn.edit(message_id, onboarding.language_chosen(language))
        if first_time:
            await self.introduce(turn)
        elif self.waiting(turn.participant):
            await self.ask(turn)
        return True

    async def introduce(self, turn: Turn) -> None:
        await turn.say(*onboarding.introduction(self.welcome))
        await turn.say(onboarding.agreement(self.welcome))

    async def answer_consent(self, turn: Turn, agreed: bool) -> None:
        if turn.participant.language_chosen_at is None:
            await self.ask(turn)
            return
        already = turn.participant.agreed_to(self.welcome.consent_version)
        if agreed and already:  # an old button pressed again: nothing to agree to any more
            await turn.say(menu.menu(on_the_course=False))
            return
        turn.participant.answer_consent(self.welcome.consent_version, agreed, turn.now)
        await turn.say(onboarding.agreed() if agreed else onboarding.refused())

    async def press_consent(self, turn: Turn, version: str, message_id: int | None) -> None:
        """A yes given to an older text is no yes to this one."""
        agreed = version == self.welcome.consent_version
        if not agreed and version != "no":
            await self.introduce(turn)
            return
        if message_id is not None and self.waiting(turn.participant) == "consent":
            await turn.edit(message_id, onboarding.agreement_answered(self.welcome, agreed))
        await self.answer_consent(turn, agreed)
