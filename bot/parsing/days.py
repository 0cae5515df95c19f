"""Days a sentence names: "i overmorgen", "بعد أسبوعين", "w poniedziałek", "24. december", 24/12.

A weekday is its next occurrence after today; so is a date without a year, unless it is today.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from bot.parsing.folding import Names, alternatives, fold
from bot.parsing.solar import from_solar, solar_year_of
from bot.parsing.spelled import reader
from bot.parsing.vocabulary.day_words import DAY_WORDS, NO_DAYS, SOLAR_MONTHS, DayWords
from bot.parsing.vocabulary.units import KRONER, NOT_MONEY_AFTER

# People mix these in, whatever they write in; only names in full, which mean nothing else.
GUESTS = ("da", "en")
_ORDINAL = r"(?:st|nd|rd|th|te|de|ende|-?(?:go|ego|го|е|те))?"
_OF = "of|af|den|de|من|شهر|ماه"
_NO_NUMBER = rf"(?!\d|[.,:]\d| ?(?:{KRONER})(?!\w)|{NOT_MONEY_AFTER})"
_YEAR = r"(?:[ ,،.-]{0,3}(?P<year>\d{4})(?!\d|[.,]\d))?"
_NUMERIC = re.compile(
    r"(?<![a-z\d.,/:-])(?:"
    r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.]) ?(?P<m2>\d{1,2})(?P=s2) ?(?P<y2>\d{4}|\d{2})"
    r"|(?P<d3>\d{1,2})/(?P<m3>\d{1,2})"
    r"|(?P<d4>\d{1,2})\.(?P<m4>0\d|1[0-2]|\d(?=\.))\.?"
    r"|(?P<d5>\d{1,2})-(?P<m5>\d{1,2})"
    rf"){_NO_NUMBER}(?![/-]\d)"
)
_NO_DAY_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:{KRONER})|\bkl\.?|klokken|\bat|saat|ساعت|الساعه|\bo|\bо|\bоб|godz\.?"
    r"|saacadda) *$"
)
_NO_DAY = re.compile(rf"{alternatives(NO_DAYS.split(', '))}|24/7(?![/\d])")


@dataclass(frozen=True)
class FoundDay:
    day: date
    start: int
    end: int


def find_days(text: str, language: str, today: date) -> list[date]:
    """In the order of the text, each day once."""
    found = day_matches(fold(text).plain, language, today)
    return list(dict.fromkeys(f.day for f in found))


def day_matches(plain: str, language: str, today: date) -> list[FoundDay]:
    """In folded text.  A weekday beside a date only says the same again."""
    plain = _NO_DAY.sub(lambda m: "#" * len(m[0]), plain)
    dates = [*_numeric(plain, language, today), *_forms(language).dates(plain, today)]
    dates = _without_overlaps(dates)
    weekdays = [
        w
        for w in _forms(language).weekdays(plain, today)
        if not any(_says_again(w, d) for d in dates)
    ]
    return _without_overlaps(dates + weekdays)


def _says_again(weekday: FoundDay, dated: FoundDay) -> bool:
    """ "Fredag den 4. december": it must be a Friday, too, or both are worth asking about."""
    near = -1 <= dated.start - weekday.end <= 8 or -1 <= weekday.start - dated.end <= 3
    return near and weekday.day.weekday() == dated.day.weekday()


def _without_overlaps(found: list[FoundDay]) -> list[FoundDay]:
    kept: list[FoundDay] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


class _Forms:
    """The patterns of one language."""

    def __init__(self, language: str) -> None:
        own = DAY_WORDS.get(language)
        guests = [DAY_WORDS[g] for g in GUESTS if g != language]
        self._offsets = Names(_offsets(own, guests))
        self._weekdays = Names(_names(own, guests, "weekdays"))
        solar = enumerate(SOLAR_MONTHS, 101) if language == "fa" else ()
        solar_names = [(w, n) for n, words in solar for w in _split(words)]
        self._months = Names([*_names(own, guests, "months"), *solar_names])
        before, after = _edges(own)
        self._offset = _whole_word(self._offsets, before, after)
        self._weekday = _whole_word(self._weekdays, before, after)
        self._reader = reader(language)
        small = self._reader.small if self._reader else []
        number = rf"\d{{1,3}}|{alternatives(small)}"
        # Only where a number word and a month never make up another word, as in "trzymaj".
        in_words = small if language in ("ar", "fa", "ur") else []
        day = rf"\d{{1,2}}|{alternatives(w for w in in_words if len(w) > 2)}"
        month = rf"(?P<month>{self._months.pattern})\.?{after}"
        self._day_month = re.compile(
            rf"(?<![\w.,:/-])(?P<day>{day}){_ORDINAL}(?:[ .-]{{0,3}}|\.? ?(?:{_OF}) )"
            rf"{month}{_YEAR}(?!\w)"
        )
        month_first = own is None or own.month_first
        self._month_day = re.compile(
            rf"(?<!\w){month} *(?P<day>\d{{1,2}}){_ORDINAL}{_NO_NUMBER}(?!\w){_YEAR}"
            if month_first
            else r"(?!)"
        )
        self._soon = _soon(own, number) if own else []
        self._last = re.compile(_beside(own.last if own else ""))
        self._next_week = re.compile(_beside(own.next_week if own else ""))

    def dates(self, plain: str, today: date) -> Iterator[FoundDay]:
        for form in (self._day_month, self._month_day):
            for m in form.finditer(plain):
                month = self._months[m["month"]]
                day = self._count(m["day"])
                found = _dated(int(m["year"]) if m["year"] else None, month, day, today)
                if found:
                    yield FoundDay(found, m.start(), m.end())
        for m in self._offset.finditer(plain):
            yield from _shifted(today, days=self._offsets[m["name"]], at=m)
        for form, unit in self._soon:
            for m in form.finditer(plain):
                count = self._count(m["n"]) if m["n"] else 1
                factor = {"day": 1, "week": 7}.get(unit)
                if factor:
                    yield from _shifted(today, days=count * factor, at=m)
                else:
                    yield from _shifted(today, months=count, at=m)

    def weekdays(self, plain: str, today: date) -> Iterator[FoundDay]:
        for m in self._weekday.finditer(plain):
            before, after = (
                plain[max(m.start() - 28, 0) : m.start()],
                plain[m.end() : m.end() + 28],
            )
            if self._last.search(before[-12:] + "|" + after[:14]):
                continue
            ahead = (self._weekdays[m["name"]] - 1 - today.weekday()) % 7 or 7
            if self._next_week.search(before + "|" + after):
                monday = 7 - today.weekday()
                ahead = monday + self._weekdays[m["name"]] - 1
            yield from _shifted(today, days=ahead, at=m)

    def _count(self, text: str) -> int:
        if text.isdigit():
            return int(text)
        return int(self._reader.values[text.replace(" ", "")]) if self._reader else 0


@lru_cache
def _forms(language: str) -> _Forms:
    return _Forms(language)


def _numeric(plain: str, language: str, today: date) -> Iterator[FoundDay]:
    for m in _NUMERIC.finditer(plain):
        if _NO_DAY_BEFORE.search(plain[max(m.start() - 10, 0) : m.start()]):
            continue
        year = next((int(y) for y in (m["y1"], m["y2"]) if y), None)
        day = int(next(d for d in (m["d1"], m["d2"], m["d3"], m["d4"], m["d5"]) if d))
        month = int(next(d for d in (m["m1"], m["m2"], m["m3"], m["m4"], m["m5"]) if d))
        if m["d5"] and not (m["m5"].startswith("0") or day > month):
            continue  # "10-12" is a range
        if m["y2"] and len(m["y2"]) == 2 and year is not None:
            year += 2000 if year <= (today.year + 20) % 100 else 1900
        if month > 12 and language == "en" and not m["y1"]:
            day, month = month, day
        found = _dated(year, month, day, today)
        if found:
            yield FoundDay(found, m.start(), m.end())


def _dated(year: int | None, month: int, day: int, today: date) -> date | None:
    """Without a year the next such day; months above 100 and years like 1405 are solar."""
    solar = month > 100 or (year is not None and 1300 <= year <= 1500)
    month = month - 100 if month > 100 else month
    this_year = solar_year_of(today) if solar else today.year
    first = this_year if year is None else year
    if solar:
        days = (from_solar(y, month, day) for y in range(first, first + 9))
    else:
        days = (_gregorian(y, month, day) for y in range(first, first + 9))
    if year is not None:
        return next(days)
    return next((d for d in days if d and d >= today), None)


def _gregorian(year: int, month: int, day: int) -> date | None:
    if not (1 <= year <= MAXYEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _shifted(today: date, at: re.Match[str], days: int = 0, months: int = 0) -> Iterator[FoundDay]:
    if months:
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        if year <= MAXYEAR:
            last = monthrange(year, month + 1)[1]
            day = date(year, month + 1, min(today.day, last))
            yield FoundDay(day, at.start(), at.end())
    elif days <= (date.max - today).days:
        yield FoundDay(today + timedelta(days=days), at.start(), at.end())


def _offsets(own: DayWords | None, guests: list[DayWords]) -> Iterator[tuple[str, int]]:
    for table in (*guests, *([own] if own else [])):
        for days, words in enumerate((table.today, table.tomorrow, table.after_tomorrow)):
            yield from ((w, days) for w in _split(words))
    for phrase in _split(own.fixed) if own else []:
        words, _, number = phrase.rpartition("=")
        yield words, int(number)


def _names(own: DayWords | None, guests: list[DayWords], field: str) -> Iterator[tuple[str, int]]:
    """Numbered from 1; a guest lends its first spelling, the full one."""
    for table in guests:
        yield from ((_split(words)[0], n) for n, words in enumerate(getattr(table, field), 1))
    for number, words in enumerate(getattr(own, field) if own else (), 1):
        yield from ((w, number) for w in _split(words))


def _split(words: str) -> list[str]:
    return [w for w in words.split(", ") if w]


def _whole_word(names: Names, before: str, after: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}(?P<name>{names.pattern}){after}(?!\w)")


def _edges(own: DayWords | None) -> tuple[str, str]:
    before = rf"(?:{alternatives(_split(own.prefixes))})?" if own and own.prefixes else ""
    after = rf"(?:'?(?:{alternatives(_split(own.endings))}))?" if own and own.endings else ""
    return before, after


def _soon(own: DayWords, number: str) -> list[tuple[re.Pattern[str], str]]:
    forms = []
    for unit in ("day", "week", "month"):
        units = alternatives(_split(getattr(own, unit)))
        if own.soon_before:
            maybe = "?" if own.one_may_miss and unit != "month" else ""
            before = alternatives(_split(own.soon_before))
            pattern = rf"(?<!\w)(?:{before}) *(?:(?P<n>{number}) +){maybe}(?:{units})(?!\w)"
            forms.append((re.compile(pattern), unit))
        if own.soon_after:
            after = alternatives(_split(own.soon_after))
            pattern = rf"(?<!\w)(?P<n>{number}) *(?:{units}) *(?:{after})(?!\w)"
            forms.append((re.compile(pattern), unit))
    return forms


def _beside(words: str) -> str:
    return rf"(?<!\w)(?:{alternatives(_split(words))})(?!\w)" if words else r"(?!)"
