"""When a person may be reminded: their days and hour, quiet hours, Ramadan, a stop."""

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
# Whoever asks for an hour of the night gets the nearest at which people are awake.
EARLIEST, LATEST = time(6), time(22)
_MEAL = timedelta(minutes=30)  # after sunset people break the fast first


@dataclass(frozen=True)
class Almanac:
    """`sunset`: when the fast of that day ends, on the days of Ramadan."""

    calendar: Calendar
    sunset: Callable[[date], datetime | None]

    def today(self, now: datetime) -> date:
        return self.calendar.today(now)

    def at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.calendar.zone).astimezone(UTC)

    def local(self, now: datetime) -> datetime:
        return now.astimezone(self.calendar.zone)

    def ramadan_is_near(self, day: date) -> bool:
        """It goes on, or comes within five weeks."""
        return any(self.sunset(day + DAY * n) is not None for n in range(0, 36, 5))

    def end_of(self, day: date) -> datetime:
        return self.at(day + DAY, time(0))


@dataclass
class Preferences:
    """`paused_at`: a consultant has paused the reminders.  `not_before`: "not today".
    `asked_at`: the person was asked when to be reminded."""

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

    def hour_of(self, day: date, almanac: Almanac) -> time:
        """The time of that day at which reminders come; never in the quiet hours."""
        at = self.at
        sunset = almanac.sunset(day) if self.ramadan else None
        if sunset is not None:
            at = max(at, (sunset + _MEAL).time().replace(second=0, microsecond=0))
        return self.quiet_until if self.is_quiet(at) else at

    def moment(self, day: date, almanac: Almanac) -> datetime:
        return almanac.at(day, self.hour_of(day, almanac))

    def allows(self, day: date, nagging: bool, almanac: Almanac) -> bool:
        """What nags rests on a holiday."""
        return day.weekday() in self.days and not (nagging and almanac.calendar.is_holiday(day))

    def day_from(self, day: date, nagging: bool, almanac: Almanac) -> date:
        """The first day that allows it; there is one, since no week is all holidays."""
        while not self.allows(day, nagging, almanac):
            day += DAY
        return day

    def next_moment(self, now: datetime, nagging: bool, almanac: Almanac) -> datetime:
        """The next time after now at which reminders come."""
        day = self.day_from(almanac.today(now), nagging, almanac)
        if self.moment(day, almanac) <= now:
            day = self.day_from(day + DAY, nagging, almanac)
        return self.moment(day, almanac)

    def awake_from(self, moment: datetime, almanac: Almanac) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in."""
        local = almanac.local(moment)
        if not self.is_quiet(local.time()):
            return moment
        end = almanac.at(local.date(), self.quiet_until)
        return end if end > moment else almanac.at(local.date() + DAY, self.quiet_until)

    def quiet_after(self, moment: datetime, almanac: Almanac) -> datetime:
        """When the next quiet hours begin."""
        local = almanac.local(moment)
        begin = almanac.at(local.date(), self.quiet_from)
        return begin if begin > moment else almanac.at(local.date() + DAY, self.quiet_from)

    def choose_time(self, at: time) -> None:
        """The quiet hours make room for an hour that somebody wants."""
        self.at = min(max(at, EARLIEST), LATEST)
        if self.is_quiet(self.at):
            if self.at < self.quiet_until and self.at.hour < 12:
                self.quiet_until = self.at
            else:
                self.quiet_from = time(min(self.at.hour + 1, 23))

    def toggle_day(self, weekday: int) -> None:
        """One day stays: no days at all is a stop, which has a button of its own."""
        self.days = (self.days ^ {weekday}) or self.days

    def stop(self, now: datetime) -> None:
        self.stopped_at = self.stopped_at or now

    def resume(self) -> None:
        """The person wants them again; what a consultant paused stays paused."""
        self.stopped_at = self.not_before = None
