"""When the office is open, how much of a wait was working time, when an answer can be expected."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.kernel.calendar import DAY, Calendar

NOON = time(12)
NOTHING = timedelta(0)
# No notice of absence is longer, and no row of days off: whoever looks further looks for ever.
FARTHEST = 2 * 366

DaysOff = Callable[[date], bool]


@dataclass(frozen=True)
class Span:
    """Of one day, by the clock on the wall."""

    opens: time
    closes: time


@dataclass(frozen=True)
class OfficePlan:
    """What a municipality sets: hours by weekday (0 is Monday), and the patience with a wait."""

    week: Mapping[int, Span]
    remind_after: timedelta  # of working time
    escalate_after: timedelta  # of working time, after the reminder
    urgent_after: timedelta  # of any time


@dataclass(frozen=True)
class Expected:
    """An answer: usually on `day` before the time `before`.  `is_open`: somebody is there now."""

    day: date
    before: time
    today: date
    is_open: bool


def never(_: date) -> bool:
    return False


@dataclass(frozen=True)
class OfficeHours:
    """`off` in its methods: days on which nobody is there although the office would be open."""

    plan: OfficePlan
    calendar: Calendar

    def is_open(self, now: datetime) -> bool:
        hours = self.of_day(self.calendar.today(now))
        return hours is not None and hours[0] <= now < hours[1]

    def of_day(self, day: date) -> tuple[datetime, datetime] | None:
        """When it opens and closes, in UTC; None where it stays closed."""
        span = self.plan.week.get(day.weekday())
        if span is None or self.calendar.is_holiday(day):
            return None
        return self._moment(day, span.opens), self._moment(day, span.closes)

    def working_time(self, since: datetime, until: datetime, off: DaysOff = never) -> timedelta:
        """Of the time between two moments; none where the first is the later one."""
        day, last, total = self.calendar.today(since), self.calendar.today(until), NOTHING
        while day <= last:
            hours = None if off(day) else self.of_day(day)
            if hours is not None:
                total += max(NOTHING, min(until, hours[1]) - max(since, hours[0]))
            day += DAY
        return total

    def next_opening(self, now: datetime) -> datetime:
        """From when on somebody can be met: now, where it is open."""
        _, opens, _ = next(self._open_days(now, never))
        return max(now, opens)

    def answer_expected(self, now: datetime, off: DaysOff = never) -> Expected:
        """Today, where working time for an answer is left; else on the next day somebody is there,
        in the morning if it has one."""
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
        """That are not over yet, with their hours."""
        today = self.calendar.today(now)
        for ahead in range(FARTHEST):
            day = today + DAY * ahead
            hours = None if off(day) else self.of_day(day)
            if hours is not None and hours[1] > now:
                yield day, *hours

    def _moment(self, day: date, at: time) -> datetime:
        # In UTC: two moments of one zone are subtracted by the clock on the wall, which jumps.
        return datetime.combine(day, at, self.calendar.zone).astimezone(UTC)
