"""Shows the code of a bot without a group; checks who is still in the group."""

from dataclasses import dataclass, field

import structlog

from bot.kernel.ports import Clock, ConsultantsChat
from bot.kernel.unit_of_work import UnitsOfWork
from bot.office.handlers.membership import GroupMembership
from bot.office.handlers.office import Office
from bot.office.handlers.pairing import PairingCodes
from bot.office.rules.consultants import Presence
from bot.office.rules.pairing import VALID_FOR, Pairing, shown
from bot.office.storage.group import StoredGroup

log = structlog.get_logger()


@dataclass
class PairingJob:
    """Logs a code while there is no group; a new one when the time of the last is over."""

    uow: UnitsOfWork
    clock: Clock
    chat: ConsultantsChat
    codes: PairingCodes
    _shown: Pairing | None = field(default=None, init=False)

    async def work(self) -> None:
        """A code used up by wrong tries is not replaced before its time is over, so that nobody
        can guess faster."""
        if self.chat.chat_id is not None:
            return
        now = self.clock()
        async with self.uow() as uow:
            given = await uow[StoredGroup].pairing()
            if given is not None and given.is_current(now) and self._is_known(given):
                return
            code = await self.codes.issue(uow, now)
            self._shown = await uow[StoredGroup].pairing()
            await uow.commit()
        log.warning(
            "no_consultants",
            why="their messages wait until they have a group",
            write_in_the_group=f"/pair {shown(code)}",
            valid_until=(now + VALID_FOR).isoformat(timespec="minutes"),
        )

    def _is_known(self, given: Pairing) -> bool:
        """Whether somebody can know the code: it is in this process's log, or was asked for."""
        return given.asked_for or (self._shown is not None and given.digest == self._shown.digest)


@dataclass(frozen=True)
class MembershipJob:
    """Keeps up to date who is in the group, so that alarms go to those who are."""

    uow: UnitsOfWork
    clock: Clock
    office: Office
    membership: GroupMembership

    async def work(self) -> None:
        if self.membership.chat.chat_id is None:
            return
        now = self.clock()
        async with self.uow() as uow:
            staff = await self.office.staff(uow)
            stale = [
                user_id
                for user_id in sorted(staff.all_ids)
                if await self.membership.presence(uow, user_id, now) is Presence.UNCHECKED
            ]
        for user_id in stale:
            await self.membership.check(user_id)
