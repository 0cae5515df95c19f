"""Whatever a consultant says to a person answers what waited in their talk."""

from bot.cases.storage.cases import Cases
from bot.kernel.consultant_context import Visit
from bot.kernel.participants import Participant


async def human_wrote(visit: Visit, participant: Participant) -> None:
    """Call it wherever words or an offer of a consultant go out to a person."""
    assert participant.id is not None, "participants are stored before anybody writes to them"
    case = await visit.uow[Cases].open_of(participant.id)
    if case is not None:
        case.human_wrote(visit.by, visit.name, visit.now)
