"""Response to a message with a CPR number; the number was masked before it was stored."""

from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.incoming import Attachment, Command, Content, Edited, Text
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import replies


async def tell_of_cpr(
    context: ParticipantContext | ConsultantContext, content: Content, *, remove: bool = True
) -> None:
    """If a number was masked, tell the sender that it was not kept.

    remove: also delete the message, and the one before it if the number began there.
    """
    if not isinstance(content, Text | Command | Attachment | Edited) or not content.had_cpr:
        return
    if remove:
        await context.remove(content.message_id)
        if isinstance(content, Text) and content.cpr_began_in is not None:
            await context.remove(content.cpr_began_in)
    await context.say(replies.cpr_removed() if remove else replies.cpr_not_kept())
