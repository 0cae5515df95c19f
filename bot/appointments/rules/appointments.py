"""An appointment of a participant with a consultant: offered, booked, moved, cancelled, held.

Participants and consultants read "meeting".  The meetings of a cohort are something else: see
`Attendance`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

MINUTES = (15, 30, 45, 60)  # how long an appointment can be
DEFAULT_MINUTES = 30
MAX_TIMES = 6  # of one offer; more do not help to choose


class AppointmentState(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"
    MISSED = "missed"  # the participant did not come


class TimeUnavailable(Exception):
    """The time has passed, is booked by somebody else, or was never offered."""


class NotChangeable(Exception):
    """The appointment has begun, is over, or was cancelled."""


@dataclass
class OfferedTime:
    """`knowingly`: the consultant offered it despite another appointment at that time."""

    starts_at: datetime
    knowingly: bool = False


@dataclass
class Offer:
    """Times to choose from.

    `appointment_id`: the appointment that it moves, or the one that was booked from it.
    `bring`: ids of things to bring, separated by commas.
    """

    participant_id: int
    consultant_id: int
    consultant_name: str
    place_id: str
    minutes: int
    bring: str
    interpreter: bool
    offered_at: datetime
    times: list[OfferedTime] = field(default_factory=list)
    appointment_id: int | None = None
    refused_at: datetime | None = None  # the participant said that none of the times fits
    closed_at: datetime | None = None
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def upcoming_times(self, now: datetime) -> list[OfferedTime]:
        return sorted((t for t in self.times if t.starts_at > now), key=lambda t: t.starts_at)


@dataclass
class Appointment:
    """`version` counts the changes for calendars (SEQUENCE in RFC 5545).

    `booked_at`: when the present time was chosen.  `day_before_sent_at`, `hours_before_sent_at`
    and `team_told_at`: when each reminder of the present time was sent.  `asked_at`: when the
    consultants were asked for the outcome.
    """

    participant_id: int
    consultant_id: int
    consultant_name: str
    place_id: str
    minutes: int
    bring: str
    interpreter: bool
    uid: str
    starts_at: datetime
    booked_at: datetime
    state: AppointmentState = AppointmentState.BOOKED
    version: int = 0
    move_asked_at: datetime | None = None
    cancelled_at: datetime | None = None
    day_before_sent_at: datetime | None = None
    hours_before_sent_at: datetime | None = None
    team_told_at: datetime | None = None
    asked_at: datetime | None = None
    id: int | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)

    def upcoming(self, now: datetime) -> bool:
        return self.state is AppointmentState.BOOKED and self.starts_at > now


def find_conflict(
    starts_at: datetime,
    minutes: int,
    consultant_id: int,
    booked: Iterable[Appointment],
    except_id: int | None = None,
) -> Appointment | None:
    """The consultant's appointment that overlaps with this time.

    `except_id`: the appointment that would move to this time; it is no conflict.
    """
    ends_at = starts_at + timedelta(minutes=minutes)
    for other in booked:
        if other.state is not AppointmentState.BOOKED or other.consultant_id != consultant_id:
            continue
        overlaps = other.starts_at < ends_at and starts_at < other.ends_at
        if overlaps and (except_id is None or other.id != except_id):
            return other
    return None


def available_times(offer: Offer, booked: Sequence[Appointment], now: datetime) -> list[datetime]:
    """The times of an offer that can still be booked; `booked`: all of the consultant's."""
    return [
        t.starts_at
        for t in offer.upcoming_times(now)
        if t.knowingly
        or not find_conflict(
            t.starts_at, offer.minutes, offer.consultant_id, booked, offer.appointment_id
        )
    ]


def book_time(
    offer: Offer, starts_at: datetime, moved: Appointment | None, booked: Sequence[Appointment],
    uid: str, now: datetime,
) -> Appointment:  # fmt: skip
    """Close the offer, and return a new appointment or `moved` with its new time.

    `moved`: the appointment of the offer; if it can't be moved any more, a new one is made.
    Raises TimeUnavailable and leaves the offer as it is.
    """
    if not offer.open or starts_at not in available_times(offer, booked, now):
        raise TimeUnavailable
    offer.closed_at = now
    if moved is None or not moved.upcoming(now):
        return Appointment(
            offer.participant_id, offer.consultant_id, offer.consultant_name, offer.place_id,
            offer.minutes, offer.bring, offer.interpreter, uid, starts_at, now,
        )  # fmt: skip
    _move(moved, offer, starts_at, now)
    return moved


def _move(appointment: Appointment, offer: Offer, starts_at: datetime, now: datetime) -> None:
    """All reminders are sent again for the new time."""
    appointment.consultant_id, appointment.consultant_name = (
        offer.consultant_id, offer.consultant_name,
    )  # fmt: skip
    appointment.place_id, appointment.minutes = offer.place_id, offer.minutes
    appointment.bring, appointment.interpreter = offer.bring, offer.interpreter
    appointment.starts_at, appointment.booked_at = starts_at, now
    appointment.version += 1
    appointment.move_asked_at = None
    appointment.day_before_sent_at = appointment.hours_before_sent_at = None
    appointment.team_told_at = appointment.asked_at = None


def cancel(appointment: Appointment, now: datetime) -> bool:
    """False if it was cancelled before.  Raises NotChangeable once it has begun."""
    if appointment.state is AppointmentState.CANCELLED:
        return False
    if not appointment.upcoming(now):
        raise NotChangeable
    appointment.state, appointment.cancelled_at = AppointmentState.CANCELLED, now
    appointment.version += 1
    return True


def set_interpreter(appointment: Appointment, wanted: bool, now: datetime) -> bool:
    """False if nothing changes.  Raises NotChangeable."""
    if not appointment.upcoming(now):
        raise NotChangeable
    changed = appointment.interpreter is not wanted
    appointment.interpreter = wanted
    return changed


def record_outcome(appointment: Appointment, state: AppointmentState, now: datetime) -> bool:
    """Record how it went, or correct that; False if nothing changes.

    Raises NotChangeable before the appointment begins, and if it was cancelled before it began.
    """
    ahead = appointment.starts_at > now
    cancelled_before = (
        appointment.cancelled_at and appointment.cancelled_at < appointment.starts_at
    )
    if state is AppointmentState.BOOKED or ahead or cancelled_before:
        raise NotChangeable
    changed = appointment.state is not state
    appointment.state = state
    appointment.cancelled_at = now if state is AppointmentState.CANCELLED else None
    return changed
