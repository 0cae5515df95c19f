"""Detects texts about a crisis with a reviewed word list; needs no classifier.

A pattern is a short sequence of words, matched anywhere in a text.  `want*` matches any word that
begins with "want", `hit/beat` either word, `(really)` an optional word, `...` up to three words,
`no~where` one word or two.  Pattern and text are normalised, so patterns use ordinary spelling.
Idioms ("I could kill for a coffee") are removed from the text first.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

Alarm = Literal["life", "violence", "shelter"]
Kind = Alarm | Literal["idiom"]

# The most urgent first: it is returned when a text matches several.
ALARMS: tuple[Alarm, ...] = ("life", "violence", "shelter")

_GAP = "..."
_IN_GAP = 3
_DROPPED = frozenset("'’‘‛`´ʼʻʹ′ʿʾـء")  # apostrophes, tatweel, a hamza on its own
_LETTERS = str.maketrans(
    "øłıđðґىےیکہھەۃةں",
    "olidd" + "г" + "ييي" + "ك" + "ههههه" + "ن",
)
_INVISIBLE_OR_MARK = frozenset({"Mn", "Me", "Cf", "Cs", "Cc"})
_SPACES = re.compile(" +")
_REPEATED = re.compile(r"([^\W\d_])\1+")
# å, ø and æ as typed without a Danish keyboard: aa, oe, ae.  (å, aa: folded to a already.)
_SPELT_OUT = re.compile(r"a[ae]+|o[oe]+")
_WORD = re.compile(r"[^ ]+")
_PREFIX = 2  # letters of the index key of patterns that begin with an open word (`want*`)
_AND = "و"  # Arabic joins "and" to the next word


def normalise(text: str) -> str:
    """The words of a text without case, marks, punctuation, variants and repeats of letters."""
    plain = _SPACES.sub(" ", text.translate(_FOLDED)).strip()
    return _SPELT_OUT.sub(lambda m: m[0][0], _REPEATED.sub(r"\1", plain))


class _Folded(dict[int, str]):
    """The folded form of each character, computed on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


_FOLDED = _Folded()


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    # Twice: lower-casing can produce marks and apostrophes ("İ", "ŉ").
    plain = _bare(_bare(char).casefold()).casefold().translate(_LETTERS)
    plain = plain.replace("æ", "ae").replace("œ", "oe")
    return "".join(str(int(c)) if c.isdecimal() else c if c.isalnum() else " " for c in plain)


def _bare(text: str) -> str:
    kept = (c for c in text if c not in _DROPPED)
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", "".join(kept))
        if c not in _DROPPED and unicodedata.category(c) not in _INVISIBLE_OR_MARK
    )


@dataclass(frozen=True)
class DistressWords:
    """Patterns of one kind in one language."""

    kind: Kind
    words: tuple[str, ...]


class DistressList:
    """Searches for the patterns of all languages at once, because people mix them."""

    def __init__(self, languages: Mapping[str, Sequence[DistressWords]]) -> None:
        """Raises ValueError for an invalid pattern."""
        by_start: defaultdict[str, defaultdict[Kind, list[str]]]
        by_start = defaultdict(lambda: defaultdict(list))
        for group in (group for groups in languages.values() for group in groups):
            for pattern in group.words:
                expression = _expression(pattern)
                for start in _starts(pattern):
                    by_start[start][group.kind].append(expression)
        # Indexed by the first word: each word of a text is compared with few patterns only.
        self._by_start = {
            start: [(kind, "|".join(some)) for kind, some in kinds.items()]
            for start, kinds in by_start.items()
        }

    def kind_of(self, text: str) -> Alarm | None:
        """The most urgent kind of crisis that a text matches; None if it matches none."""
        plain = normalise(text)
        found = list(self._found(plain))
        if idioms := [span for kind, span in found if kind == "idiom"]:
            found = list(self._found(_without(plain, idioms)))
        kinds = {kind for kind, _ in found}
        return next((kind for kind in ALARMS if kind in kinds), None)

    def _found(self, plain: str) -> Iterator[tuple[Kind, tuple[int, int]]]:
        for match in _WORD.finditer(plain):
            word, place = match[0], match.start()
            yield from self._found_at(plain, place, word)
            if word[0] == _AND:
                yield from self._found_at(plain, place + 1, word[1:])

    def _found_at(
        self, plain: str, place: int, word: str
    ) -> Iterator[tuple[Kind, tuple[int, int]]]:
        for start in (word, word[:_PREFIX] + "*"):
            for kind, expression in self._by_start.get(start, ()):
                if found := _compiled(expression).match(plain, place):
                    yield kind, found.span()


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled on first use: compiling all 1,600 would double the start-up time."""
    return re.compile(expression)


def _without(plain: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without these spans; each leaves a dash, so that no new word sequence arises."""
    kept, end = [], 0
    for first, last in spans:
        if first >= end:
            kept += [plain[end:first], "-"]
            end = last
    return "".join(kept) + plain[end:]


def _starts(pattern: str) -> set[str]:
    first = pattern.split()[0] if pattern.split() else ""
    starts = {_start(word) for word in first.split("/")}
    if first.startswith(("(", _GAP)) or not all(starts):
        raise ValueError(f"{pattern!r} must begin with a word whose first two letters are known")
    if pattern.endswith((")", _GAP)):
        raise ValueError(f"{pattern!r} must end with a word that has to be there")
    return starts


def _start(word: str) -> str:
    """The whole word if it is fixed, otherwise its first letters and a star; "": too short."""
    fixed, *more = re.split(r"[*~]", word, maxsplit=1)
    fixed = normalise(fixed)
    if not more and " " not in fixed:
        return fixed
    return f"{fixed[:_PREFIX]}*" if len(fixed.split(" ")[0]) >= _PREFIX else ""


def _expression(pattern: str) -> str:
    parts = []
    for place, step in enumerate(pattern.split()):
        if step == _GAP:
            parts.append(rf"(?: [^ ]+){{0,{_IN_GAP}}}")
        elif step.startswith("(") and step.endswith(")"):
            parts.append(f"(?: {_one_of(step[1:-1], pattern)})?")
        else:
            parts.append(f"{' ' if place else ''}{_one_of(step, pattern)}")
    return "".join(parts) + "(?![^ ])"


def _one_of(words: str, pattern: str) -> str:
    # A set, because spelling variants normalise to the same word.
    return f"(?:{'|'.join(sorted({_word(w, pattern) for w in words.split('/')}))})"


def _word(word: str, pattern: str) -> str:
    letters = [(sign, normalise(sign)) for sign in re.split(r"([*~])", word)]
    if not any(plain for _, plain in letters) or re.search(r"[()<>\[\]|.?+]", word):
        raise ValueError(f"{pattern!r}: {word!r} is not a word")
    return "".join(
        "[^ ]*" if sign == "*" else " ?" if sign == "~" else re.escape(plain).replace(r"\ ", " ?")
        for sign, plain in letters
    )
