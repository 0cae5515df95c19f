"""Giving out codes, and trying them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.kernel.unit_of_work import UnitOfWork
from bot.office.rules.pairing import DIGITS, Pairing
from bot.office.storage.group import StoredGroup


class Tried(Enum):
    """What became of a typed code."""

    PAIRED = auto()
    WRONG = auto()
    NO_CODE = auto()  # none was given out, or it is too old, or there were too many tries


@dataclass(frozen=True)
class PairingCodes:
    """`issue` replaces the code before."""

    async def issue(self, uow: UnitOfWork, now: datetime, *, asked_for: bool = False) -> str:
        """Give out a new code; returns its digits, which are stored nowhere."""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        pairing = Pairing.of(code, secrets.token_hex(16), now, asked_for=asked_for)
        await uow[StoredGroup].set_pairing(pairing)
        return code

    async def are_open(self, uow: UnitOfWork, now: datetime) -> bool:
        """Whether a code can be typed just now."""
        pairing = await uow[StoredGroup].pairing()
        return pairing is not None and pairing.is_current(now)

    async def attempt(self, uow: UnitOfWork, chat_id: int, typed: str, now: datetime) -> Tried:
        """Connect the group if the code is right; a wrong one costs a try wherever it is."""
        pairing = await uow[StoredGroup].pairing()
        if pairing is None or not pairing.can_be_tried(now):
            return Tried.NO_CODE
        if pairing.fits(typed, now):
            await uow[StoredGroup].pair(chat_id)
            return Tried.PAIRED
        await uow[StoredGroup].set_pairing(pairing.after_miss())
        return Tried.WRONG
