"""When somebody wants something to happen, as far as a text says it."""

from dataclasses import dataclass
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
    else those that stand for the named parts of the day.
    """

    weekdays: frozenset[int]
    refused_weekdays: frozenset[int]
    times: tuple[time, ...]
    refuses_times: bool
    days: tuple[date, ...]
    refused_days: tuple[date, ...]

    @property
    def refuses(self) -> bool:
        return self.refuses_times or bool(self.refused_weekdays)


def read_schedule(text: str, language: str, today: date) -> Schedule:
    """`today`: from when "tomorrow" and dates without a year are counted."""
    mentions = find_mentions(text, language, today)
    refused_days = [d.value for d in mentions.days if d.refused]
    days = [d.value for d in mentions.days if not d.refused and d.value not in refused_days]
    return Schedule(
        wanted_weekdays(mentions.weekdays),
        refused_weekdays(mentions.weekdays),
        tuple(_times(text, language, mentions)),
        any(t.refused for t in mentions.times) or any(p.refused for p in mentions.parts_of_day),
        tuple(dict.fromkeys(days)),
        tuple(dict.fromkeys(refused_days)),
    )


def _times(text: str, language: str, mentions: Mentions) -> list[time]:
    refused = {t for f in mentions.times if f.refused for t in f.value}
    refused_parts = {p.value.hour for p in mentions.parts_of_day if p.refused}
    parts = [p.value for p in mentions.parts_of_day if p.value.hour not in refused_parts]
    named = [
        t
        for t in find_times(text, language)
        if t not in refused and not any(_is_in(t, hour) for hour in refused_parts)
    ]
    return named or list(dict.fromkeys(parts))


def _is_in(at: time, part_hour: int) -> bool:
    start, end = _PART_LENGTHS[part_hour]
    return start <= at.hour < end if start < end else at.hour >= start or at.hour < end
