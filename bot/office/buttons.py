"""Consultants' presses on their absence."""

from dataclasses import dataclass
from datetime import date

from bot.kernel.callback_data import CallbackData


class AbsenceButton(CallbackData):
    """A consultant's press on an absence.  `owner`: Telegram user id; 0 in old messages."""

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


class ColleagueButton(CallbackData):
    """A consultant's press on the list of consultants.  `user`: Telegram user id."""


@dataclass(frozen=True)
class AskRemoval(ColleagueButton, wire="cn:r:{user}"):
    """Ask before a consultant is removed."""

    user: int


@dataclass(frozen=True)
class RemoveColleague(ColleagueButton, wire="cn:y:{user}"):
    """Remove a consultant."""

    user: int


@dataclass(frozen=True)
class KeepColleague(ColleagueButton, wire="cn:x:{user}"):
    """Remove nobody."""

    user: int
