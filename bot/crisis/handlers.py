"""Calling a human: because somebody asks, or because somebody is in distress."""

from dataclasses import dataclass

from bot.cases.context import case_of
from bot.cases.handlers.handover import Handover
from bot.cases.rules.cases import CaseReason
from bot.cases.views import calls
from bot.course.context import enrolment_of
from bot.crisis import views as care
from bot.eligibility.context import latest_application
from bot.eligibility.rules.application import REASON_QUESTION
from bot.kernel.messages import Phrase
from bot.kernel.participant_context import ParticipantContext
from bot.office.handlers import Office
from bot.onboarding.handlers import Onboarding
from bot.questionnaire.handlers.flows import Flows


@dataclass(frozen=True)
class CrisisSupport:
    onboarding: Onboarding
    flows: Flows
    handover: Handover
    office: Office

    async def call_consultant(
        self,
        context: ParticipantContext,
        about: Phrase | None = None,
        why: CaseReason | None = None,
    ) -> None:
        """`about` says it in words.  Pressing twice is impatience, not a second talk."""
        known = case_of(context) is not None
        context.participant.consultant_asked_at = context.now
        await self.handover.call(context, why or await self._why(context), about)
        if known and about is None:
            await context.say(calls.consultant_knows())
        else:
            await context.say(
                calls.consultant_called(await self.office.expectation(context.uow, context.now))
            )

    async def answer_distress(
        self, context: ParticipantContext, call: bool = True, may_be_answer: bool = False
    ) -> None:
        """Every time: one alarm too many is better than one too few.

        Without `call`, for what may be no words at all: the numbers, the human one button away.
        """
        if call:
            context.participant.consultant_asked_at = context.now
            await self.handover.call(context, CaseReason.DISTRESS, urgent=True)
        there = await self.office.somebody_is_there(context.uow, context.now)
        await context.say(care.crisis(call, may_be_answer, closed=not there))

    async def encourage(self, context: ParticipantContext) -> None:
        """With what this person has done already, and their own reason to do it."""
        application = await latest_application(context)
        answered = len(application.answers) if application else 0
        reason = application.value(REASON_QUESTION) if application else None
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(care.courage(answered, reason))
        else:
            handed_in = sum(submission.is_done for submission in enrolment.submissions)
            await context.say(care.courage_on_the_course(handed_in, reason))

    async def _why(self, context: ParticipantContext) -> CaseReason:
        """In the middle of a question it is most likely about that."""
        if self.onboarding.pending_step(context.participant):
            return CaseReason.ASKED
        active = await self.flows.current(context)
        return CaseReason.QUESTION if active is not None and active.question else CaseReason.ASKED
