"""Times people can meet at, and when a reminder of one is kind.  Local hours, any time zone."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from bot.kernel.calendar import DAY, MEETINGS_NIGHT, Calendar

HALF_HOUR = timedelta(minutes=30)
FIRST, LAST = time(8), time(15, 30)  # the first and the last beginning of a meeting
AHEAD = 14  # days
DAY_BEFORE_AT, EVENING = 17, 19  # hours
# Nobody hears a reminder before the one or after the other.
MORNING, NIGHT = MEETINGS_NIGHT.ends, MEETINGS_NIGHT.begins
HOURS_BEFORE = timedelta(hours=2)
ASKED_AFTER = timedelta(hours=1)
ASKED_FOR = timedelta(days=7)  # what lies back longer nobody needs to be asked

SHOWN_AGAIN, MISSED_FOR = DAY, 3 * DAY  # of an offer that nobody answers

Window = tuple[datetime, datetime]


class AppointmentReminder(StrEnum):
    DAY_BEFORE = "day"
    HOURS_BEFORE = "hours"
    TEAM = "team"  # for the consultants


class Reminded(Protocol):
    """What the rules look at in an appointment."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def booked_at(self) -> datetime: ...
    @property
    def day_before_sent_at(self) -> datetime | None: ...
    @property
    def hours_before_sent_at(self) -> datetime | None: ...
    @property
    def team_told_at(self) -> datetime | None: ...
    @property
    def asked_at(self) -> datetime | None: ...


class Offered(Protocol):
    """What the rules look at in an offer."""

    @property
    def open(self) -> bool: ...
    @property
    def offered_at(self) -> datetime: ...
    @property
    def refused_at(self) -> datetime | None: ...


def is_unanswered(offer: Offered, now: datetime) -> bool:
    """For a day or more, and not so long that everybody knows."""
    waits = offer.open and offer.refused_at is None
    return waits and SHOWN_AGAIN <= now - offer.offered_at < MISSED_FOR


def is_to_be_shown_again(offer: Offered, now: datetime, calendar: Calendar) -> bool:
    """Once, a day later, and not in the night: who meant to choose has forgotten it by then."""
    soon = now - offer.offered_at < SHOWN_AGAIN + DAY
    return is_unanswered(offer, now) and soon and not calendar.is_night(now, MEETINGS_NIGHT)


def days_ahead(calendar: Calendar, now: datetime) -> list[date]:
    """Working days of the next two weeks that have a time left."""
    today = calendar.today(now)
    days = [today + DAY * n for n in range(AHEAD + 1)]
    return [day for day in days if times_on(day, calendar, now)]


def times_on(day: date, calendar: Calendar, now: datetime) -> list[datetime]:
    """The half hours of a working day that are still to come."""
    if not calendar.is_workday(day):
        return []
    first = datetime.combine(day, FIRST, calendar.zone)
    last = datetime.combine(day, LAST, calendar.zone)
    moments = [first + HALF_HOUR * n for n in range((last - first) // HALF_HOUR + 1)]
    return [moment for moment in moments if moment > now]


def is_due(
    kind: AppointmentReminder, meeting: Reminded, now: datetime, calendar: Calendar
) -> bool:
    """Whether a reminder that did not go yet is to go now.

    Not in the night, not after the beginning, and not where its moment had passed already when
    the time was chosen: who has just chosen it knows."""
    sent = {
        AppointmentReminder.DAY_BEFORE: meeting.day_before_sent_at,
        AppointmentReminder.HOURS_BEFORE: meeting.hours_before_sent_at,
        AppointmentReminder.TEAM: meeting.team_told_at,
    }[kind]
    window = _window(kind, meeting, calendar)
    if sent is not None or window is None or calendar.is_night(now, MEETINGS_NIGHT):
        return False
    begins, ends = window
    return meeting.booked_at < begins <= now < min(ends, meeting.starts_at)


def is_over(meeting: Reminded, now: datetime, calendar: Calendar) -> bool:
    """Whether the consultants are to be asked now if it took place."""
    asked_from = meeting.ends_at + ASKED_AFTER
    late = now >= asked_from + ASKED_FOR
    return (
        meeting.asked_at is None
        and now >= asked_from
        and not late
        and not calendar.is_night(now, MEETINGS_NIGHT)
    )


def _window(kind: AppointmentReminder, meeting: Reminded, calendar: Calendar) -> Window | None:
    starts_at = meeting.starts_at.astimezone(UTC)  # so that two hours are two hours
    day = calendar.today(starts_at)
    match kind:
        case AppointmentReminder.DAY_BEFORE:
            return calendar.at(day - DAY, DAY_BEFORE_AT), calendar.at(day - DAY, NIGHT)
        case AppointmentReminder.TEAM:
            return max(starts_at - HOURS_BEFORE, calendar.at(day, MORNING)), starts_at
        case AppointmentReminder.HOURS_BEFORE:
            return _hours_before(starts_at - HOURS_BEFORE, meeting, calendar)


def _hours_before(begins: datetime, meeting: Reminded, calendar: Calendar) -> Window | None:
    """In the night it is told the evening before, unless the reminder of the day before was."""
    day = calendar.today(begins)
    if not calendar.is_night(begins, MEETINGS_NIGHT):
        return begins, calendar.at(day, NIGHT)
    if meeting.day_before_sent_at is not None:
        return None
    evening = day if begins >= calendar.at(day, NIGHT) else day - DAY
    return calendar.at(evening, EVENING), calendar.at(evening, NIGHT)


def minute_of(moment: datetime) -> int:
    """A moment as a button carries it."""
    return int(moment.timestamp()) // 60


def moment_of(minute: int) -> datetime:
    """Raises ValueError for what lies centuries ahead."""
    if minute >= 10**8:
        raise ValueError(minute)
    return datetime.fromtimestamp(minute * 60, UTC)
