"""An appointment of one person with a consultant: offered, booked, moved, cancelled, over.

People call it a meeting.  The meetings of a whole course are something else (`Attendance`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.appointments.rules.times import times_on
from bot.kernel.calendar import Calendar

MINUTES = (15, 30, 45, 60)
USUAL_MINUTES = 30
MOST_TIMES = 6  # more than that is no help to choose


class AppointmentState(StrEnum):
    """`MISSED`: the person did not come."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"
    MISSED = "missed"


class NotAnOffer(Exception):
    """`reason`: none, many, past, minutes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TimeGone(Exception):
    """The time has passed, somebody else has it, or it was never offered."""


class NotNow(Exception):
    """The appointment is over, or was cancelled."""


@dataclass
class OfferedTime:
    """`knowingly`: the consultant offered it though there is another appointment then."""

    starts_at: datetime
    knowingly: bool = False


@dataclass
class Offer:
    """Times to choose from.  `appointment_id`: what it moves, or what came of it.

    `bring`: ids of things, with commas."""

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
    refused_at: datetime | None = None  # the person said that none fits
    closed_at: datetime | None = None
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def ahead(self, now: datetime) -> list[OfferedTime]:
        return sorted((t for t in self.times if t.starts_at > now), key=lambda t: t.starts_at)


@dataclass
class Appointment:
    """`version` counts the changes a calendar has to hear of (SEQUENCE in RFC 5545); `booked_at`:
    when the present time was chosen.  The reminders' columns say when each went out."""

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
    asked_at: datetime | None = None  # the consultants, whether it took place
    id: int | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)

    def coming(self, now: datetime) -> bool:
        return self.state is AppointmentState.BOOKED and self.starts_at > now


def check_times(
    times: Sequence[datetime], minutes: int, calendar: Calendar, now: datetime
) -> list[datetime]:
    """What may be offered, in order.  Raises NotAnOffer."""
    if minutes not in MINUTES:
        raise NotAnOffer("minutes")
    if not times:
        raise NotAnOffer("none")
    if len(times) > MOST_TIMES:
        raise NotAnOffer("many")
    for moment in times:
        if moment not in times_on(moment.astimezone(calendar.zone).date(), calendar, now):
            raise NotAnOffer("past")
    return sorted({moment.astimezone(UTC) for moment in times})


def overlapping(
    starts_at: datetime,
    minutes: int,
    consultant_id: int,
    booked: Iterable[Appointment],
    but: int | None = None,
) -> Appointment | None:
    """What this consultant has then already; `but` is the appointment that would move."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return next(
        (
            a
            for a in booked
            if a.state is AppointmentState.BOOKED and a.consultant_id == consultant_id
            if a.starts_at < ends_at and starts_at < a.ends_at and (but is None or a.id != but)
        ),
        None,
    )  # fmt: skip


def choosable(offer: Offer, booked: Sequence[Appointment], now: datetime) -> list[datetime]:
    """The times of an offer that can still be had."""
    return [
        t.starts_at
        for t in offer.ahead(now)
        if t.knowingly
        or not overlapping(
            t.starts_at, offer.minutes, offer.consultant_id, booked, offer.appointment_id
        )
    ]


def pick(
    offer: Offer, starts_at: datetime, moved: Appointment | None, booked: Sequence[Appointment],
    uid: str, now: datetime,
) -> Appointment:  # fmt: skip
    """A new appointment, or the one that moves.  Raises TimeGone; the offer is closed then only
    where it was before."""
    if not offer.open or starts_at not in choosable(offer, booked, now):
        raise TimeGone
    offer.closed_at = now
    if moved is None or not moved.coming(now):
        return Appointment(
            offer.participant_id, offer.consultant_id, offer.consultant_name, offer.place_id,
            offer.minutes, offer.bring, offer.interpreter, uid, starts_at, now,
        )  # fmt: skip
    moved.consultant_id, moved.consultant_name = offer.consultant_id, offer.consultant_name
    moved.place_id, moved.minutes, moved.bring = offer.place_id, offer.minutes, offer.bring
    moved.interpreter = offer.interpreter
    moved.starts_at, moved.booked_at = starts_at, now
    moved.version += 1
    moved.move_asked_at = None
    moved.day_before_sent_at = moved.hours_before_sent_at = None
    moved.team_told_at = moved.asked_at = None
    return moved


def cancel(appointment: Appointment, now: datetime) -> bool:
    """False where it was cancelled before.  Raises NotNow for what has begun or is over."""
    if appointment.state is AppointmentState.CANCELLED:
        return False
    if not appointment.coming(now):
        raise NotNow
    appointment.state, appointment.cancelled_at = AppointmentState.CANCELLED, now
    appointment.version += 1
    return True


def want_interpreter(appointment: Appointment, wanted: bool, now: datetime) -> bool:
    """False where it was so already.  Raises NotNow."""
    if not appointment.coming(now):
        raise NotNow
    changed = appointment.interpreter is not wanted
    appointment.interpreter = wanted
    return changed


def record(appointment: Appointment, state: AppointmentState, now: datetime) -> bool:
    """How it went, as the consultant says afterwards; False where it says what was said before.

    Raises NotNow for what has not begun, and for what was cancelled before it could."""
    ahead = appointment.starts_at > now
    cancelled_before = (
        appointment.cancelled_at and appointment.cancelled_at < appointment.starts_at
    )
    if state is AppointmentState.BOOKED or ahead or cancelled_before:
        raise NotNow
    changed = appointment.state is not state
    appointment.state = state
    appointment.cancelled_at = now if state is AppointmentState.CANCELLED else None
    return changed
