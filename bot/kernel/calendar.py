"""Local days, public holidays and night hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SATURDAY = 5  # as datetime.weekday() counts


@dataclass(frozen=True)
class Night:
    """Whole local hours: from `begins` in the evening until `ends` in the morning."""

    begins: int
    ends: int


CASES_NIGHT = Night(21, 7)  # consultants are notified silently, idle cases wait
MEETINGS_NIGHT = Night(20, 8)  # no reminder of a meeting or an offer is sent


@dataclass(frozen=True)
class Calendar:
    """Time zone and public holidays of the municipality."""

    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def today(self, now: datetime) -> date:
        """Return the local date at `now`, an aware datetime."""
        return now.astimezone(self.zone).date()

    def is_night(self, moment: datetime, night: Night) -> bool:
        """Return whether the local time of `moment` lies within the night hours."""
        hour = moment.astimezone(self.zone).hour
        return hour >= night.begins or hour < night.ends

    def is_workday(self, day: date) -> bool:
        """Return whether the day is neither on a weekend nor a public holiday."""
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def workday_from(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def at(self, day: date, hour: int) -> datetime:
        """Return the full local hour of a day as an aware datetime."""
        return datetime.combine(day, time(hour), self.zone)
