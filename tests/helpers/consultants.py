"""Who is a consultant in tests where that is not the matter: whoever acts in the group."""

from datetime import datetime

from bot.kernel.incoming import Sender
from bot.kernel.unit_of_work import UnitsOfWork
from bot.office.storage.repositories import Consultants

# CONSULTANT_IDS of programs in tests.  Nobody needs to be behind it.
KIRSTEN = 900


async def make_consultant(
    uow: UnitsOfWork, sender: Sender, group: int | None, now: datetime
) -> None:
    """Make a person who acts in the group a consultant, as a colleague would have."""
    if sender.chat_id != group or not sender.is_person:
        return
    async with uow() as unit:
        if not await unit[Consultants].is_admitted(sender.user_id):
            one = await unit[Consultants].meet(sender.user_id, sender.first_name)
            one.admit(0, now)
            await unit.commit()
