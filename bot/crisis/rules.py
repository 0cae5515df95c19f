"""The reviewed word list of crises: it works even when the classifier is down.

A pattern is a short sequence of words that may stand anywhere in a text.  `want*` is any word
that begins so, `hit/beat` one word or the other, `(really)` a word that may be missing, `...` up
to three further words, `no~where` written as one word or two.  Pattern and text are both
normalised, so a pattern is written in ordinary spelling.  Idioms ("I could kill for a coffee") are
struck out before anything is looked for.
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

# The most urgent first: it is told when a text holds several.
ALARMS: tuple[Alarm, ...] = ("life", "violence", "shelter")

_GAP = "..."
_IN_GAP = 3
_DROPPED = frozenset("'’‘‛`´ʼʻʹ′ʿʾـء")  # apostrophes, tatweel, a lonely hamza
_LETTERS = str.maketrans(
    "øłıđðґىےیکہھەۃةں",
    "olidd" + "г" + "ييي" + "ك" + "ههههه" + "ن",
)
_INVISIBLE_OR_MARK = frozenset({"Mn", "Me", "Cf", "Cs", "Cc"})
_SPACES = re.compile(" +")
_REPEATED = re.compile(r"([^\W\d_])\1+")
# å, ø and æ without a Danish keyboard: aa, oe, ae.  (å is an a by now, and aa too.)
_SPELT_OUT = re.compile(r"a[ae]+|o[oe]+")
_WORD = re.compile(r"[^ ]+")
_PREFIX = 2  # letters by which patterns are found that begin with an open word
_AND = "و"  # Arabic writes "and" onto the next word


def normalise(text: str) -> str:
    """The bare words of a text: no case, marks, punctuation, variants or repeats of a letter."""
    plain = _SPACES.sub(" ", text.translate(_FOLDED)).strip()
    return _SPELT_OUT.sub(lambda m: m[0][0], _REPEATED.sub(r"\1", plain))


class _Folded(dict[int, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


_FOLDED = _Folded()


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    # Twice: lower case can bring marks and apostrophes of its own ("İ", "ŉ").
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
    """All languages at once, because people mix them."""

    def __init__(self, languages: Mapping[str, Sequence[DistressWords]]) -> None:
        """Raises ValueError for a pattern that cannot be understood."""
        together: defaultdict[str, defaultdict[Kind, list[str]]]
        together = defaultdict(lambda: defaultdict(list))
        for group in (group for groups in languages.values() for group in groups):
            for pattern in group.words:
                expression = _expression(pattern)
                for start in _starts(pattern):
                    together[start][group.kind].append(expression)
        # By how a pattern starts: each word of a text meets only the few that may begin there.
        self._by_start = {
            start: [(kind, "|".join(some)) for kind, some in kinds.items()]
            for start, kinds in together.items()
        }

    def kind_of(self, text: str) -> Alarm | None:
        """What kind of crisis a text speaks of; the most urgent where it speaks of several."""
        plain = normalise(text)
        found = list(self._found(plain))
        if idioms := [span for kind, span in found if kind == "idiom"]:
            found = list(self._found(_struck_out(plain, idioms)))
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
    """When it is first met: all 1,600 would take half of the time in which the program starts."""
    return re.compile(expression)


def _struck_out(plain: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without these pieces; a dash stays for each, so that no new neighbours arise."""
    kept, end = [], 0
    for first, last in spans:
        if first >= end:
            kept += [plain[end:first], "-"]
            end = last
    return "".join(kept) + plain[end:]


def _starts(pattern: str) -> set[str]:
    first = pattern.split()[0] if pattern.split() else ""
    starts = {_start(word) for word in first.split("/")}
    if first.startswith(("(", _GAP)) or None in starts:
        raise ValueError(f"{pattern!r} must begin with a word whose first two letters are known")
    if pattern.endswith((")", _GAP)):
        raise ValueError(f"{pattern!r} must end with a word that has to be there")
    return {start for start in starts if start is not None}


def _start(word: str) -> str | None:
    """The whole word where it is known, else its first letters and a star."""
    known, *more = re.split(r"[*~]", word, maxsplit=1)
    known = normalise(known)
    if not more and " " not in known:
        return known or None
    return f"{known[:_PREFIX]}*" if len(known.split(" ")[0]) >= _PREFIX else None


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
    # A set: spellings that differ only in what normalising removes become one.
    return f"(?:{'|'.join(sorted({_word(w, pattern) for w in words.split('/')}))})"


def _word(word: str, pattern: str) -> str:
    letters = [(sign, normalise(sign)) for sign in re.split(r"([*~])", word)]
    if not any(plain for _, plain in letters) or re.search(r"[()<>\[\]|.?+]", word):
        raise ValueError(f"{pattern!r}: {word!r} is not a word")
    return "".join(
        "[^ ]*" if sign == "*" else " ?" if sign == "~" else re.escape(plain).replace(r"\ ", " ?")
        for sign, plain in letters
    )
