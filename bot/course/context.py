"""The participant's enrolment, read once an update."""

from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Enrolments
from bot.kernel.participant_context import Turn


async def _latest(turn: Turn) -> Enrolment | None:
    assert turn.participant.id is not None, "participants are stored before their updates"
    return await turn.uow[Enrolments].latest(turn.participant.id)


async def enrolment_of(turn: Turn) -> Enrolment | None:
    """The enrolment in the cohort that the participant is in, or has finished."""
    return await turn.once(_latest)
