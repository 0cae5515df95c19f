"""Amounts in a sentence: "husleje 4.500 kr. og strøm 800", "الإيجار ٤٥٠٠ كرون".

Left out: dates, times, telephone, CPR and CVR numbers, ages, durations, percentages, weights,
and money in other currencies.  A number in words counts as an amount if kroner are named or if it
has at least two words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bot.parsing.folding import fold
from bot.parsing.numbers import parse_number
from bot.parsing.patterns.days import match_days
from bot.parsing.patterns.times import match_times
from bot.parsing.spelled_numbers import SpelledNumber, number_words, scales_after_digits
from bot.parsing.vocabulary.units import KRONER, NOT_MONEY_AFTER, NOT_MONEY_BEFORE, TIME_UNITS

_GROUPS = (
    r"\d{1,3}(?:(?P<mark>[.,٬،'])\d{3})(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,٫]\d{1,2})?"
    r"|\d{1,3}(?: \d{3})+(?:[.,٫]\d{1,2})?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}"
    r"|\d{1,15}(?:[.,٫]\d{1,2})?"
)
_DIGITS = re.compile(
    r"(?:(?<![\w.,/:])(?<!\d')|(?<=\bkr)|(?<=\bdkk))(?:(?<!\w)[+-])?"
    rf"(?P<number>{_GROUPS})(?!\d|[.,٬٫/:]\d)"
)
_KRONER_AFTER = re.compile(rf"(?: oo)? ?(?:{KRONER})(?!\w)|(?:,-|\.-|,--)(?!\d)")
_KRONER_BEFORE = re.compile(rf"(?<!\w)(?:{KRONER})[ .:]*$")
_UNIT_AFTER = re.compile(NOT_MONEY_AFTER)
_PERIOD_AFTER = re.compile(rf"[ -]?(?:{TIME_UNITS})(?![^\W\d_])")
_WORD_BEFORE = re.compile(rf"(?<!\w)(?:{NOT_MONEY_BEFORE})[ .:#]*$|#$")
# Eight digits or more, in any groups: a telephone or identification number.
_NUMBERED = re.compile(r"(?<![\w.,])(?:\+|00)?\d(?:[ ()\-]{0,2}\d){7,}(?!\w)")
_ROUND = re.compile(r"\d{1,3}(?: \d{3})* 000|\d{2,4}0 ?- ?\d{2,4}0")
_ANY_DAY = date(2024, 1, 1)  # only the places of days matter here, not their dates
_LONGEST_PERIOD = 400
_YEAR = re.compile(r"(?:19[5-9]|20[0-3])\d(?<!00)")  # "since 2015"
_WORD = re.compile(r"(?<![\w.,'])[^\W\d_]")
_THANKS = re.compile(r" *(?:tak|thanks|شكر\w*|تشكر)")


@dataclass(frozen=True)
class Amount:
    value: Decimal
    span: tuple[int, int]  # in the original text, with its scale and kroner
    currency: bool  # kroner are named


def find_amounts(text: str, language: str) -> list[Amount]:
    """In the order of the text."""
    folded = fold(text)
    plain = _without_others(folded.plain, language)
    found = [*_in_digits(plain, language), *_in_words(plain, language)]
    amounts: list[Amount] = []
    next_start = 0
    for value, start, end, currency in sorted(found, key=lambda f: f[1], reverse=True):
        # In "20-25 kr" both are kroner.
        ranged = bool(amounts) and re.fullmatch(r" ?- ?", plain[end:next_start]) is not None
        amounts.append(
            Amount(value, folded.span(start, end), currency or (ranged and amounts[-1].currency))
        )
        next_start = start
    return amounts[::-1]


def _without_others(plain: str, language: str) -> str:
    """The text with days, times and long numbers replaced by as many underscores."""
    days = [(d.start, d.end) for d in match_days(plain, language, _ANY_DAY)]
    times = [(t.start, t.end) for t in match_times(plain, language)]
    long = [m.span() for m in _NUMBERED.finditer(plain) if not _is_money(m, plain)]
    for start, end in days + times + long:
        plain = plain[:start] + "_" * (end - start) + plain[end:]
    return plain


def _is_money(m: re.Match[str], plain: str) -> bool:
    if _ROUND.fullmatch(m[0]):
        return True
    grouped = re.fullmatch(r"\d{1,3}(?: \d{3})+", m[0])
    return bool(grouped and _KRONER_AFTER.match(plain, m.end()))


Found = tuple[Decimal, int, int, bool]


def _in_digits(plain: str, language: str) -> Iterator[Found]:
    for m in _DIGITS.finditer(plain):
        value, end = parse_number(m[0].replace(" ", "")), m.end()
        if value is None or len(re.sub(r"\D", "", m["number"])) > 15:
            continue
        if scale := _scale(language).match(plain, end):
            value, end = value * scales_after_digits(language)[scale["scale"]], scale.end()
        glued_letters = end < len(plain) and plain[end].isalpha()
        before = _KRONER_BEFORE.search(plain[max(m.start() - 12, 0) : m.start()])
        after = _KRONER_AFTER.match(plain, end)
        if not after and (glued_letters or _is_measure(value, plain, end)):
            continue
        if not (before or after) and _not_money(plain, m.start(), end):
            continue
        start = m.start() - len(before[0]) if before and not after else m.start()
        yield _whole(value), start, after.end() if after else end, bool(before or after)


def _is_measure(value: Decimal, plain: str, end: int) -> bool:
    """ "8 months" is a duration, while "600 bishii" is 600 kroner a month."""
    if value > _LONGEST_PERIOD and _PERIOD_AFTER.match(plain, end):
        return False
    return _UNIT_AFTER.match(plain, end) is not None


def _not_money(plain: str, start: int, end: int) -> bool:
    if _YEAR.fullmatch(plain[start:end]):
        return True
    before = plain[max(start - 24, 0) : start]
    return bool(_WORD_BEFORE.search(before) or _THANKS.match(plain, end))


def _in_words(plain: str, language: str) -> Iterator[Found]:
    words, at = number_words(language), 0
    while words and (word := _WORD.search(plain, at)):
        start = word.start()
        spelled = words.read(plain, start) or _after_and(language, plain, start)
        if spelled is None:
            rest = re.compile(r"\w*").match(plain, start)
            at = max(rest.end() if rest else start, start + 1)
            continue
        at = spelled.end
        after = _KRONER_AFTER.match(plain, at)
        worth = (
            spelled.parts > 1
            and spelled.value >= 100
            and not _is_measure(spelled.value, plain, at)
            and not _not_money(plain, start, at)
        )
        after_digits = re.search(r"\d ?$", plain[:start])
        if (after or worth) and not after_digits:
            yield _whole(spelled.value), start, after.end() if after else at, bool(after)


def _after_and(language: str, plain: str, start: int) -> SpelledNumber | None:
    """A number with the Arabic prefix "and": "وخمسمئة كرون"."""
    words = number_words(language)
    prefixed = language == "ar" and plain[start] in "وبل"
    return words.read(plain, start + 1) if words and prefixed else None


@lru_cache
def _scale(language: str) -> re.Pattern[str]:
    longest = sorted(scales_after_digits(language), key=len, reverse=True)
    return re.compile(rf" ?(?P<scale>{'|'.join(map(re.escape, longest))})(?!\w)\.?")


def _whole(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == int(value) else value
