"""Times of day in folded text: "halv ni" is 8:30, "akşam 8'de" 20:00, "8da subaxnimo" 8:00.

An hour without a part of the day is an hour of the 24-hour clock.  This holds in Somali too,
where some people count the hours from six.
"""

import re
from collections.abc import Container, Iterable, Iterator
from datetime import time
from functools import lru_cache

from bot.parsing.folding import Names, alternatives, fold_word
from bot.parsing.found import Found
from bot.parsing.patterns.calendar_names import month_names
from bot.parsing.spelled_numbers import number_words
from bot.parsing.vocabulary import split_words
from bot.parsing.vocabulary.time_words import (
    AFTERNOON,
    AM,
    EVENING,
    EVERYWHERE_BEFORE,
    EVERYWHERE_PARTS,
    MORNING,
    NAMED_ENDINGS,
    NIGHT,
    NOON,
    PM,
    TIME_WORDS,
    UNTIL,
    TimeWords,
)  # fmt: skip
from bot.parsing.vocabulary.units import KRONER, NOT_MONEY_AFTER

PART_HOURS = {MORNING: 9, NOON: 12, AFTERNOON: 15, EVENING: 18, NIGHT: 21}
_NO_HOUR = re.compile(rf" ?(?:{KRONER})(?!\w)|{NOT_MONEY_AFTER}")
_MINUTE_WORDS = (10, 15, 20, 30, 40, 45, 50)
_STEPS = (5, 10, 20, 25)
_PARTS = (MORNING, NOON, AFTERNOON, EVENING, NIGHT, AM, PM)
_EMPTY = TimeWords(before="", parts={})

_UNTIL = alternatives(split_words(UNTIL))


def match_times(plain: str, language: str) -> list[Found[tuple[time, ...]]]:
    """Numbers of which the text says that they are times; two for "9-11"."""
    forms = _forms(language)
    return list(forms.times(forms.not_part.sub(_blank, plain)))


def match_parts_of_day(plain: str, language: str) -> list[Found[time]]:
    """ "In the afternoon" without an hour, as an hour to offer: see PART_HOURS."""
    forms = _forms(language)
    plain = forms.not_part.sub(_blank, plain)
    for found in forms.times(plain):
        plain = plain[: found.start] + "#" * (found.end - found.start) + plain[found.end :]
    return [
        Found(time(PART_HOURS[forms.part(m["part"])]), m.start(), m.end())
        for m in forms.alone.finditer(plain)
    ]


