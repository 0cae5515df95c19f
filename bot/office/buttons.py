"""Consultants' presses on their absence."""

from dataclasses import dataclass
from datetime import date

from bot.kernel.callback_data import CallbackData


class AbsenceButton(CallbackData):
    """A consultant's press on an absence.  `owner`: Telegram user id, or TEAM for all of them."""

    owner: int


@dataclass(frozen=True)
class SetAbsence(AbsenceButton, wire="a:u:{owner}:{until}"):
    """Be away until the end of a day; asks for a substitute where somebody could be one."""

    owner: int
    until: date


@dataclass(frozen=True)
class SetSubstitute(AbsenceButton, wire="a:s:{owner}:{until}:{substitute}"):
    """Be away, with a substitute (0: nobody)."""

    owner: int
    until: date
    substitute: int


@dataclass(frozen=True)
class EndAbsence(AbsenceButton, wire="a:b:{owner}"):
    """Be back."""

    owner: int


@dataclass(frozen=True)
class CancelAbsence(AbsenceButton, wire="a:x:{owner}"):
    """Leave the absence as it is."""

    owner: int
