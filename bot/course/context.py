"""The participant's enrolment, read once an update."""

from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Enrolments
from bot.kernel.participant_context import ParticipantContext


async def _latest(context: ParticipantContext) -> Enrolment | None:
    assert context.participant.id is not None, "participants are stored before their updates"
    return await context.uow[Enrolments].latest(context.participant.id)


async def enrolment_of(context: ParticipantContext) -> Enrolment | None:
    """The enrolment in the cohort that the participant is in, or has finished."""
    return await context.once(_latest)
