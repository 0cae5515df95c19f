"""Names of weekdays and months: those of Babel and the further spellings that people use."""

from functools import lru_cache
from typing import Literal

from babel import Locale

from bot.parsing.vocabulary import split_words
from bot.parsing.vocabulary.day_words import DAY_WORDS

# Languages whose words people in Denmark mix into any other language.
MIXED_IN = ("da", "en")
# "ہفتہ" is Saturday for Babel, but a week in most sentences; "ہفتہ کو" is in the vocabulary.
_AMBIGUOUS = {"ur": {"ہفتہ"}}


@lru_cache
def weekday_names(language: str) -> list[list[str]]:
    """Seven lists of spellings, Monday first; the full name is the first of each list.

    Empty for a language without vocabulary.
    """
    if language not in DAY_WORDS:
        return []
    wide = Locale(language).days["format"]["wide"]
    further = DAY_WORDS[language].weekdays
    return [_distinct(language, wide[n], *split_words(further[n])) for n in range(7)]


@lru_cache
def weekday_abbreviations(language: str) -> list[str]:
    """Seven abbreviations without a dot, Monday first; some are also other words: "man", "sat"."""
    days = Locale(language).days["format"]["abbreviated"]
    return [days[n].rstrip(".") for n in range(7)]


@lru_cache
def month_names(language: str) -> list[list[str]]:
    """Twelve lists of spellings; the full name is the first of each list."""
    if language not in DAY_WORDS:
        return []
    months = Locale(language).months
    tables = [months[c][w] for w in ("wide", "abbreviated") for c in ("format", "stand-alone")]
    further = DAY_WORDS[language].months
    return [
        _distinct(language, *(t[n].rstrip(".") for t in tables), *split_words(further[n - 1]))
        for n in range(1, 13)
    ]


def numbered_names(language: str, field: Literal["weekdays", "months"]) -> list[tuple[str, int]]:
    """Names with their number, from 1; of the languages mixed in only the full names."""
    names = weekday_names if field == "weekdays" else month_names
    others = [m for m in MIXED_IN if m != language]
    full = [(known[0], n) for other in others for n, known in enumerate(names(other), 1)]
    own = [(word, n) for n, known in enumerate(names(language), 1) for word in known]
    return full + own


def _distinct(language: str, *names: str) -> list[str]:
    """Without doublets, in order."""
    ambiguous = _AMBIGUOUS.get(language, set())
    return [name for name in dict.fromkeys(names) if name not in ambiguous]
