"""A consultant's decision on an application: the person hears it, the summary notes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from bot.eligibility.buttons import Decide
from bot.eligibility.rules import application as eligibility
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views import consultant as desk
from bot.eligibility.views import results
from bot.kernel.callback_data import InvalidButton, unpack_as
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Button, Message, Paragraph
from bot.kernel.participants import Participant
from bot.questionnaire.rules.session import NotOpen


@dataclass(frozen=True)
class Decisions:
    """`after_invitation`: the button that follows an invitation to a meeting."""

    typed: ClassVar[bool] = True
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
            await context.say(desk.replaced_by_newer(participant), about=participant)
            return
        try:
            news = eligibility.decide(application, decision, context.by, context.now)
        except NotOpen:
            return
        if not news:
            await context.say(desk.decided_already(participant), about=participant)
            return
        await context.to(participant).say(results.decision(decision))
        await self._note(context, participant, decision)

    async def _note(
        self, context: ConsultantContext, participant: Participant, decision: Decision
    ) -> None:
        """Under the summary stands what was decided; its buttons stay, so it can be changed."""
        note = desk.decided(participant, decision, context.name)
        summary = await context.shown()
        if summary is None:
            await context.say(note, about=participant)
            return
        kept = [p for p in summary.paragraphs if not _is_note(p)]
        rows = [row for row in summary.buttons if unpack_as(Decide, row[0].data)]
        if decision is Decision.INVITED:
            rows.append((self.after_invitation(participant),))
        await context.edit(Message((*kept, *note.paragraphs), tuple(rows)))


def _is_note(paragraph: Paragraph) -> bool:
    return "consultant" in getattr(paragraph.content, "params", {})
