"""A CPR number was written: it was masked before it was stored, and is told and taken away."""

from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import replies


async def tell_of_cpr(
    context: ParticipantContext, message_id: int, *, remove: bool = True
) -> None:
    if remove:
        await context.remove(message_id)
    await context.say(replies.cpr_removed() if remove else replies.cpr_not_kept())
