"""When a participant may be reminded: days and hour, quiet hours, Ramadan, a stop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.kernel.calendar import Calendar

DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})


class PartOfDay(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS = {
    PartOfDay.MORNING: time(9),
    PartOfDay.NOON: time(12),
    PartOfDay.AFTERNOON: time(15),
    PartOfDay.EVENING: time(18),
}
# A time outside of these is replaced by the nearest of them.
EARLIEST, LATEST = time(6), time(22)
_IFTAR = timedelta(minutes=30)  # the meal after sunset, before the reminder


@dataclass(frozen=True)
class ReminderCalendar:
    """Local days and hours.  `sunset` returns None for days outside of Ramadan."""

    base: Calendar
    sunset: Callable[[date], datetime | None]

    def today(self, now: datetime) -> date:
        return self.base.today(now)

    def at(self, day: date, at: time) -> datetime:
        """In UTC."""
        return datetime.combine(day, at, self.base.zone).astimezone(UTC)

    def local(self, now: datetime) -> datetime:
        return now.astimezone(self.base.zone)

    def ramadan_is_near(self, day: date) -> bool:
        """Whether it is Ramadan, or will be within five weeks."""
        return any(self.sunset(day + DAY * n) is not None for n in range(0, 36, 5))

    def end_of(self, day: date) -> datetime:
        """The midnight after the day."""
        return self.at(day + DAY, time(0))


@dataclass
class Preferences:
    """The settings of one participant.

    `days`: weekdays, Monday is 0.  `stopped_at`: stopped by the participant; `paused_at`,
    `paused_by`: paused by a consultant.  `not_before`: end of a "not today".  `asked_at`: when the
    participant was asked for the settings or first saw them.  `planned_at`: when reminders were
    last planned.
    """

    participant_id: int
    days: frozenset[int] = WORKING_DAYS
    at: time = time(10)
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    ramadan: bool = False
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    paused_by: int | None = None
    not_before: datetime | None = None
    asked_at: datetime | None = None
    planned_at: datetime | None = None

    def is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def time_on(self, day: date, calendar: ReminderCalendar) -> time:
        """At which time of that day reminders are sent; never in the quiet hours."""
        at = self.at
        sunset = calendar.sunset(day) if self.ramadan else None
        if sunset is not None:
            at = max(at, (sunset + _IFTAR).time().replace(second=0, microsecond=0))
        return self.quiet_until if self.is_quiet(at) else at

    def moment(self, day: date, calendar: ReminderCalendar) -> datetime:
        return calendar.at(day, self.time_on(day, calendar))

    def allows(self, day: date, is_request: bool, calendar: ReminderCalendar) -> bool:
        """Requests are not sent on holidays."""
        return day.weekday() in self.days and not (is_request and calendar.base.is_holiday(day))

    def next_allowed_day(self, day: date, is_request: bool, calendar: ReminderCalendar) -> date:
        """The first allowed day from `day` on; it ends, as no week is all holidays."""
        while not self.allows(day, is_request, calendar):
            day += DAY
        return day

    def next_moment(self, now: datetime, is_request: bool, calendar: ReminderCalendar) -> datetime:
        """The next time after `now` at which reminders are sent."""
        day = self.next_allowed_day(calendar.today(now), is_request, calendar)
        if self.moment(day, calendar) <= now:
            day = self.next_allowed_day(day + DAY, is_request, calendar)
        return self.moment(day, calendar)

    def after_quiet_hours(self, moment: datetime, calendar: ReminderCalendar) -> datetime:
        """The moment itself; if it is in the quiet hours, their end."""
        local = calendar.local(moment)
        if not self.is_quiet(local.time()):
            return moment
        end = calendar.at(local.date(), self.quiet_until)
        return end if end > moment else calendar.at(local.date() + DAY, self.quiet_until)

    def next_quiet_start(self, moment: datetime, calendar: ReminderCalendar) -> datetime:
        """When the next quiet hours after the moment begin."""
        local = calendar.local(moment)
        begin = calendar.at(local.date(), self.quiet_from)
        return begin if begin > moment else calendar.at(local.date() + DAY, self.quiet_from)

    def choose_time(self, at: time) -> None:
        """Set the time; quiet hours that contain it are shortened."""
        self.at = min(max(at, EARLIEST), LATEST)
        if self.is_quiet(self.at):
            if self.at < self.quiet_until and self.at.hour < 12:
                self.quiet_until = self.at
            else:
                self.quiet_from = time(self.at.hour + 1)

    def toggle_day(self, weekday: int) -> None:
        """The last day cannot be taken away: that would be a stop, which has its own button."""
        self.days = (self.days ^ {weekday}) or self.days

    def stop(self, now: datetime) -> None:
        self.stopped_at = self.stopped_at or now

    def pause(self, by: int, now: datetime) -> None:
        """`by`: the consultant; the pause counts from the first one."""
        self.paused_at, self.paused_by = self.paused_at or now, by

    def end_pause(self) -> None:
        self.paused_at = self.paused_by = None

    def resume(self) -> None:
        """Undo a stop and "not today"; a pause by a consultant stays."""
        self.stopped_at = self.not_before = None
