"""Response to a message with a CPR number; the number was masked before it was stored."""

from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import replies


async def tell_of_cpr(
    context: ParticipantContext, message_id: int, *, remove: bool = True
) -> None:
    """Tell the participant that the number was not kept; `remove` also deletes the message."""
    if remove:
        await context.remove(message_id)
    await context.say(replies.cpr_removed() if remove else replies.cpr_not_kept())
