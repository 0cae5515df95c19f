"""Numbers written in words: "to tusind fem hundrede", "خمسة وعشرون ألف", "ikibinbeşyüz"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.parsing.folding import alternatives, fold_word
from bot.parsing.vocabulary.number_words import NUMBER_WORDS, SCALES, NumberWords

# After digits in every language, since people mix Danish in.
_SHARED_SCALES = {"k": 1000, "tusind": 1000, "tusinde": 1000, "tkr": 1000, "t.kr": 1000,
                  "thousand": 1000, "mio": 1_000_000, "million": 1_000_000,
                  "millioner": 1_000_000}  # fmt: skip


@dataclass(frozen=True)
class SpelledNumber:
    """`end`: where it ends in the text; `parts`: how many words it consists of."""

    value: Decimal
    end: int
    parts: int


class NumberWordReader:
    """Reads the number words of one language in folded text.

    `values`: spelling without spaces → number; `small`: the spellings of 1 to 31.
    """

    def __init__(self, table: NumberWords) -> None:
        pairs = [(fold_word(w), value) for w, value in table.values()]
        self.table = table
        self.spellings = pairs
        self.values = {word.replace(" ", ""): value for word, value in pairs}
        self.small = sorted(w for w, v in pairs if v in range(1, 32))
        self._never_alone = {fold_word(w) for w in table.never_alone.split()}
        self._never_first = {fold_word(w) for w in table.never_first.split()}
        self._word = re.compile(alternatives(w for w, _ in table.values()))
        half, joiner = _spaced(table.half), re.escape(fold_word(table.joiner))
        self._half = re.compile(rf" *(?:{joiner})? *(?:{half})(?!\w)" if half else r"(?!)")
        before = _spaced(table.half_before)
        self._half_before = re.compile(rf"(?:{before}) +" if before else r"(?!)")
        self._between = re.compile(_between(joiner, table.glued))

    def read(self, plain: str, start: int) -> SpelledNumber | None:
        """The longest number that starts at this index and ends at the end of a word."""
        sum_ = _Sum(self.table)
        best: SpelledNumber | None = None
        halved = self._half_before.match(plain, start)
        at, joined, parts = halved.end() if halved else start, False, 0
        while word := self._word.match(plain, at):
            text = word[0].replace(" ", "")
            if parts == 0 and text in self._never_first:
                break
            if not sum_.add(self.values[text], joined):
                break
            parts += 1
            if halved and parts == 1:
                sum_.add_half()
            at = word.end()
            if half := self._half.match(plain, at):
                sum_.add_half()
                at, parts = half.end(), parts + 1
            whole_word = at == len(plain) or not (plain[at].isalnum() or plain[at] == "_")
            if whole_word and (parts > 1 or text not in self._never_alone):
                best = SpelledNumber(sum_.value, at, parts)
            if not whole_word and not self.table.glued:
                break
            between = self._between.match(plain, at)
            if not between:
                break
            at, joined = between.end(), between["joiner"] is not None
        return best


class _Sum:
    """Adds up number words in their order; `add` returns False for a word that does not fit."""

    def __init__(self, table: NumberWords) -> None:
        self._table = table
        self._total = Decimal(0)
        self._below = 10**12  # the next scale must be smaller than the last one
        self._hundreds: Decimal | None = None
        self._tens: Decimal | None = None
        self._units: Decimal | None = None
        self._closed = False

    @property
    def value(self) -> Decimal:
        return self._total + (self._current() or 0)

    def add(self, value: Decimal, joined: bool) -> bool:
        if self._closed:
            return False
        if value == 100:
            return self._add_hundred()
        if value in SCALES:
            return self._add_scale(int(value))
        if value > 999:
            return self._add_fixed(value)
        if value > 99 or value != int(value):
            return self._add_alone(value)
        if value == 0:
            self._closed = True
            return self._total == 0 and self._current() is None
        return self._add_tens(value, joined) if value > 9 else self._add_units(value, joined)

    def add_half(self) -> None:
        if self._current() is not None:
            self._units = (self._units or Decimal(0)) + Decimal("0.5")
        else:
            self._total += Decimal(self._below) / 2
            self._closed = True

    def _current(self) -> Decimal | None:
        parts = [p for p in (self._hundreds, self._tens, self._units) if p is not None]
        return sum(parts, Decimal(0)) if parts else None

    def _add_hundred(self) -> bool:
        if self._hundreds is not None:
            return False
        self._hundreds = (self._current() or Decimal(1)) * 100
        self._tens = self._units = None
        return True

    def _add_scale(self, scale: int) -> bool:
        if scale >= self._below:
            return False
        self._total += (self._current() or Decimal(1)) * scale
        self._hundreds = self._tens = self._units = None
        self._below = scale
        return True

    def _add_fixed(self, value: Decimal) -> bool:
        """The Arabic dual: "ألفين" is two thousand without another word."""
        scale = 1_000_000 if value >= 1_000_000 else 1000
        if self._current() is not None or scale >= self._below:
            return False
        self._total += value
        self._below = scale
        return True

    def _add_alone(self, value: Decimal) -> bool:
        if self._current() is not None:
            return False
        if value > 99:
            self._hundreds = value
        else:
            self._units = value
        return True

    def _add_tens(self, value: Decimal, joined: bool) -> bool:
        if self._tens is not None:
            return False
        if self._units is not None and not (joined and self._table.units_first):
            return False
        if self._units is not None and not self._takes_units(value):
            return False
        self._tens = value
        return True

    def _add_units(self, value: Decimal, joined: bool) -> bool:
        if self._units is not None:
            return False
        if self._tens is not None and not self._takes_units(self._tens):
            return False
        if self._tens is not None and self._table.joined_tens and not joined:
            return False
        self._units = value
        return True

    def _takes_units(self, tens: Decimal) -> bool:
        return tens % 10 == 0 and tens >= (10 if self._table.teens else 20)


@lru_cache
def number_words(language: str) -> NumberWordReader | None:
    """The reader of a language, or None for a language without vocabulary."""
    table = NUMBER_WORDS.get(language)
    return NumberWordReader(table) if table else None


@lru_cache
def scales_after_digits(language: str) -> dict[str, int]:
    """Folded word → factor: "2 tusind", "20 bin", "5k"."""
    words = NUMBER_WORDS[language].values() if language in NUMBER_WORDS else []
    own = {fold_word(w): int(value) for w, value in words if value in SCALES}
    return _SHARED_SCALES | own


def _spaced(words: str) -> str:
    return alternatives(w.replace("_", " ") for w in words.split()) if words else ""


def _between(joiner: str, glued: bool) -> str:
    if not joiner:
        return r" *-? *(?P<joiner>(?!))?" if glued else r"(?: +|-)(?P<joiner>(?!))?"
    if glued:
        return rf" *-? *(?P<joiner>{joiner})? *"
    after = " *" if joiner == "و" else " +"
    return rf"(?: +(?P<joiner>{joiner}){after}| +|-)"
