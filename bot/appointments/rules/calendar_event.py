"""An appointment for somebody's calendar, as data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.kernel.messages.enclosures import Drawing
from bot.kernel.messages.params import Param, Phrase


@dataclass(frozen=True)
class CalendarEvent(Drawing):
    """A meeting for somebody's own calendar (ICS).  A file with the same `uid` and a later
    `version` changes what was put there before.  First names are all it says about people."""

    uid: str
    version: int
    stamped_at: datetime
    starts_at: datetime
    minutes: int
    title: Phrase
    place: tuple[Param, ...]
    about: tuple[Param, ...]  # a line each
    cancelled: bool = False
    kind: Literal["event"] = "event"
