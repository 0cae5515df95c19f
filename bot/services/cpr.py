"""A CPR number was written: it was masked before it was stored, and is told and taken away."""

from bot.services.turn import Turn
from bot.wording import privacy


async def tell_of_cpr(turn: Turn, message_id: int, *, remove: bool = True) -> None:
    if remove:
        await turn.remove(message_id)
    await turn.say(privacy.cpr_removed() if remove else privacy.cpr_not_kept())
