from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


DAY = timedelta(days=1)


SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The municipality's days: its time zone and its public holidays."""

    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def is_workday(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def workday_from(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.zone)
