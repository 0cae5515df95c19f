"""Right-to-left text: left-to-right runs in it are isolated, or phones and names are scrambled."""

import re

from babel import Locale

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
RLM, LRM = "\u200f", "\u200e"

_WORD = "[A-Za-z0-9À-ÖØ-öø-ɏ]+"  # Latin with æøå and all its accents
_TOKEN = rf"{_WORD}(?:(?:://|[@+/:%_.,–-]){_WORD})*%?"
_LTR_RUN = re.compile(rf"[/@+]?{_TOKEN}(?: {_TOKEN})*")
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Overrides and isolates in people's own text could turn the rest of the message around.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def is_rtl(locale: Locale) -> bool:
    return str(locale.text_direction) == "rtl"


def isolate_runs(text: str, rtl: bool) -> str:
    """Wrap Latin words, phone numbers and the like in a right-to-left text."""
    return _LTR_RUN.sub(_wrap_where_needed, text) if rtl else text


def isolate_foreign(text: str, rtl: bool) -> str:
    """Somebody's own words inside a sentence: apart from it, whatever direction they have."""
    clean = _CONTROLS.sub("", text)
    return f"{FSI}{clean}{PDI}" if rtl or _RTL_LETTER.search(clean) else clean


def _wrap_where_needed(found: re.Match[str]) -> str:
    run = found[0]
    return run if run.isdigit() else f"{LRI}{run}{PDI}"  # bare digits keep their order anyway
