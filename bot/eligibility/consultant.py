"""A consultant's decision on an application."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.eligibility.buttons import Decide
from bot.eligibility.rules import application as eligibility
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views import consultant as views
from bot.eligibility.views import results
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Button, Message
from bot.kernel.participants import Participant
from bot.questionnaire.rules.session import NotOpen


@dataclass(frozen=True)
class DecisionHandlers:
    """Decides on applications; `after_invitation` makes the button shown after an invitation."""

    after_invitation: Callable[[Participant], Button]

    async def press(self, context: ConsultantContext, button: Decide) -> None:
        """Raises InvalidButton where the application is gone."""
        application = await context.uow[Applications].get(button.application)
        if application is None:
            raise InvalidButton(button.wire)
        await self._decide(context, application, button.decision)

    async def _decide(
        self, context: ConsultantContext, application: Application, decision: Decision
    ) -> None:
        participant = await context.uow[Participants].get(application.participant_id)
        newest = await context.uow[Applications].latest(application.participant_id)
        if newest is not application and newest and newest.status is not Status.ASKING:
            await context.say(views.replaced_by_newer(participant), about=participant)
            return
        try:
            changed = eligibility.decide(application, decision, context.by, context.now)
        except NotOpen:
            return
        if not changed:
            await context.say(views.decided_already(participant), about=participant)
            return
        await context.to(participant).say(results.decision(decision))
        await self._note(context, participant, application, decision)

    async def _note(
        self,
        context: ConsultantContext,
        participant: Participant,
        application: Application,
        decision: Decision,
    ) -> None:
        """Write the decision below the summary; the buttons stay, so that it can be changed."""
        note = views.decided(participant, decision, context.name)
        summary = await context.shown()
        if summary is None:
            await context.say(note, about=participant)
            return
        form = views.summary_form(summary)
        rows = views.decision_buttons(application)
        if decision is Decision.INVITED:
            rows.append((self.after_invitation(participant),))
        paragraphs = (*summary.paragraphs[: form.paragraphs], *note.paragraphs)
        await context.edit(Message(paragraphs, tuple(rows), form=form))
