"""An appointment as a calendar event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.kernel.messages.enclosures import Drawing
from bot.kernel.messages.params import Param, Phrase


@dataclass(frozen=True)
class CalendarEvent(Drawing):
    """An event for a calendar application (ICS).

    A file with the same `uid` and a later `version` changes the event.  It names people by their
    first names only.  `about`: the lines of the description.
    """

    uid: str
    version: int
    stamped_at: datetime
    starts_at: datetime
    minutes: int
    title: Phrase
    place: tuple[Param, ...]
    about: tuple[Param, ...]
    cancelled: bool = False
    kind: Literal["event"] = "event"
