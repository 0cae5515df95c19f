"""What a participant in distress or without courage is told."""

from dataclasses import dataclass

from bot.cases.context import case_of
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.rules.cases import CaseReason
from bot.course.context import enrolment_of
from bot.crisis import views
from bot.eligibility.context import latest_application
from bot.eligibility.rules.application import REASON_QUESTION
from bot.kernel.participant_context import ParticipantContext
from bot.office.handlers.office import Office


@dataclass(frozen=True)
class CrisisSupport:
    cases: CaseHandlers
    office: Office

    async def answer_distress(
        self, context: ParticipantContext, call: bool = True, may_be_answer: bool = False
    ) -> None:
        """Give the emergency numbers and call a consultant, every time.

        Where neither a group nor a consultant is set, the participant hears that.
        `call` False, for a text that may not mean distress: only offer the consultant.
        `may_be_answer`: offer to keep the text as the answer to the open question.
        """
        if call:
            context.participant.consultant_asked_at = context.now
            await self.cases.call(context, CaseReason.DISTRESS, urgent=True)
        if not await self.cases.alarms.can_reach_somebody(context.uow):
            self._keep_answering(context)
            await context.say(views.crisis_unreachable(may_be_answer), urgent=True)
            return
        staffed = await self.office.somebody_is_there(context.uow, context.now)
        await context.say(views.crisis(call, may_be_answer, closed=not staffed), urgent=True)

    @staticmethod
    def _keep_answering(context: ParticipantContext) -> None:
        """Nobody reads what would be passed on."""
        case = case_of(context)
        if case is not None:
            case.talking = False

    async def encourage(self, context: ParticipantContext) -> None:
        """Name what the participant has done already, and their own reason for it."""
        application = await latest_application(context)
        answered = len(application.answers) if application else 0
        reason = application.value(REASON_QUESTION) if application else None
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(views.encouragement(answered, reason))
        else:
            handed_in = sum(submission.is_done for submission in enrolment.submissions)
            await context.say(views.encouragement_on_the_course(handed_in, reason))