def match_whole_hour(plain: str, language: str) -> time | None:
    """The hour that a text consists of, in digits or in words."""
    plain = plain.strip(" .!?،,\n")
    if found := re.fullmatch(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?|24", plain):
        return time(int(found[1] or 0), int(found[2] or 0))
    words = number_words(language)
    spelled = words.read(plain, 0) if words else None
    if spelled and spelled.end == len(plain) and spelled.value in range(25):
        return time(int(spelled.value) % 24)
    return None


def _blank(found: re.Match[str]) -> str:
    return "#" * len(found[0])


class _Forms:
    """The pattern of one language: [part] [at] [half past] hour [and a half] [o'clock] [part]."""

    def __init__(self, language: str) -> None:
        words = TIME_WORDS.get(language, _EMPTY)
        self._words = words
        named = list(_named(words, language))
        self._named = Names(named)
        self._hours = Names([*((w, 60 * v) for w, v in _numbers(language, range(25))), *named])
        self._minutes = Names(_numbers(language, _MINUTE_WORDS))
        minute_shifts = _minute_shifts(language, words)
        self._shift1 = Names([*_shifts(words.shift_before), *minute_shifts])
        self._shift2 = Names(_shifts(words.shift_after.replace("!", "")))
        strong_shifts = (w for w in split_words(words.shift_after) if w.startswith("!"))
        self._strong_shift2 = Names(_shifts(", ".join(strong_shifts).replace("!", "")))
        strong = [*words.parts.items()]
        if language != "ar":  # where people write "3am" for عم: "I am doing"
            strong += EVERYWHERE_PARTS.items()
        weak = [*words.weak.items(), *EVERYWHERE_PARTS.items()]
        self._parts = Names(_parts([*strong, *weak]))
        self._strong_parts = Names(_parts(strong))
        self._counted = Names((w, 1) for w in split_words(words.counted))
        self.not_part = re.compile(_word(alternatives(split_words(words.not_parts))))
        alone = Names(_parts(words.parts.items())).pattern
        self.alone = re.compile(rf"(?<!\w)(?:و|ب)?(?P<part>{alone})(?!\w)")
        self._form = re.compile(self._pattern())
        self._also_no = frozenset(map(fold_word, split_words(words.also_no)))
        self._no = re.compile(_word(alternatives(split_words(words.also_no + ", بلکه"))))
        self._alternative = re.compile(rf" *[,،] *(?:{alone})(?!\w)")
        months = [name for names in month_names(language) for name in names]
        self._month = re.compile(rf" ?(?:bisha|{alternatives(months)})(?!\w)")

    def part(self, found: str) -> str:
        return _PARTS[self._parts[found]]

    def _pattern(self) -> str:
        words, part = self._words, self._parts.pattern
        before = alternatives(split_words(f"{words.before}, {EVERYWHERE_BEFORE}"))
        named_before = alternatives(split_words(words.before_named))
        after = alternatives(split_words(words.after))
        return (
            rf"(?<![\w.,:/+-])(?:(?P<part1>{part})[ ,]+)?"
            rf"(?:(?:(?P<before>{before})|(?P<before_named>{named_before}))(?: +|(?=\d)|(?<=\.)))?"
            rf"(?:(?P<shift1>{self._shift1.pattern}) +)?"
            rf"(?:(?P<h>\d{{1,2}})(?:[:.]?(?P<m>(?<=[:.])[0-5]\d|(?<=kl [012]\d)[0-5]\d)"
            rf"(?::\d\d)?)?(?!\d|[.,:/]\d)"
            rf"|(?P<word>{self._hours.pattern})(?: (?P<mw>{self._minutes.pattern})(?!\w))?)"
            rf"(?P<glued> ?'?(?:{alternatives(split_words(words.glued))})(?!\w))?"
            rf"(?: *(?P<shift2>{self._shift2.pattern})(?!\w))?"
            rf"(?: *(?P<after>{after})(?!\w))?"
            rf"(?:(?: ?- ?| (?:{_UNTIL}) (?:(?:{before}) ?)?)"
            rf"(?P<until>\d{{1,2}}(?:[:.][0-5]\d)?)(?!\d|[.,:/]\d))?"
            rf"(?:[ ,]*(?P<part2>{part})(?!\w))?(?!\w|%)"
        )

    def times(self, plain: str) -> Iterator[Found[tuple[time, ...]]]:
        for m in self._form.finditer(plain):
            if not self._says_time(m, plain):
                continue
            minutes = self._hours[m["word"]] if m["word"] else int(m["h"]) * 60 + int(m["m"] or 0)
            minutes += self._minutes[m["mw"]] if m["mw"] else 0
            shift = (self._shift1[m["shift1"]] if m["shift1"] else 0) + (
                self._shift2[m["shift2"]] if m["shift2"] else 0
            )
            name = m["part2"] or m["part1"]
            part = self.part(name) if name else None
            found = _clock(minutes, part, shift)
            if m["until"]:
                hour, _, minute = m["until"].replace(".", ":").partition(":")
                found += _clock(int(hour) * 60 + int(minute or 0), part, 0)
            if found:
                yield Found(tuple(found), m.start(), m.end())

    def _says_time(self, m: re.Match[str], plain: str) -> bool:
        """Something must say "at" or name the part of the day; a number alone is not a time."""
        if m["after"] or (m["shift1"] and self._words.shift_suffices):
            return True
        if _NO_HOUR.match(plain, m.end()) or self._month.match(plain, m.end()):
            return False
        if m["h"] and ":" in plain[m.start("h") : m.end()]:
            return True
        named = bool(m["word"]) and m["word"] in self._named
        # "o ósmej" is a time, "o jeden krok" is not.
        if m["before"] and (named or m["h"] or not self._words.before_named):
            return True
        if (m["before_named"] and named) or (m["glued"] and m["h"]):
            return True
        if m["shift2"] and m["shift2"] in self._strong_shift2:
            return True
        part = m["part2"] or (m["part1"] if self._words.part_before else None)
        if part is None or part not in self._strong_parts or self._is_no(m, plain):
            return False
        if not m["word"]:
            return True
        if part in self._counted:
            return not named and self._hours[m["word"]] >= 360
        return named or self._hours[m["word"]] != 60

    def _is_no(self, m: re.Match[str], plain: str) -> bool:
        """Persian "نه" is nine and "no": "نه صبح" is 9:00, but not "صبح نه" or "نه صبح، عصر".

        Only for an hour without "at" and "o'clock".
        """
        if m["word"] not in self._also_no or m["shift1"] or m["shift2"] or m["mw"]:
            return False
        elsewhere = plain[: m.start()] + "#" + plain[m.end() :]
        return (
            m["part2"] is None
            or self._alternative.match(plain, m.end()) is not None
            or self._no.search(elsewhere) is not None
        )


@lru_cache
def _forms(language: str) -> _Forms:
    return _Forms(language)


def _clock(minutes: int, part: str | None, shift: int) -> list[time]:
    hour, minute = divmod(minutes, 60)
    if hour > 24:
        return []
    if hour == 1 and shift < 0:
        hour = 13  # "halv et" is half past twelve
    total = (_in_part(hour, part) * 60 + minute + shift) % 1440
    return [time(total // 60, total % 60)]


def _in_part(hour: int, part: str | None) -> int:
    late = {PM: 11, AFTERNOON: 11, EVENING: 11, NOON: 4}.get(part or "", 0)
    if 1 <= hour <= late or (part == NIGHT and 6 <= hour <= 11):
        return hour + 12
    return 0 if hour == 12 and part in (AM, EVENING, NIGHT) else hour


def _numbers(language: str, wanted: Container[int]) -> list[tuple[str, int]]:
    words = number_words(language)
    pairs = words.spellings if words else []
    return [(w, int(v)) for w, v in pairs if v in wanted and w != "a"]


def _named(words: TimeWords, language: str) -> Iterator[tuple[str, int]]:
    """In minutes; with the endings of the language in every word of the name."""
    last, others = NAMED_ENDINGS.get(language, ("", ()))
    for entry in words.named.split(";") if words.named else []:
        hour, *names = entry.split()
        for name in names:
            single = name.split("_")
            yield " ".join(single), int(float(hour) * 60)
            for other in others:
                inflected = (
                    w.removesuffix(last) + other if w.endswith(last) else w for w in single
                )
                yield " ".join(inflected), int(float(hour) * 60)


def _shifts(table: str) -> Iterator[tuple[str, int]]:
    for entry in split_words(table):
        words, _, minutes = entry.rpartition("=")
        yield words, int(minutes)


def _minute_shifts(language: str, words: TimeWords) -> Iterator[tuple[str, int]]:
    """ "ti over", "fem i halv", "za dziesięć"."""
    for template, base, sign in words.minutes:
        for word, value in _numbers(language, _STEPS):
            yield template.format(m=word), base + sign * value


def _parts(table: Iterable[tuple[str, str]]) -> list[tuple[str, int]]:
    return [(w, _PARTS.index(part)) for part, names in table for w in split_words(names)]


def _word(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"
