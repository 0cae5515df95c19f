"""Office hours: when it is open, working time between moments, when an answer is expected."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.kernel.calendar import DAY, Calendar

NOON = time(12)
NOTHING = timedelta(0)
FARTHEST = 2 * 366  # days to search for an open one; no absence is longer

DaysOff = Callable[[date], bool]


@dataclass(frozen=True)
class Span:
    """Opening hours of one day, in local time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class OfficePlan:
    """A municipality's settings: hours by weekday (0 is Monday), and when waits are escalated."""

    week: Mapping[int, Span]
    remind_after: timedelta  # of working time
    escalate_after: timedelta  # of working time, after the reminder
    urgent_after: timedelta  # of any time


@dataclass(frozen=True)
class Expected:
    """An answer usually comes on `day` before `before`.  `is_open`: the office is open now."""

    day: date
    before: time
    today: date
    is_open: bool


def never(_: date) -> bool:
    return False


@dataclass(frozen=True)
class OfficeHours:
    """`off` in the methods: tells days on which all consultants are away."""

    plan: OfficePlan
    calendar: Calendar

    def is_open(self, now: datetime) -> bool:
        hours = self.of_day(self.calendar.today(now))
        return hours is not None and hours[0] <= now < hours[1]

    def of_day(self, day: date) -> tuple[datetime, datetime] | None:
        """When the office opens and closes, in UTC; None if it is closed all day."""
        span = self.plan.week.get(day.weekday())
        if span is None or self.calendar.is_holiday(day):
            return None
        return self._moment(day, span.opens), self._moment(day, span.closes)

    def working_time(self, since: datetime, until: datetime, off: DaysOff = never) -> timedelta:
        """Open time between two moments; 0 if `since` is the later one."""
        day, last, total = self.calendar.today(since), self.calendar.today(until), NOTHING
        while day <= last:
            hours = None if off(day) else self.of_day(day)
            if hours is not None:
                total += max(NOTHING, min(until, hours[1]) - max(since, hours[0]))
            day += DAY
        return total

    def next_opening(self, now: datetime) -> datetime:
        """Now if the office is open, otherwise when it opens next."""
        _, opens, _ = next(self._open_days(now, never))
        return max(now, opens)

    def answer_expected(self, now: datetime, off: DaysOff = never) -> Expected:
        """Today if enough working time is left for an answer, otherwise the next open day.

        On a later day: before noon, if the office is open in the morning and in the afternoon.
        """
        today = self.calendar.today(now)
        is_open = self.is_open(now) and not off(today)
        for day, opens, closes in self._open_days(now, off):
            span = self.plan.week[day.weekday()]
            if day == today:
                if closes - max(now, opens) < self.plan.remind_after:
                    continue
                before = span.closes
            else:
                before = NOON if span.opens < NOON < span.closes else span.closes
            return Expected(day, before, today, is_open)
        raise AssertionError("the office opens again some day")

    def _open_days(self, now: datetime, off: DaysOff) -> Iterator[tuple[date, datetime, datetime]]:
        """(day, opens, closes) of today if it is not over, and of the open days after it."""
        today = self.calendar.today(now)
        for ahead in range(FARTHEST):
            day = today + DAY * ahead
            hours = None if off(day) else self.of_day(day)
            if hours is not None and hours[1] > now:
                yield day, *hours

    def _moment(self, day: date, at: time) -> datetime:
        # In UTC: subtracting two moments of one zone ignores a change of summer time.
        return datetime.combine(day, at, self.calendar.zone).astimezone(UTC)
