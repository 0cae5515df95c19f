"""The participant's open case in the context of an update."""

from bot.cases.rules.cases import Case
from bot.kernel.participant_context import ParticipantContext


def case_of(context: ParticipantContext) -> Case | None:
    return context.talk if isinstance(context.talk, Case) else None
