"""Bidirectional text: isolate left-to-right runs, or phone numbers and names are reordered."""

import re

from babel import Locale

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
RLM, LRM = "\u200f", "\u200e"

_WORD = "[A-Za-z0-9À-ÖØ-öø-ɏ]+"  # Latin with æøå and all its accents
_TOKEN = rf"{_WORD}(?:(?:://|[@+/:%_.,–-]){_WORD})*%?"
_LTR_RUN = re.compile(rf"[/@+]?{_TOKEN}(?: {_TOKEN})*")
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Overrides and isolates in user text could reorder the rest of the message.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def is_rtl(locale: Locale) -> bool:
    """Return whether the locale is right-to-left."""
    return str(locale.text_direction) == "rtl"


def isolate_runs(text: str, rtl: bool) -> str:
    """Isolate Latin words, phone numbers and the like in a right-to-left text."""
    return _LTR_RUN.sub(_wrap_where_needed, text) if rtl else text


def isolate_foreign(text: str, rtl: bool) -> str:
    """Isolate user text inside a sentence, and remove its direction controls."""
    clean = _CONTROLS.sub("", text)
    return f"{FSI}{clean}{PDI}" if rtl or _RTL_LETTER.search(clean) else clean


def _wrap_where_needed(found: re.Match[str]) -> str:
    run = found[0]
    return run if run.isdigit() else f"{LRI}{run}{PDI}"  # plain digits keep their order
