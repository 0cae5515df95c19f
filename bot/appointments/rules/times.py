"""Times that can be offered, and when reminders are sent.  Hours are local to the calendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum, auto

from bot.appointments.rules.appointments import MAX_TIMES, MINUTES, Appointment, Offer
from bot.kernel.calendar import DAY, MEETINGS_NIGHT, Calendar

HALF_HOUR = timedelta(minutes=30)
FIRST_START, LAST_START = time(8), time(15, 30)  # of an appointment
DAYS_AHEAD = 14
DAY_BEFORE_HOUR, EVENING_HOUR = 17, 19
MORNING, NIGHT = MEETINGS_NIGHT.ends, MEETINGS_NIGHT.begins  # reminders are sent between them
HOURS_BEFORE = timedelta(hours=2)
OUTCOME_ASKED_AFTER = timedelta(hours=1)  # after the end
OUTCOME_ASKED_FOR = timedelta(days=7)  # later it is not asked any more

RESHOWN_AFTER = DAY  # an offer without an answer
UNANSWERED_FOR = 3 * DAY  # after that the consultants are not told any more

Window = tuple[datetime, datetime]


class OfferProblem(Enum):
    """Why times can't be offered."""

    NO_TIMES = auto()
    TOO_MANY = auto()
    PASSED = auto()  # or not a bookable time at all
    LENGTH = auto()


class InvalidOffer(Exception):
    def __init__(self, problem: OfferProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class AppointmentReminder(StrEnum):
    DAY_BEFORE = "day"
    HOURS_BEFORE = "hours"
    TEAM = "team"  # for the consultants


def validate_times(
    times: Sequence[datetime], minutes: int, calendar: Calendar, now: datetime
) -> list[datetime]:
    """The times to offer, in UTC and in order.  Raises InvalidOffer."""
    if minutes not in MINUTES:
        raise InvalidOffer(OfferProblem.LENGTH)
    if not times:
        raise InvalidOffer(OfferProblem.NO_TIMES)
    if len(times) > MAX_TIMES:
        raise InvalidOffer(OfferProblem.TOO_MANY)
    for moment in times:
        day = moment.astimezone(calendar.zone).date()
        if moment not in bookable_times(day, calendar, now):
            raise InvalidOffer(OfferProblem.PASSED)
    return sorted({moment.astimezone(UTC) for moment in times})


def bookable_days(calendar: Calendar, now: datetime) -> list[date]:
    """Working days of the next two weeks with a bookable time."""
    today = calendar.today(now)
    days = [today + DAY * n for n in range(DAYS_AHEAD + 1)]
    return [day for day in days if bookable_times(day, calendar, now)]


def bookable_times(day: date, calendar: Calendar, now: datetime) -> list[datetime]:
    """The half hours of a working day that are after `now`."""
    if not calendar.is_workday(day):
        return []
    first = datetime.combine(day, FIRST_START, calendar.zone)
    last = datetime.combine(day, LAST_START, calendar.zone)
    moments = [first + HALF_HOUR * n for n in range((last - first) // HALF_HOUR + 1)]
    return [moment for moment in moments if moment > now]


def is_unanswered(offer: Offer, now: datetime) -> bool:
    """Open without an answer for a day or more, but not for more than three."""
    waits = offer.open and offer.refused_at is None
    return waits and RESHOWN_AFTER <= now - offer.offered_at < UNANSWERED_FOR


def is_reshow_due(offer: Offer, now: datetime, calendar: Calendar) -> bool:
    """Whether an unanswered offer is shown again: on the second day, and not at night."""
    second_day = now - offer.offered_at < RESHOWN_AFTER + DAY
    return is_unanswered(offer, now) and second_day and not calendar.is_night(now, MEETINGS_NIGHT)


def is_due(
    kind: AppointmentReminder, appointment: Appointment, now: datetime, calendar: Calendar
) -> bool:
    """Whether a reminder that was not sent yet is sent now.

    Never at night or after the appointment begins, and not if the time was booked when the
    reminder would have been due already.
    """
    sent_at = {
        AppointmentReminder.DAY_BEFORE: appointment.day_before_sent_at,
        AppointmentReminder.HOURS_BEFORE: appointment.hours_before_sent_at,
        AppointmentReminder.TEAM: appointment.team_told_at,
    }[kind]
    window = _window(kind, appointment, calendar)
    if sent_at is not None or window is None or calendar.is_night(now, MEETINGS_NIGHT):
        return False
    begin, end = window
    return appointment.booked_at < begin <= now < min(end, appointment.starts_at)


def is_outcome_due(appointment: Appointment, now: datetime, calendar: Calendar) -> bool:
    """Whether the consultants are asked now how the appointment went."""
    asked_from = appointment.ends_at + OUTCOME_ASKED_AFTER
    return (
        appointment.asked_at is None
        and asked_from <= now < asked_from + OUTCOME_ASKED_FOR
        and not calendar.is_night(now, MEETINGS_NIGHT)
    )


def _window(
    kind: AppointmentReminder, appointment: Appointment, calendar: Calendar
) -> Window | None:
    """From when until when a reminder can be sent; None: not at all."""
    starts_at = appointment.starts_at.astimezone(UTC)  # hours are exact across a clock change
    day = calendar.today(starts_at)
    match kind:
        case AppointmentReminder.DAY_BEFORE:
            return calendar.at(day - DAY, DAY_BEFORE_HOUR), calendar.at(day - DAY, NIGHT)
        case AppointmentReminder.TEAM:
            return max(starts_at - HOURS_BEFORE, calendar.at(day, MORNING)), starts_at
        case AppointmentReminder.HOURS_BEFORE:
            return _hours_before(starts_at - HOURS_BEFORE, appointment, calendar)


def _hours_before(begin: datetime, appointment: Appointment, calendar: Calendar) -> Window | None:
    """If `begin` is at night: the evening before, unless the first reminder was sent."""
    day = calendar.today(begin)
    if not calendar.is_night(begin, MEETINGS_NIGHT):
        return begin, calendar.at(day, NIGHT)
    if appointment.day_before_sent_at is not None:
        return None
    evening = day if begin >= calendar.at(day, NIGHT) else day - DAY
    return calendar.at(evening, EVENING_HOUR), calendar.at(evening, NIGHT)


def minute_of(moment: datetime) -> int:
    """Minutes since the epoch, as in a button."""
    return int(moment.timestamp()) // 60


def moment_of(minute: int) -> datetime:
    """The inverse of `minute_of`, in UTC.  Raises ValueError more than 190 years after 1970."""
    if minute >= 10**8:
        raise ValueError(minute)
    return datetime.fromtimestamp(minute * 60, UTC)
