"""The participant's application, read once per update."""

from bot.eligibility.rules.application import Application
from bot.eligibility.storage.repositories import Applications
from bot.kernel.participant_context import ParticipantContext


async def _latest(context: ParticipantContext) -> Application | None:
    assert context.participant.id is not None, "participants are stored before their updates"
    return await context.uow[Applications].latest(context.participant.id)


async def latest_application(context: ParticipantContext) -> Application | None:
    """The newest application that was not abandoned."""
    return await context.once(_latest)


async def add_application(context: ParticipantContext, application: Application) -> None:
    """Store a new application, which becomes the latest one."""
    await context.uow[Applications].add(application)
    context.remember(_latest, application)
