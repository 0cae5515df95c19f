"""CPR numbers split over two messages: "mit cpr er 010190" and then "1234".

Between the two messages only `FirstHalf` is kept, which holds no digit of the first message.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.kernel.redaction import (
    DATE,
    LINE_BREAK,
    SIGN,
    born,
    continues_row,
    flatten,
    is_amount,
    is_date,
    overlapping,
)

LENGTH = 4  # digits after the birth date
# Ages in years for which a date written with signs ("01-01-90") may begin a number: a date of the
# course or of an invoice is not followed by a serial number but by an amount.
YOUNGEST, OLDEST = 10, 95
EVER = 110  # years that anybody lives

_ANY = rf"(?:{SIGN}|{LINE_BREAK})"
# At the end of a text: a date, or a date, a sign and one to three digits ("010190-12").
_BEGINNING = re.compile(
    rf"{DATE}(?:(?P<gap>(?:{SIGN}){{1,4}}?)(?P<begun>\d{{1,3}}))?{_ANY}{{0,6}}\Z"
)
_NAMED = re.compile(r"cpr|person\s?-?n(?:umm?er|r|o)", re.IGNORECASE)


@dataclass(frozen=True)
class FirstHalf:
    """What must follow for a CPR number to be complete.

    missing: number of digits.
    firsts: the digits with which they may begin; the birth date decides.
    named: the text calls it a CPR number, so that words may surround the rest.
    """

    missing: int
    firsts: str
    named: bool


def first_half(text: str, today: date) -> FirstHalf | None:
    """Return what the next message must hold if the text ends in the beginning of a number."""
    flat = flatten(text).text
    found = _beginning(flat)
    if found is None:
        return None
    named, begun = _NAMED.search(flat) is not None, found["begun"] or ""
    firsts = [
        digit for digit in (begun[:1] or "0123456789")
        if _plausible(found, born(found, digit + "000"), named, today)
    ]  # fmt: skip
    if not firsts:
        return None
    return FirstHalf(LENGTH - len(begun), "0123456789" if begun else "".join(firsts), named)


def mask_second(text: str, half: FirstHalf) -> str | None:
    """Mask the rest of the number; None where the text does not hold it."""
    flat = flatten(text)
    digits = rf"\d{{{half.missing}}}" if half.missing < LENGTH else r"\d\d[ ]?\d\d"
    alone = rf"\A{_ANY}{{0,6}}(?P<rest>{digits}){_ANY}{{0,6}}\Z"
    among = rf"(?<!\d)(?<!\d[ .,:])(?P<rest>{digits})(?![ .,:]?\d)"
    found = re.search(among if half.named else alone, flat.text)
    if found is None or found["rest"][0] not in half.firsts:
        return None
    return (
        None if is_amount(flat.text, found.end("rest")) else flat.mask(text, [found.span("rest")])
    )


def mask_first(text: str) -> str:
    """Mask the beginning of a number in which the text ends."""
    flat = flatten(text)
    found = _beginning(flat.text)
    return text if found is None else flat.mask(text, [found.span()])


def _beginning(flat: str) -> re.Match[str] | None:
    return next((f for f in overlapping(_BEGINNING, flat) if _is_beginning(f)), None)


def _is_beginning(found: re.Match[str]) -> bool:
    """A date; digits of the serial only behind a compact date: "20 12 85 12" is a phone number."""
    if found["begun"]:
        return not found["in1"] and not found["in2"] and found["gap"].strip() != ""
    return is_date(found) and not continues_row(found)


def _plausible(found: re.Match[str], birthday: date | None, named: bool, today: date) -> bool:
    if birthday is None:
        return False
    compact = not found["in1"] and not found["in2"] and len(found["year"]) == 2
    age = today.year - birthday.year
    return age <= EVER if named or compact else YOUNGEST <= age <= OLDEST
