"""The participant's open case in the context of an update."""

from bot.cases.rules.cases import Case
from bot.kernel.participant_context import Turn


def case_of(turn: Turn) -> Case | None:
    return turn.talk if isinstance(turn.talk, Case) else None
