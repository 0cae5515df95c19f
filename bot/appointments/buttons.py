"""Presses on appointments: of the participant (`y`) and of the consultants (`bm`).

`OfferAppointment` (`bm:o`), which begins an offer, is in `bot.cases.buttons`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from bot.appointments.rules.offer_drafts import OfferDraft, OfferSubject
from bot.kernel.callback_data import Access, CallbackData

_ALL_THINGS = 0xFF  # the content has eight things to bring at most

# --- the participant


class OwnAppointmentButton(CallbackData, access=Access.ANYBODY):
    """A press of a participant on an offer or an appointment."""


@dataclass(frozen=True)
class RequestAppointment(OwnAppointmentButton, wire="y:a"):
    """Ask the consultants for an appointment."""


@dataclass(frozen=True)
class BookTime(OwnAppointmentButton, wire="y:p:{offer}:{minute}"):
    """Choose one of the offered times; `minute`: minutes since the epoch."""

    offer: int
    minute: int


@dataclass(frozen=True)
class RejectOffer(OwnAppointmentButton, wire="y:n:{offer}", leaves_talk=True):
    """None of the offered times fits: ask in words which days and times do."""

    offer: int


@dataclass(frozen=True)
class BookedAppointmentButton(OwnAppointmentButton):
    """A press of a participant on what is booked."""

    appointment: int


@dataclass(frozen=True)
class RequestMove(BookedAppointmentButton, wire="y:m:{appointment}"):
    """Ask the consultants for another time."""


@dataclass(frozen=True)
class CancelOwnAppointment(BookedAppointmentButton, wire="y:c:{appointment}"):
    """Ask the participant whether to cancel the appointment."""


@dataclass(frozen=True)
class ConfirmOwnCancellation(BookedAppointmentButton, wire="y:cy:{appointment}"):
    """Cancel the appointment."""


@dataclass(frozen=True)
class KeepOwnAppointment(BookedAppointmentButton, wire="y:s:{appointment}"):
    """Show the appointment instead of the question whether to cancel it."""


@dataclass(frozen=True)
class SetOwnInterpreter(BookedAppointmentButton, wire="y:i:{appointment}:{wanted}"):
    """Ask for an interpreter, or for none."""

    wanted: bool


# --- the consultants: offers and appointments


class AppointmentButton(CallbackData):
    """A press of a consultant on offers and appointments."""


@dataclass(frozen=True)
class ListAppointments(AppointmentButton, wire="bm:m:{page?}"):
    """Show a page of the list of appointments and open offers."""

    page: int | None = None


@dataclass(frozen=True)
class OpenOffer(AppointmentButton, wire="bm:u:{offer}"):
    """Show an offer that nobody has answered."""

    offer: int


@dataclass(frozen=True)
class WithdrawOffer(AppointmentButton, wire="bm:w:{offer}"):
    """Withdraw an offer."""

    offer: int


@dataclass(frozen=True)
class OneAppointmentButton(AppointmentButton):
    """A press of a consultant on one appointment."""

    appointment: int


@dataclass(frozen=True)
class OpenAppointment(OneAppointmentButton, wire="bm:v:{appointment}"):
    """Show an appointment."""


@dataclass(frozen=True)
class CancelAppointment(OneAppointmentButton, wire="bm:c:{appointment}"):
    """Ask the consultant whether to cancel the appointment."""


@dataclass(frozen=True)
class ConfirmCancellation(OneAppointmentButton, wire="bm:cy:{appointment}"):
    """Cancel the appointment and tell the participant."""


@dataclass(frozen=True)
class SetInterpreter(OneAppointmentButton, wire="bm:i:{appointment}:{wanted}"):
    """Order an interpreter for the appointment, or none, and tell the participant."""

    wanted: bool


@dataclass(frozen=True)
class CorrectOutcome(OneAppointmentButton, wire="bm:q:{appointment}"):
    """Ask again how the appointment went."""


class Outcome(StrEnum):
    """How an appointment went, by the letter that stands in the button."""

    HELD = "h"
    MISSED = "f"  # the participant did not come
    CANCELLED = "z"


@dataclass(frozen=True)
class RecordOutcome(OneAppointmentButton, wire="bm:{outcome}:{appointment}"):
    """Record how the appointment went."""

    outcome: Outcome


@dataclass(frozen=True)
class OfferNewTimes(AppointmentButton, wire="bm:n:{appointment}"):
    """Begin to offer other times for an appointment."""

    appointment: int


# --- the consultants: the form of an offer


@dataclass(frozen=True)
class OfferFormButton(AppointmentButton):
    """A step of the form; pressing it needs the form on the screen."""

    subject: OfferSubject


@dataclass(frozen=True)
class ChooseDay(OfferFormButton, wire="bm:d:{subject}:{day?}"):
    """Show the times of a day, or ask for the day."""

    day: date | None = None


@dataclass(frozen=True)
class ToggleTime(OfferFormButton, wire="bm:t:{subject}:{minute}:{wanted}"):
    """Choose a time, or take it away; `minute`: minutes since the epoch."""

    minute: int
    wanted: bool


@dataclass(frozen=True)
class ChoosePlace(OfferFormButton, wire="bm:l:{subject}:{place?}"):
    """Choose the place and ask for the length, or ask for the place."""

    place: str | None = None


@dataclass(frozen=True)
class DraftButton(OfferFormButton):
    """A step that carries all that is chosen besides the times."""

    place: str
    minutes: int
    interpreter: bool
    things: int

    @classmethod
    def of(cls, draft: OfferDraft) -> Self:
        return cls(draft.subject, draft.place_id, draft.minutes, draft.interpreter, draft.things)

    @property
    def draft(self) -> OfferDraft:
        return OfferDraft(
            self.subject, self.place, self.minutes, self.interpreter, self.things & _ALL_THINGS
        )


_DRAFT = "{subject}:{place}:{minutes}:{interpreter}:{things}"


@dataclass(frozen=True)
class ReviewOffer(DraftButton, wire=f"bm:s:{_DRAFT}"):
    """Show the whole offer before it is sent, and what can still be changed."""


@dataclass(frozen=True)
class SendOffer(DraftButton, wire=f"bm:y:{_DRAFT}"):
    """Send the times to the participant."""


@dataclass(frozen=True)
class LeaveOffer(OfferFormButton, wire="bm:x:{subject}"):
    """Leave the form without an offer."""
