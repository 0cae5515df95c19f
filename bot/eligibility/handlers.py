"""The eligibility check: start, submission, and its state afterwards."""

from dataclasses import dataclass

from bot.eligibility.context import add_application, latest_application
from bot.eligibility.rules import application as eligibility
from bot.eligibility.rules.application import Application, Status
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views import check as views
from bot.eligibility.views import consultant as consultant_views
from bot.eligibility.views import results
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import replies
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.questionnaire.rules import answering
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.rules.session import NotOpen


@dataclass(frozen=True)
class EligibilityFlow:
    """The eligibility check as a questionnaire (a `Flow`)."""

    questions: Questionnaire

    async def join(self, context: ParticipantContext) -> None:
        """Begin the check, go on with it, or say what became of it."""
        application = await latest_application(context)
        if application is None:
            await self._begin(context)
        elif application.status is Status.DECIDED:
            await context.say(views.decided(application))
        elif application.status is Status.SUBMITTED:
            await context.say(views.sent_already(application))
        elif application.is_stale(context.now) and application.answers:
            await context.say(views.go_on_or_start_over(application))
        else:
            await self.resume(context, self._active(application))

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        application = await latest_application(context)
        waits = application is not None and application.open and application.paused_at is None
        return self._active(application) if application is not None and waits else None

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        application = await context.uow[Applications].get(number)
        if application is None or application.participant_id != context.participant.id:
            return None
        return self._active(application)

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        answering.resume(active.session, context.now)
        await flow_steps.show_current(context, active)

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Raises NotOpen: sent answers stay as they are; new answers can be sent instead."""
        raise NotOpen

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """The check takes no files: show where the participant is."""
        await flow_steps.show_current(context, active)

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Begin a new application; one that was not sent is abandoned."""
        application = _application(active)
        if application.open:
            eligibility.abandon(application)
        await self._begin(context)

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        application = _application(active)
        assessment = eligibility.submit(application, self.questions, context.now)
        if message_id is not None:
            await context.edit(message_id, active.views.all_answers())
        await context.say(*results.result(assessment))
        await context.tell_consultants(
            *consultant_views.application_pages(
                context.participant, application, self.questions, assessment
            )
        )

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        if _application(active).status is Status.ABANDONED:
            await context.say(replies.stale_button())
        else:
            await self.join(context)

    async def _begin(self, context: ParticipantContext) -> None:
        assert context.participant.id is not None, "participants are stored before their updates"
        application = eligibility.begin(context.participant.id, self.questions, context.now)
        await add_application(context, application)
        await flow_steps.show_current(context, self._active(application))

    def _active(self, application: Application) -> ActiveFlow:
        messages = views.EligibilityViews(application, self.questions)
        return ActiveFlow(application, self.questions, messages, self)


def _application(active: ActiveFlow) -> Application:
    assert isinstance(active.session, Application), "this flow has applications only"
    return active.session
