"""Requests for documents, each within its quota."""

from bot.documents import views
from bot.documents.quota import A_DAY, DocumentQuota, of_consultant
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant


async def may_have(context: ParticipantContext, quota: DocumentQuota) -> bool:
    """Whether one more may be made; if not, the participant is told when.

    What is made then is sent with `label=quota.label`.
    """
    made = await context.uow[Outbox].labelled(
        context.participant.chat_id, quota.label, context.now - A_DAY
    )
    next_at = quota.next_at(made, context.now)
    if next_at is not None:
        await context.say(views.made_often(next_at))
    return next_at is None


async def consultant_may_have(context: ConsultantContext) -> bool:
    """Whether one more may be made for this consultant; if not, they are told when."""
    quota = of_consultant(context.by)
    made = await context.uow[Outbox].labelled(context.chat_id, quota.label, context.now - A_DAY)
    next_at = quota.next_at(made, context.now)
    if next_at is not None:
        await context.say(views.made_very_often(next_at))
    return next_at is None


async def say_to_consultant(
    context: ConsultantContext, document: Message, about: Participant
) -> None:
    """Send a document that `consultant_may_have` allowed."""
    await context.say(document, about=about, label=of_consultant(context.by).label)
