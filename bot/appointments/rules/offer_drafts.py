"""An offer of times that a consultant is making.

The chosen times are kept in the form of the message (`OfferForm`): they do not fit into a button.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

from bot.kernel.callback_data import WireValue, read_reference
from bot.kernel.messages import Form


class OfferKind(StrEnum):
    """What an offer is for, by the letter that stands in its buttons."""

    NEW = "p"  # a new appointment of a participant
    MOVE = "a"  # another time for an appointment


@dataclass(frozen=True)
class OfferSubject(WireValue):
    """What an offer is for; `number`: the id of the participant or of the appointment."""

    kind: OfferKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"

    @classmethod
    def read(cls, text: str) -> Self:
        return cls(*read_reference(OfferKind, text))

    def refers_to(self) -> tuple[str, int]:
        return ("participant" if self.kind is OfferKind.NEW else "appointment"), self.number


@dataclass(frozen=True)
class OfferDraft:
    """What is chosen besides the times.

    `things`: a bit for each thing to bring, in the order of the content.
    """

    subject: OfferSubject
    place_id: str
    minutes: int
    interpreter: bool
    things: int


@dataclass(frozen=True)
class OfferForm(Form):
    """The form in which a consultant chooses times; `times`: those chosen so far, in order."""

    times: tuple[datetime, ...] = ()
    kind: Literal["offer"] = "offer"
