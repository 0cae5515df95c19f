"""Numbers as people write them: ٣٤, ۳۴, "5.000", "5 000,50"."""

import re
from decimal import Decimal, InvalidOperation

_SPACES = re.compile(r"[\s\u00a0\u202f\u2066-\u2069\u200e\u200f']")
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,٬])\d{3}(\1\d{3})*")


def parse_number(text: str) -> Decimal | None:
    """The number a text consists of, or None where it is not just one number.

    A single dot or comma before exactly three digits groups thousands ("5.000" is five thousand,
    as Danes write it); anywhere else it separates decimals.
    """
    plain = _SPACES.sub("", _western_digits(text))
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[.,٬]", "", plain)
    elif plain.count(",") + plain.count(".") + plain.count("٫") > 1:
        plain = _drop_grouping(plain)
    plain = plain.replace(",", ".").replace("٫", ".")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,4})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern lets only numbers through
        return None


def _western_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _drop_grouping(plain: str) -> str:
    """ "1.234,50" → "1234,50": the last separator is the decimal one, the other kind groups."""
    last = max(plain.rfind(s) for s in ",.٫")
    return re.sub(r"[.,٬٫]", "", plain[:last]) + plain[last:]
