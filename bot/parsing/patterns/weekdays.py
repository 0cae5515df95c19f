"""Days of every week in folded text: "on Sundays", "hverdage", "Monday to Friday", "щонеділі"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.parsing.folding import Names, alternatives
from bot.parsing.found import Found, without_overlaps
from bot.parsing.patterns.calendar_names import MIXED_IN, weekday_abbreviations, weekday_names
from bot.parsing.vocabulary import split_words
from bot.parsing.vocabulary.day_words import DAY_WORDS
from bot.parsing.vocabulary.week_words import WEEK_WORDS

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class Weekdays:
    """0 is Monday.  `named`: by their names, not as "every day" or "weekends"."""

    days: frozenset[int]
    named: bool

    @property
    def every_day(self) -> bool:
        return not self.named and self.days == EVERY_DAY


def match_weekdays(plain: str, language: str) -> list[Found[Weekdays]]:
    """In the order of the text; a range such as "Monday to Friday" is one match."""
    forms = _forms(language)
    several = [
        Found(Weekdays(days, named=False), m.start(), m.end())
        for form, days in forms.several
        for m in form.finditer(plain)
    ]
    found = without_overlaps([*forms.named(plain), *several])
    return [f for f in found if not (f.value.every_day and _is_limited(f, found, plain))]


def _is_limited(every_day: Found[Weekdays], found: list[Found[Weekdays]], plain: str) -> bool:
    """ "Hver dag i weekenden" is not every day; "every day, also on weekends" is."""
    return any(
        re.fullmatch(r" (?:\w{1,3} ){0,2}", plain[first.end : second.start]) is not None
        for first, second in pairwise(found)
        if every_day in (first, second) and not (first.value.named or second.value.named)
    )


class _Forms:
    """The patterns of one language and of those that people mix in."""

    def __init__(self, language: str) -> None:
        spoken = [s for s in dict.fromkeys((language, *MIXED_IN)) if s in WEEK_WORDS]
        words = [WEEK_WORDS[s] for s in spoken]
        own = DAY_WORDS.get(language)
        names = [(n, d) for s in reversed(spoken) for d, ns in enumerate(_names(s)) for n in ns]
        self._names = Names(names)
        endings = [*split_words(own.endings if own else ""), *_all(w.endings for w in words)]
        prefixes = [*split_words(own.prefixes if own else ""), *_all(w.prefixes for w in words)]
        self._single = re.compile(
            rf"(?<!\w)(?:(?:{alternatives(prefixes)}) ?)?(?P<name>{self._names.pattern})"
            rf"(?:'?(?P<ending>{alternatives(endings)}))?(?!\w)"
        )
        self._short = Names((weekday_abbreviations(s)[d], d) for s in spoken for d in range(7))
        self._short_range = re.compile(
            rf"(?<!\w)(?P<first>{self._short.pattern}) ?- ?(?P<last>{self._short.pattern})(?!\w)"
        )
        self._to = re.compile(
            rf" ?(?:{alternatives(_all(w.to for w in words))}|-) ?"
            rf"(?:(?:{alternatives(_all(w.day for w in words))}) )?"
        )
        self._from_endings = _ending(w.from_endings for w in words)
        self._to_endings = _ending(w.to_endings for w in words)
        self._written_on = _ending(w.to_prefixes for w in words)
        self._and = re.compile(rf" (?:(?:{alternatives(_all(w.between for w in words))}) )?|-")
        self._range_after = re.compile(_word(_all(w.range_after for w in words), before=" ?"))
        several = (("every", EVERY_DAY), ("working", WORKING_DAYS), ("weekend", WEEKEND))
        self.several = [
            (re.compile(_word(_all(getattr(w, field) for w in words))), days)
            for field, days in several
        ]

    def named(self, plain: str) -> Iterator[Found[Weekdays]]:
        """Ranges and single days; those of a range are found alone, too."""
        for m in self._short_range.finditer(plain):
            days = _days_between(self._short[m["first"]], self._short[m["last"]])
            yield Found(Weekdays(days, named=True), m.start(), m.end())
        singles = list(self._single.finditer(plain))
        for first, last in pairwise(singles):
            if self._is_range(first, last, plain):
                days = _days_between(self._day(first), self._day(last))
                yield Found(Weekdays(days, named=True), first.start(), last.end())
        for m in singles:
            yield Found(Weekdays(frozenset({self._day(m)}), named=True), m.start(), m.end())

    def _day(self, found: re.Match[str]) -> int:
        return self._names[found["name"]]

    def _is_range(self, first: re.Match[str], last: re.Match[str], plain: str) -> bool:
        """ "Monday to Friday", "pazartesiden cumaya", "pazartesi cuma arası", "للجمعة"."""
        gap = plain[first.end() : last.start()]
        if self._to.fullmatch(gap):
            return True
        if gap == " " and self._written_on.match(last[0]):
            return True
        if gap == " " and self._from_endings.fullmatch(first["ending"] or ""):
            return self._to_endings.fullmatch(last["ending"] or "") is not None
        after = self._range_after.match(plain, last.end())
        return after is not None and self._and.fullmatch(gap) is not None


@lru_cache
def _forms(language: str) -> _Forms:
    return _Forms(language)


def _days_between(first: int, last: int) -> frozenset[int]:
    """Both included; over the end of the week where `last` comes first: Saturday to Monday."""
    return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))


def _names(language: str) -> list[list[str]]:
    """By weekday from Monday, with the plural and other forms of WEEK_WORDS."""
    forms = WEEK_WORDS[language].forms
    further = [split_words(words) for words in forms.split("|")] if forms else [[]] * 7
    return [[*a, *b] for a, b in zip(weekday_names(language), further, strict=True)]


def _all(fields: Iterable[str]) -> list[str]:
    return [word for field in fields for word in split_words(field)]


def _ending(fields: Iterable[str]) -> re.Pattern[str]:
    return re.compile(alternatives(_all(fields)))


def _word(words: list[str], before: str = "") -> str:
    return rf"{before}(?<!\w)(?:{alternatives(words)})(?!\w)"
