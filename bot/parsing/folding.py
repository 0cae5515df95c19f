"""Normalisation for comparing: case, accents, digits, variants of Arabic letters, bidi marks.

Texts and word tables are both normalised with `fold` before they are compared.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = {
    "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ß": "ss", "ґ": "г",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و", "ٱ": "ا", "ک": "ك",
    "ة": "ه", "ھ": "ه", "ہ": "ه", "ۃ": "ه", "ۀ": "ه", "ۂ": "ه", "ە": "ه", "ں": "ن",
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "ـ": "",
}  # fmt: skip
_APOSTROPHES = frozenset("'’‘ʼʹ`´′＇")


@dataclass(frozen=True)
class Folded:
    """`plain`: the normalised text; `places`: for each of its characters its original index."""

    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original text that `plain[start:end]` comes from."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for folded in _folded(char, _between_letters(text, place)):
            plain.append(folded)
            places.append(place)
    return Folded("".join(plain), tuple(places))


def fold_word(text: str) -> str:
    return fold(text).plain


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first; spaces in them are optional.

    Matches nothing without words.
    """
    folded = {fold_word(w) for word in words for w in spellings(word)}
    longest_first = sorted(folded, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", " *") for w in longest_first) or r"(?!)"


def spellings(word: str) -> set[str]:
    """The word and its spelling without Danish letters: "soendag" for "søndag"."""
    return {word, word.replace("ø", "oe").replace("å", "aa")}


class Names:
    """Words with a number each: `pattern` finds them, indexing gives the number of a match."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        pairs = list(words)
        self.pattern = alternatives(w for w, _ in pairs)
        self._numbers = {_key(s): n for w, n in pairs for s in spellings(w)}

    def __contains__(self, found: str) -> bool:
        return _key(found) in self._numbers

    def __getitem__(self, found: str) -> int:
        return self._numbers[_key(found)]


def _key(word: str) -> str:
    return fold_word(word).replace(" ", "")


def _between_letters(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return len(around) == 2 and around.isalpha()


@lru_cache(maxsize=4096)
def _folded(char: str, between_letters: bool) -> str:
    """An apostrophe between letters is dropped, since "п'ятниця" has it in many forms."""
    if char in _APOSTROPHES:
        return "" if between_letters else "'"
    if char.isdecimal():
        return str(int(char))
    if char in "\n\r\u2028\u2029":
        return "\n"
    if char.isspace():
        return " "
    bases = (c for c in unicodedata.normalize("NFD", char.lower()) if _is_base(c))
    return "".join(_LETTERS.get(c, c) for c in bases)


def _is_base(char: str) -> bool:
    return unicodedata.category(char) not in ("Mn", "Me", "Cf")
