"""Everything that a text says about when: times, parts of the day, weekdays and days."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TypeVar

from bot.parsing.folding import fold
from bot.parsing.found import Found
from bot.parsing.negation import Span, Verdict, verdicts
from bot.parsing.patterns.days import match_days
from bot.parsing.patterns.times import match_parts_of_day, match_times
from bot.parsing.patterns.weekdays import Weekdays, match_weekdays

T = TypeVar("T")
_ANY_DAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Mentions:
    """In the order of the text; what is neither wanted nor refused is left out.

    A weekday is both in `weekdays`, as a day of every week, and in `days`, as the next such day.
    """

    times: list[Found[tuple[time, ...]]]
    parts_of_day: list[Found[time]]
    weekdays: list[Found[Weekdays]]
    days: list[Found[date]]


def find_mentions(text: str, language: str, today: date = _ANY_DAY) -> Mentions:
    """`today` matters only for `days`."""
    plain = fold(text).plain
    times = match_times(plain, language)
    parts = match_parts_of_day(plain, language)
    weekdays = match_weekdays(plain, language)
    days = match_days(plain, language, today)
    spans = [
        *(Span(t.start, t.end, "clock") for t in times),
        *(Span(p.start, p.end, "part") for p in parts),
        *(Span(w.start, w.end, "every day" if w.value.every_day else "day") for w in weekdays),
        *(Span(d.start, d.end, "day") for d in days),
    ]
    judged = verdicts(plain, language, spans)
    by_place = {(s.start, s.end): v for s, v in zip(spans, judged, strict=True)}
    return Mentions(
        _judged(times, by_place), _judged(parts, by_place),
        _judged(weekdays, by_place), _judged(days, by_place),
    )  # fmt: skip


def _judged(found: list[Found[T]], by_place: dict[tuple[int, int], Verdict]) -> list[Found[T]]:
    with_verdict = [(f, by_place[f.start, f.end]) for f in found]
    return [
        replace(f, refused=verdict is Verdict.REFUSED)
        for f, verdict in with_verdict
        if verdict is not Verdict.IGNORED
    ]
