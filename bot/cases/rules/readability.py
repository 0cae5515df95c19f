"""Readability of a Danish text: LIX (Björnsson 1968), words per sentence plus % long words."""

import re

HEAVY = 30  # easy texts are below; a newspaper has about 45
FEWEST_WORDS = 8  # LIX means nothing for shorter texts
_LONG = 6
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")


def lix(text: str) -> float:
    """The LIX of a text; 0.0 without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    long_words = sum(len(word) > _LONG for word in words)
    return len(words) / len(sentences) + 100 * long_words / len(words)


def is_heavy(text: str) -> bool:
    return len(_WORD.findall(text)) >= FEWEST_WORDS and lix(text) > HEAVY
