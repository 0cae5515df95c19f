"""The participant's application, read once an update."""

from bot.eligibility.rules.application import Application
from bot.eligibility.storage.repositories import Applications
from bot.kernel.participant_context import Turn


async def _latest(turn: Turn) -> Application | None:
    assert turn.participant.id is not None, "participants are stored before their updates"
    return await turn.uow[Applications].latest(turn.participant.id)


async def application_of(turn: Turn) -> Application | None:
    """The one that counts now: the newest that was not replaced."""
    return await turn.once(_latest)


async def apply(turn: Turn, application: Application) -> None:
    """Store a new application; from now on it is the one that counts."""
    await turn.uow[Applications].add(application)
    turn.remember(_latest, application)
