"""Numbers as people write them: ٣٤, ۳۴, "5.000", "5 000,50"; with a language also "to tusind"."""

import re
from decimal import Decimal
from functools import lru_cache

from bot.parsing.folding import fold_word
from bot.parsing.spelled_numbers import number_words, scales_after_digits
from bot.parsing.vocabulary.units import KRONER

_SPACES = re.compile(r"[\s\u00a0\u202f\u2066-\u2069\u200e\u200f']")
_GROUPED = re.compile(
    r"([+-]?\d{1,3}(?:(?P<mark>[.,٬،])\d{3})(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,٫،](\d{1,4}))?"
)
_LAKHS = re.compile(r"([+-]?\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d{1,4}))?")  # 1,00,000 in Urdu
_PLAIN = re.compile(r"([+-]?\d+)(?:[.,٫،](\d{1,4}))?")
LARGEST = Decimal(10) ** 15  # numbers from here on are read as none
_KRONER = re.compile(
    rf"^(?:{KRONER})(?!\w)[ .:]*(?=.)|(?:(?<!t\.)(?<![^\W\d]) *(?:{KRONER})|,-|\.-|,--)[ .]*$"
)


def parse_number(text: str, language: str | None = None) -> Decimal | None:
    """The number a text consists of, or None where it is not just one number.

    A single dot or comma before exactly three digits groups thousands ("5.000" is five thousand,
    as Danes write it); anywhere else it separates decimals.  With a language it may also be
    in words or with a scale, and say kroner: "to tusind", "2,5 mio", "5.000 kr.".
    """
    number = _digits_only(text)
    if number is not None or language is None:
        return number
    plain = _without_kroner(fold_word(text[:200])).strip()
    number = _digits_only(plain)
    if number is None:
        number = _scaled(plain, language)
    if number is None:
        number = _in_words(plain, language)
    return number


def _digits_only(text: str) -> Decimal | None:
    plain = _SPACES.sub("", _western_digits(text)).replace("−", "-")
    for form in (_GROUPED, _LAKHS, _PLAIN):
        if found := form.fullmatch(plain):
            whole = re.sub(r"[.,٬،]", "", found[1])
            number = Decimal(f"{whole}.{found[found.re.groups] or 0}") if len(whole) < 17 else None
            return _normal(number) if number is not None and abs(number) < LARGEST else None
    return None


def _normal(number: Decimal) -> Decimal:
    """2000 rather than 2000.0, since the number may be shown."""
    return Decimal(int(number)) if number == int(number) else number


def _western_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _without_kroner(plain: str) -> str:
    return _KRONER.sub("", plain.strip(), count=1)


@lru_cache
def _scale_pattern(language: str) -> re.Pattern[str]:
    words = sorted(scales_after_digits(language), key=len, reverse=True)
    return re.compile(rf"(.*\d) *({'|'.join(map(re.escape, words))})\.?")


def _scaled(plain: str, language: str) -> Decimal | None:
    found = _scale_pattern(language).fullmatch(plain)
    number = _digits_only(found[1]) if found else None
    if not found or number is None:
        return None
    value = number * scales_after_digits(language)[found[2]]
    return _normal(value) if abs(value) < LARGEST else None


def _in_words(plain: str, language: str) -> Decimal | None:
    words = number_words(language)
    spelled = words.read(plain, 0) if words else None
    return _normal(spelled.value) if spelled and spelled.end == len(plain) else None
