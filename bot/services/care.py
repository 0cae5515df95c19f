"""Calling a human: because somebody asks, or because somebody is in distress."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.messages import Phrase
from bot.domain.questionnaire import Questionnaire
from bot.services.onboarding import Onboarding
from bot.services.turn import Turn
from bot.wording import desk, menu

# Pressing twice is impatience, not a second case.
ASK_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Care:
    onboarding: Onboarding
    questions: Questionnaire

    async def call_consultant(self, turn: Turn) -> None:
        asked = turn.participant.consultant_asked_at
        if asked is not None and turn.now - asked < ASK_AGAIN_AFTER:
            await turn.say(menu.consultant_knows())
            return
        turn.participant.consultant_asked_at = turn.now
        await turn.tell_consultants(desk.wants_to_talk(turn.participant, await self._where(turn)))
        await turn.say(menu.consultant_called())

    async def answer_distress(self, turn: Turn) -> None:
        """Every time: one alarm too many is better than one too few."""
        turn.participant.consultant_asked_at = turn.now
        await turn.tell_consultants(desk.crisis(turn.participant))
        await turn.say(menu.crisis())

    async def _where(self, turn: Turn) -> Phrase:
        if self.onboarding.waiting(turn.participant):
            return desk.not_yet_agreed()
        application = await turn.application()
        question = application.question(self.questions) if application else None
        return desk.at_question(question) if question else desk.nowhere()
