"""Days in folded text: "i overmorgen", "بعد أسبوعين", "w poniedziałek", "24. december", 24/12."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from bot.parsing.folding import Names, alternatives, fold_word
from bot.parsing.found import Found, without_overlaps
from bot.parsing.patterns.calendar_names import MIXED_IN, numbered_names
from bot.parsing.solar import from_solar, solar_year_of
from bot.parsing.spelled_numbers import number_words
from bot.parsing.vocabulary import split_words
from bot.parsing.vocabulary.day_words import DAY_WORDS, NO_DAYS, SOLAR_MONTHS, DayWords
from bot.parsing.vocabulary.units import KRONER, NOT_MONEY_AFTER

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
# As a whole text: any separator, spaces around it.  "7-12" is a day here, not a range.
_WHOLE_NUMERIC = re.compile(
    r"(?P<day>\d{1,2}) *[./-] *(?P<month>\d{1,2})(?: *[./-] *(?P<year>\d{4}|\d{2}))?\.?"
)
_WHOLE_NAMED = re.compile(r"(?P<day>\d{1,2})\.? *(?P<month>[^\W\d_]{3,})\.? *(?P<year>\d{4})?")
_NO_DAY_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:{KRONER})|\bkl\.?|klokken|\bat|saat|ساعت|الساعه|\bo|\bо|\bоб|godz\.?"
    r"|saacadda) *$"
)
_NO_DAY = re.compile(rf"{alternatives(split_words(NO_DAYS))}|24/7(?![/\d])")


def match_days(plain: str, language: str, today: date) -> list[Found[date]]:
    """In the order of the text.  A weekday beside the date that it belongs to is left out."""
    plain = _NO_DAY.sub(lambda m: "#" * len(m[0]), plain)
    dates = [*_numeric(plain, language, today), *_forms(language).dates(plain, today)]
    dates = without_overlaps(dates)
    weekdays = [
        w
        for w in _forms(language).weekdays(plain, today)
        if not any(_is_weekday_of(w, d) for d in dates)
    ]
    return without_overlaps(dates + weekdays)


def match_whole_day(plain: str, language: str, today: date) -> date | None:
    """The day that a text consists of.

    More forms are read than inside a sentence: "7-12", "7 . 1", and a misspelled month of which
    the first three letters are right.
    """
    plain = plain.strip()
    if numeric := _WHOLE_NUMERIC.fullmatch(plain):
        year = _full_year(numeric["year"], today) if numeric["year"] else None
        return _dated(year, int(numeric["month"]), int(numeric["day"]), today)
    for found in match_days(plain, language, today):
        if plain[: found.start] + plain[found.end :] in ("", "."):
            return found.value
    named = _WHOLE_NAMED.fullmatch(plain)
    month = _forms(language).month_beginning(named["month"]) if named else None
    if named is None or month is None:
        return None
    return _dated(int(named["year"]) if named["year"] else None, month, int(named["day"]), today)


def _is_weekday_of(weekday: Found[date], dated: Found[date]) -> bool:
    """ "Fredag den 4. december", where the 4th is a Friday; otherwise both days are returned."""
    near = -1 <= dated.start - weekday.end <= 8 or -1 <= weekday.start - dated.end <= 3
    return near and weekday.value.weekday() == dated.value.weekday()


class _Forms:
    """The patterns of one language."""

    def __init__(self, language: str) -> None:
        own = DAY_WORDS.get(language)
        others = [DAY_WORDS[m] for m in MIXED_IN if m != language]
        self._offsets = Names(_offsets(own, others))
        self._weekdays = Names(numbered_names(language, "weekdays"))
        solar = enumerate(SOLAR_MONTHS, 101) if language == "fa" else ()
        solar_names = [(w, n) for n, words in solar for w in split_words(words)]
        months = [*numbered_names(language, "months"), *solar_names]
        self._months = Names(months)
        self._beginnings = _beginnings(months)
        before, after = _edges(own)
        self._offset = _whole_word(self._offsets, before, after)
        self._weekday = _whole_word(self._weekdays, before, after)
        self._numbers = number_words(language)
        small = self._numbers.small if self._numbers else []
        number = rf"\d{{1,3}}|{alternatives(small)}"
        # Only where a number word and a month can not form another word, as in "trzymaj".
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

    def dates(self, plain: str, today: date) -> Iterator[Found[date]]:
        for form in (self._day_month, self._month_day):
            for m in form.finditer(plain):
                month = self._months[m["month"]]
                day = self._count(m["day"])
                found = _dated(int(m["year"]) if m["year"] else None, month, day, today)
                if found:
                    yield Found(found, m.start(), m.end())
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

    def weekdays(self, plain: str, today: date) -> Iterator[Found[date]]:
        """The next such day after today, or that of next week."""
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

    def month_beginning(self, word: str) -> int | None:
        """The only month with the first three letters of a folded word."""
        numbers = self._beginnings.get(word[:3], set())
        return next(iter(numbers)) if len(numbers) == 1 else None

    def _count(self, text: str) -> int:
        if text.isdigit():
            return int(text)
        return int(self._numbers.values[text.replace(" ", "")]) if self._numbers else 0


@lru_cache
def _forms(language: str) -> _Forms:
    return _Forms(language)


def _numeric(plain: str, language: str, today: date) -> Iterator[Found[date]]:
    for m in _NUMERIC.finditer(plain):
        if _NO_DAY_BEFORE.search(plain[max(m.start() - 10, 0) : m.start()]):
            continue
        year = next((_full_year(y, today) for y in (m["y1"], m["y2"]) if y), None)
        day = int(next(d for d in (m["d1"], m["d2"], m["d3"], m["d4"], m["d5"]) if d))
        month = int(next(d for d in (m["m1"], m["m2"], m["m3"], m["m4"], m["m5"]) if d))
        if m["d5"] and not (m["m5"].startswith("0") or day > month):
            continue  # "10-12" is a range
        if month > 12 and language == "en" and not m["y1"]:
            day, month = month, day
        found = _dated(year, month, day, today)
        if found:
            yield Found(found, m.start(), m.end())


def _full_year(digits: str, today: date) -> int:
    """Of two digits the year from eighty years ago to twenty years ahead."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year <= (today.year + 20) % 100 else 1900)


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


