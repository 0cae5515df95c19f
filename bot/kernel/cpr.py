"""A CPR number was written: it was masked before it was stored, and is told and taken away."""

from bot.kernel.participant_context import Turn
from bot.kernel.views import replies


async def tell_of_cpr(turn: Turn, message_id: int, *, remove: bool = True) -> None:
    if remove:
        await turn.remove(message_id)
    await turn.say(replies.cpr_removed() if remove else replies.cpr_not_kept())
