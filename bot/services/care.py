"""Calling a human: because somebody asks, or because somebody is in distress."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.messages import Phrase
from bot.services.onboarding import Onboarding
from bot.services.paths import Paths
from bot.services.reminder_people import REASON_QUESTION
from bot.services.turn import Turn
from bot.wording import care, desk, menu

# Pressing twice is impatience, not a second case.
ASK_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Care:
    onboarding: Onboarding
    paths: Paths

    async def call_consultant(self, turn: Turn, about: Phrase | None = None) -> None:
        """`about` says why; with a reason of its own a call is never just the same call again."""
        asked = turn.participant.consultant_asked_at
        if about is None and asked is not None and turn.now - asked < ASK_AGAIN_AFTER:
            await turn.say(menu.consultant_knows())
            return
        turn.participant.consultant_asked_at = turn.now
        why = about or await self._where(turn)
        await turn.tell_consultants(desk.wants_to_talk(turn.participant, why))
        await turn.say(menu.consultant_called())

    async def answer_distress(
        self, turn: Turn, call: bool = True, may_be_answer: bool = False
    ) -> None:
        """Every time: one alarm too many is better than one too few.

        Without `call`, for what may be no words at all: the numbers, the human one button away.
        """
        if call:
            turn.participant.consultant_asked_at = turn.now
            await turn.tell_consultants(desk.crisis(turn.participant))
        await turn.say(care.crisis(call, may_be_answer))

    async def encourage(self, turn: Turn) -> None:
        """With what this person has done already, and their own reason to do it."""
        application = await turn.application()
        answered = len(application.answers) if application else 0
        reason = application.value(REASON_QUESTION) if application else None
        enrolment = await turn.enrolment()
        if enrolment is None:
            await turn.say(care.courage(answered, reason))
        else:
            handed_in = sum(work.is_done for work in enrolment.works)
            await turn.say(care.courage_on_the_course(handed_in, reason))

    async def _where(self, turn: Turn) -> Phrase:
        if self.onboarding.waiting(turn.participant):
            return desk.not_yet_agreed()
        path = await self.paths.current(turn)
        question = path.question if path else None
        return desk.at_question(question) if question else desk.nowhere()
