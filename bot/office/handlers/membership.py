"""Whether a consultant is in the group: asked of the channel, and kept for a few minutes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.kernel.ports import Clock, ConsultantsChat
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.office.ports import GroupDirectory
from bot.office.rules.consultants import Presence
from bot.office.storage.repositories import Consultants

log = structlog.get_logger()

LONGEST_QUESTION = 5.0  # seconds
NOT_ASKED_AGAIN = timedelta(seconds=20)  # after the channel did not tell


@dataclass
class GroupMembership:
    """`directory` is set where there is a channel; without one nobody can be asked."""

    uow: UnitsOfWork
    clock: Clock
    chat: ConsultantsChat
    directory: GroupDirectory | None = None
    # When the channel did not tell, by user id.
    _not_told: dict[int, datetime] = field(default_factory=dict, init=False)

    async def presence(self, uow: UnitOfWork, user_id: int, now: datetime) -> Presence:
        """What is known; UNCHECKED: `check` first.

        Without a group there is nothing to have left.
        """
        if self.chat.chat_id is None:
            return Presence.IN
        one = await uow[Consultants].get(user_id)
        known = Presence.UNCHECKED if one is None else one.presence(now)
        not_told = self._not_told.get(user_id)
        just_asked = not_told is not None and now - not_told < NOT_ASKED_AGAIN
        return Presence.UNKNOWN if known is Presence.UNCHECKED and just_asked else known

    async def check(self, user_id: int) -> None:
        """Ask the channel, outside of any transaction, and record what it tells."""
        asked_at, found = self.clock(), await self._ask(user_id)
        if found is None:
            self._not_told[user_id] = asked_at
            return
        self._not_told.pop(user_id, None)
        await retry_on_conflict(lambda: self._record(user_id, found, asked_at))

    async def _ask(self, user_id: int) -> bool | None:
        chat_id = self.chat.chat_id
        if chat_id is None or self.directory is None:
            return None
        try:
            async with asyncio.timeout(LONGEST_QUESTION):
                return await self.directory.is_member(chat_id, user_id)
        except Exception as error:  # noqa: BLE001  # whatever it is: nothing was told
            log.warning("membership_unknown", **fault(error))
            return None

    async def _record(self, user_id: int, in_group: bool, asked_at: datetime) -> None:
        """What was noted since the question is newer than the answer."""
        async with self.uow() as uow:
            one = await uow[Consultants].meet(user_id, "")
            if one.checked_at is None or one.checked_at <= asked_at:
                one.note_presence(in_group, asked_at)
                await uow.commit()


async def note_change(
    uow: UnitOfWork, user_ids: tuple[int, ...], in_group: bool, now: datetime
) -> None:
    """Somebody came to the group or left it; only those who are known are noted."""
    for user_id in user_ids:
        one = await uow[Consultants].get(user_id)
        if one is not None:
            one.note_presence(in_group, now)
