"""Calling a human: because somebody asks, or because somebody is in distress."""

from dataclasses import dataclass

from bot.cases.context import case_of
from bot.cases.handlers.handover import Handover
from bot.cases.rules.cases import Why
from bot.cases.views import calls
from bot.course.context import enrolment_of
from bot.crisis import views as care
from bot.eligibility.context import application_of
from bot.eligibility.rules.application import REASON_QUESTION
from bot.kernel.messages import Phrase
from bot.kernel.participant_context import Turn
from bot.office.handlers import Office
from bot.onboarding.handlers import Onboarding
from bot.questionnaire.handlers.flows import Paths


@dataclass(frozen=True)
class Care:
    onboarding: Onboarding
    paths: Paths
    handover: Handover
    office: Office

    async def call_consultant(
        self, turn: Turn, about: Phrase | None = None, why: Why | None = None
    ) -> None:
        """`about` says it in words.  Pressing twice is impatience, not a second talk."""
        known = case_of(turn) is not None
        turn.participant.consultant_asked_at = turn.now
        await self.handover.call(turn, why or await self._why(turn), about)
        if known and about is None:
            await turn.say(calls.consultant_knows())
        else:
            await turn.say(
                calls.consultant_called(await self.office.expectation(turn.uow, turn.now))
            )

    async def answer_distress(
        self, turn: Turn, call: bool = True, may_be_answer: bool = False
    ) -> None:
        """Every time: one alarm too many is better than one too few.

        Without `call`, for what may be no words at all: the numbers, the human one button away.
        """
        if call:
            turn.participant.consultant_asked_at = turn.now
            await self.handover.call(turn, Why.DISTRESS, urgent=True)
        there = await self.office.somebody_is_there(turn.uow, turn.now)
        await turn.say(care.crisis(call, may_be_answer, closed=not there))

    async def encourage(self, turn: Turn) -> None:
        """With what this person has done already, and their own reason to do it."""
        application = await application_of(turn)
        answered = len(application.answers) if application else 0
        reason = application.value(REASON_QUESTION) if application else None
        enrolment = await enrolment_of(turn)
        if enrolment is None:
            await turn.say(care.courage(answered, reason))
        else:
            handed_in = sum(work.is_done for work in enrolment.works)
            await turn.say(care.courage_on_the_course(handed_in, reason))

    async def _why(self, turn: Turn) -> Why:
        """In the middle of a question it is most likely about that."""
        if self.onboarding.waiting(turn.participant):
            return Why.ASKED
        path = await self.paths.current(turn)
        return Why.QUESTION if path is not None and path.question else Why.ASKED