def _shifted(
    today: date, at: re.Match[str], days: int = 0, months: int = 0
) -> Iterator[Found[date]]:
    if months:
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        if year <= MAXYEAR:
            last = monthrange(year, month + 1)[1]
            day = date(year, month + 1, min(today.day, last))
            yield Found(day, at.start(), at.end())
    elif days <= (date.max - today).days:
        yield Found(today + timedelta(days=days), at.start(), at.end())


def _offsets(own: DayWords | None, others: list[DayWords]) -> Iterator[tuple[str, int]]:
    for table in (*others, *([own] if own else [])):
        for days, words in enumerate((table.today, table.tomorrow, table.after_tomorrow)):
            yield from ((w, days) for w in split_words(words))
    for phrase in split_words(own.fixed) if own else []:
        words, _, number = phrase.rpartition("=")
        yield words, int(number)


def _beginnings(months: list[tuple[str, int]]) -> dict[str, set[int]]:
    beginnings: dict[str, set[int]] = {}
    for name, number in months:
        beginnings.setdefault(fold_word(name)[:3], set()).add(number)
    return beginnings


def _whole_word(names: Names, before: str, after: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}(?P<name>{names.pattern}){after}(?!\w)")


def _edges(own: DayWords | None) -> tuple[str, str]:
    """Patterns of the prefixes and endings of a name."""
    before = rf"(?:{alternatives(split_words(own.prefixes))})?" if own and own.prefixes else ""
    after = rf"(?:'?(?:{alternatives(split_words(own.endings))}))?" if own and own.endings else ""
    return before, after


def _soon(own: DayWords, number: str) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of "in three days", each with its unit."""
    forms = []
    for unit in ("day", "week", "month"):
        units = alternatives(split_words(getattr(own, unit)))
        if own.soon_before:
            maybe = "?" if own.one_may_miss and unit != "month" else ""
            before = alternatives(split_words(own.soon_before))
            pattern = rf"(?<!\w)(?:{before}) *(?:(?P<n>{number}) +){maybe}(?:{units})(?!\w)"
            forms.append((re.compile(pattern), unit))
        if own.soon_after:
            after = alternatives(split_words(own.soon_after))
            pattern = rf"(?<!\w)(?P<n>{number}) *(?:{units}) *(?:{after})(?!\w)"
            forms.append((re.compile(pattern), unit))
    return forms


def _beside(words: str) -> str:
    return rf"(?<!\w)(?:{alternatives(split_words(words))})(?!\w)" if words else r"(?!)"
