"""Mask CPR numbers before anything is stored.

A number is searched in a normalized copy of the text (compatibility forms and digits of any script
as ASCII digits; no invisible signs, no accents) and masked in the text itself.  The text keeps its
length in characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

MASK = "•"
# Zero-width and direction signs; variation selectors and enclosing marks, as in keycap emoji.
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
# Letters that keyboards write as a dash: Arabic tatweel, the Japanese long vowel.
_DASH_LETTERS = frozenset("\u0640\u30fc\uff70")

LINE_BREAK = r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
# A sign is anything but a letter, a digit, a line break and what makes a sum or an amount.
SIGN = r"[^\w\n\r\v\f\x1c-\x1e\x85\u2028\u2029+=×÷%$€£¤]|_"
_IN_DATE = rf"(?:(?!\*)(?:{SIGN})){{0,4}}"
# Between the date and the last four digits; here a line break is one of the signs.
_GAP = rf"(?:{SIGN}|{LINE_BREAK}){{0,4}}"
_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])", r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:(?:18|19|20)\d\d|\d\d)"
DATE = (
    rf"(?<!\d)(?<!\+)(?P<day>{_DAY})(?P<in1>{_IN_DATE})(?P<month>{_MONTH})(?P<in2>{_IN_DATE})"
    rf"(?P<year>{_YEAR})"
)
_SERIAL = r"(?P<serial>\d{4})(?!\d)"
# "12 34" after the date; not the first two of a longer row of pairs, which is a phone number.
_PAIRS = rf"(?P<serial>\d\d(?P<in3>(?:{SIGN}){{1,4}})\d\d)(?!\d|[ \-.:]\d)"
_PATTERNS = [
    re.compile(rf"{DATE}(?P<gap>{_GAP}){_SERIAL}"),
    re.compile(rf"{DATE}(?P<gap>{_GAP})(?<=\D){_PAIRS}"),
]
# Every digit on its own: "0 1 0 1 9 0 - 1 2 3 4".
_SPELLED = re.compile(rf"(?<!\d)(?<!\d[ .\-])\d(?:(?:{SIGN}){{1,4}}\d){{9}}(?![ .\-]?\d)")
# What makes a number an amount: a currency, decimals, per cent.
_AMOUNT = re.compile(
    r"[,.]\d|,-|\s?(?:[%$€£]|kr\b|kr\.|kroner|kroon|kron|dkk|eur|крон|كرون|کرون|koron|karoon)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Flat:
    """A normalized text; `origin[i]` is where its character i stands in the original."""

    text: str
    origin: list[int]

    def mask(self, original: str, spans: list[tuple[int, int]]) -> str:
        """Return the original with the digits of all spans replaced by `MASK`."""
        hidden = {
            self.origin[i] for start, end in spans for i in range(start, end)
            if self.text[i].isdigit()
        }  # fmt: skip
        return "".join(MASK if i in hidden else c for i, c in enumerate(original))


def flatten(text: str) -> Flat:
    """Normalize character by character, so that each can be found again in the original."""
    flat: list[str] = []
    origin: list[int] = []
    for i, character in enumerate(text):
        for part in _plain(character):
            flat.append(part)
            origin.append(i)
    return Flat("".join(flat), origin)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    if character in _DASH_LETTERS:
        return "-"
    digit = unicodedata.digit(character, None)
    return str(digit) if digit is not None else _compatible(character)


def _compatible(character: str) -> str:
    """The NFKC form with ASCII digits; "㉑" is "21"."""
    form = unicodedata.normalize("NFKC", character)
    return form if form == character else "".join(map(_plain, form))


def mask_cpr(text: str) -> str:
    """Return the text with every digit of each CPR number replaced by `MASK`."""
    flat = flatten(text)
    spans = list(_numbers(flat.text))
    return flat.mask(text, spans) if spans else text


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for found in overlapping(pattern, text):
            if _is_cpr(found, text):
                yield found.span()
    for found in overlapping(_SPELLED, text):
        if birth_date(_digits(found[0])) is not None:
            yield found.span()


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches, also those that begin within another: "99 12 010190-1234"."""
    found = pattern.search(text)
    while found is not None:
        yield found
        found = pattern.search(text, found.start() + 1)


def _is_cpr(found: re.Match[str], text: str) -> bool:
    if not is_date(found):
        return False
    if born(found, _digits(found["serial"])) is None:
        return False
    if has_space(found["gap"]) and is_amount(text, found.end()):  # "15.10.26 1500 kr"
        return False
    return "in3" not in found.groupdict() or _are_pairs(found)


def _are_pairs(found: re.Match[str]) -> bool:
    """Whether "12 34" after a date are the last four digits."""
    even = found["in1"].strip() == found["in2"].strip()
    return even and not continues_row(found) and not _is_time(found)


def continues_row(found: re.Match[str]) -> bool:
    """Whether a date written with spaces goes on a row of numbers: "45 20 12 85 …"."""
    spaced = found["in1"] != "" and not found["in1"].strip()
    return spaced and re.search(r"\d[ .\-]\Z", found.string[: found.start()]) is not None


def is_date(found: re.Match[str]) -> bool:
    """Whether day, month and year are separated as in a date: "01/01-90", but not "10-12 13"."""
    first, second = found["in1"].strip(), found["in2"].strip()
    return first == second or not first or (first in "/." and second in "-–")


def born(found: re.Match[str], serial: str) -> date | None:
    """The birth date that date and serial number give, or None where they give none.

    Only form and date are checked: numbers without a valid checksum are in use since 2007.
    """
    year = found["year"]
    birthday = birth_date(found["day"] + found["month"] + year[-2:] + serial)
    if birthday is None or (len(year) == 4 and birthday.year != int(year)):
        return None
    return birthday


def birth_date(digits: str) -> date | None:
    """Date of ten digits; the day may have 60 added, as in numbers given to foreigners."""
    day = int(digits[:2])
    try:
        number = cpr.validate(f"{day - 60 if day > 60 else day:02}{digits[2:]}")
        return cpr.get_birth_date(number)
    except ValidationError:
        return None


def is_amount(text: str, end: int) -> bool:
    """Whether the number before `end` has decimals or a currency."""
    return _AMOUNT.match(text, end) is not None


def has_space(signs: str) -> bool:
    return any(sign.isspace() for sign in signs)


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


def _is_time(found: re.Match[str]) -> bool:
    """A date and then a time or opening hours: "24.12.26 17:30", "24.12.26 10-17"."""
    first, second = int(found["serial"][:2]), int(found["serial"][-2:])
    sign, gap = found["in3"].strip(), found["gap"].strip()
    if not sign or sign == gap:
        return False
    clock = sign in ":." and first < 24 and second < 60
    hours = sign in "-–—" and first <= 24 and second <= 24
    return (clock or hours) and (has_space(found["gap"]) or bool(found["in1"]))
