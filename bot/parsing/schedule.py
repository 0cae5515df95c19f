"""When somebody wants something to happen, as far as a text says it."""

from dataclasses import dataclass, replace
from datetime import date, time

from bot.parsing.mentions import Mentions, find_mentions
from bot.parsing.times import find_times
from bot.parsing.weekdays import refused_weekdays, wanted_weekdays

# The hours that a part of the day covers, by the hour that stands for it in `Mentions`.
_PART_LENGTHS = {9: (5, 12), 12: (12, 13), 15: (13, 18), 18: (17, 23), 21: (21, 5)}


@dataclass(frozen=True)
class Schedule:
    """What a text wants and what it refuses; no refused day or time is among the wanted ones.

    `weekdays`, `refused_weekdays`: of every week, 0 is Monday.  `times`: hours that are named, or
    else those that stand for the named parts of the day.  `refused_parts`: by those hours.
    """

    weekdays: frozenset[int]
    refused_weekdays: frozenset[int]
    times: tuple[time, ...]
    refused_times: frozenset[time]
    refused_parts: frozenset[int]
    days: tuple[date, ...]
    refused_days: tuple[date, ...]

    @property
    def refuses_times(self) -> bool:
        return bool(self.refused_times or self.refused_parts)

    @property
    def refuses(self) -> bool:
        """A weekday or a time; single days are not meant."""
        return self.refuses_times or bool(self.refused_weekdays)

    def allows(self, at: time) -> bool:
        """The time is neither refused nor in a refused part of the day."""
        in_refused_part = any(_is_in(at, hour) for hour in self.refused_parts)
        return at not in self.refused_times and not in_refused_part


def read_schedule(text: str, language: str, today: date) -> Schedule:
    """`today`: from when "tomorrow" and dates without a year are counted."""
    mentions = find_mentions(text, language, today)
    refused_days = [d.value for d in mentions.days if d.refused]
    days = [d.value for d in mentions.days if not d.refused and d.value not in refused_days]
    refused = Schedule(
        wanted_weekdays(mentions.weekdays),
        refused_weekdays(mentions.weekdays),
        (),
        frozenset(t for f in mentions.times if f.refused for t in f.value),
        frozenset(p.value.hour for p in mentions.parts_of_day if p.refused),
        tuple(dict.fromkeys(days)),
        tuple(dict.fromkeys(refused_days)),
    )
    return replace(refused, times=tuple(_times(text, language, mentions, refused)))


def _times(text: str, language: str, mentions: Mentions, refused: Schedule) -> list[time]:
    """Clock times; parts of the day only where no clock time is wanted."""
    parts = [p.value for p in mentions.parts_of_day if p.value.hour not in refused.refused_parts]
    named = [t for t in find_times(text, language) if refused.allows(t)]
    return named or list(dict.fromkeys(parts))


def _is_in(at: time, part_hour: int) -> bool:
    start, end = _PART_LENGTHS[part_hour]
    return start <= at.hour < end if start < end else at.hour >= start or at.hour < end
