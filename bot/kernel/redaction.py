"""Mask CPR numbers before anything is stored.

The text keeps its length, so Telegram's entity offsets remain valid.
"""

import re

from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

MASK = "•"
# Separators that phones and word processors insert: spaces, direction and break marks, hyphens,
# dashes, minus.  A line break does not join two numbers.
_BETWEEN = r"[ \t\u00a0\u2000-\u200f\u202f\u205f\u2060\u3000./\-\u00ad\u2010-\u2015\u2212]"
# Ten digits of any script in the usual groups: "010190-1234", "01 01 90 1234", "٠١٠١٩٠١٢٣٤".
_CANDIDATE = re.compile(
    rf"(?<!\d)\d{{2}}{_BETWEEN}?\d{{2}}{_BETWEEN}?\d{{2}}{_BETWEEN}{{0,3}}\d{{4}}(?!\d)"
)


def mask_cpr(text: str) -> str:
    """Return the text with every digit of each CPR number replaced by `MASK`."""
    return _CANDIDATE.sub(_mask_if_cpr, text)


def _mask_if_cpr(found: re.Match[str]) -> str:
    digits = "".join(str(int(c)) for c in found[0] if c.isdigit())
    # Only form and date are checked: numbers without a valid checksum are in use since 2007.
    return re.sub(r"\d", MASK, found[0]) if _has_the_form(digits) else found[0]


def _has_the_form(digits: str) -> bool:
    try:
        cpr.validate(digits)
    except ValidationError:
        return False
    return True
