from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


DAY = timedelta(days=1)


SATURDAY = 5


@dataclass(frozen=True)
class Night:
    """Whole local hours: from `begins` in the evening until `ends` in the morning."""

    begins: int
    ends: int


CASES_NIGHT = Night(21, 7)  # consultants are notified silently, idle cases wait
MEETINGS_NIGHT = Night(20, 8)  # no reminder of a meeting or an offer is sent


@dataclass(frozen=True)
class Calendar:
    """The municipality's days: its time zone and its public holidays."""

    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def is_night(self, moment: datetime, night: Night) -> bool:
        hour = moment.astimezone(self.zone).hour
        return hour >= night.begins or hour < night.ends

    def is_workday(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def workday_from(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.zone)
