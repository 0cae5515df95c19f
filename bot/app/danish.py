"""The Danish of a message, below it."""

from bot.kernel.callback_data import InvalidButton
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.participant_context import ParticipantContext


async def show_danish(context: ParticipantContext, message_id: int | None) -> None:
    """The same message with its Danish below, in place."""
    shown = (
        await context.uow[Outbox].shown(context.participant.chat_id, message_id)
        if message_id is not None
        else None
    )
    if shown is None:
        raise InvalidButton("message not found")
    message, language = shown
    await context.uow[Outbox].put(
        f"u{context.update_id}:da",
        context.participant.chat_id,
        message.in_danish_too(),
        language,
        context.now,
        SendOptions(method="edit", edit_message_id=message_id),
    )
