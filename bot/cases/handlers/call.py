"""Calling a consultant because a participant asks for one."""

from dataclasses import dataclass

from bot.cases.context import case_of
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.rules.cases import CaseReason
from bot.cases.views import calls
from bot.kernel.messages import Phrase
from bot.kernel.participant_context import ParticipantContext
from bot.office.handlers.office import Office
from bot.onboarding.handlers import Onboarding
from bot.questionnaire.handlers.flows import Flows


@dataclass(frozen=True)
class ConsultantCall:
    onboarding: Onboarding
    flows: Flows
    cases: CaseHandlers
    office: Office

    async def call_consultant(
        self,
        context: ParticipantContext,
        about: Phrase | None = None,
        reason: CaseReason | None = None,
    ) -> None:
        """Open a case, or add to the open one; say when an answer can be expected.

        `about` tells the consultants the subject.  Without it, a second call changes nothing.
        """
        called_before = case_of(context) is not None
        context.participant.consultant_asked_at = context.now
        await self.cases.call(context, reason or await self._reason(context), about)
        if called_before and about is None:
            await context.say(calls.consultant_knows())
        else:
            expected = await self.office.expectation(context.uow, context.now)
            await context.say(calls.consultant_called(expected))

    async def _reason(self, context: ParticipantContext) -> CaseReason:
        """In the middle of a question the call is most likely about that question."""
        if self.onboarding.pending_step(context.participant):
            return CaseReason.ASKED
        active = await self.flows.current(context)
        return CaseReason.QUESTION if active is not None and active.question else CaseReason.ASKED
