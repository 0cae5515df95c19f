"""A message or an offer of a consultant answers the participant's open case."""

from bot.cases.storage.cases import Cases
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.participants import Participant


async def mark_answered(context: ConsultantContext, participant: Participant) -> None:
    """Call this wherever a consultant sends a participant something."""
    assert participant.id is not None, "participants are stored before anybody writes to them"
    case = await context.uow[Cases].open_of(participant.id)
    if case is not None:
        case.mark_answered(context.by, context.name, context.now)
