"""Words of a sentence that matter beside its days and times, by language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Literal

from bot.parsing.folding import Names, alternatives
from bot.parsing.vocabulary import split_words
from bot.parsing.vocabulary.negation_words import (
    MIXED_IN_BEFORE,
    NEGATION_WORDS,
    NOT_MIXED_IN,
    NegationWords,
)

SpanKind = Literal["clock", "part", "day", "every day"]


class Role(Enum):
    """What a word or a mark does in a sentence; see NegationWords for the words."""

    BEFORE = auto()
    AFTER = auto()
    AROUND = auto()
    EXCEPT_BEFORE = auto()
    EXCEPT_AFTER = auto()
    BREAK = auto()
    CONDITION = auto()
    THAT = auto()
    REASON = auto()
    REQUEST = auto()
    YES = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()
    STOP = auto()


NEGATIONS = frozenset(
    {Role.BEFORE, Role.AFTER, Role.AROUND, Role.EXCEPT_BEFORE, Role.EXCEPT_AFTER}
)


@dataclass(frozen=True)
class Cue:
    role: Role
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """Overlapping matches of days and times: "tonight" is both a day and a part of it."""

    start: int
    end: int
    kinds: frozenset[SpanKind]

    @property
    def is_day(self) -> bool:
        return not self.kinds & {"clock", "part"}


Item = Block | Cue


_MARKS = re.compile(r"(?P<comma>[,،])|[.;:!?؟؛۔\n…]| - ")
# A tag question ("om aftenen, ikke?"), or a number that is no time ("at 8 not 9").
_NO_NEGATION_BEFORE = re.compile(r" *[?؟]| \d")
_ROLES = {
    "before": Role.BEFORE, "after": Role.AFTER, "around": Role.AROUND,
    "except_before": Role.EXCEPT_BEFORE, "except_after": Role.EXCEPT_AFTER,
    "breaks": Role.BREAK, "conditions": Role.CONDITION, "that": Role.THAT, "reasons": Role.REASON,
    "requests": Role.REQUEST, "yes": Role.YES, "ands": Role.AND, "ors": Role.OR,
}  # fmt: skip


class ClauseWords:
    """The words of one language that matter between days and times."""

    def __init__(self, language: str) -> None:
        words = NEGATION_WORDS.get(language, NegationWords())
        self.verb_final = words.verb_final
        self.attached_and = "و" if language == "ar" else ""
        foreign = split_words(NOT_MIXED_IN.get(language, ""))
        mixed_in = [w for w in split_words(MIXED_IN_BEFORE) if w not in foreign]
        # A word of two tables has the role of the later one here: "ani" is "neither", not "or".
        entries = [
            *((w, Role.BEFORE) for w in mixed_in),
            *((w, _ROLES[f]) for f in reversed(_ROLES) for w in split_words(getattr(words, f))),
        ]
        self._roles = list(Role)
        self._names = Names((w, self._roles.index(role)) for w, role in entries)
        prefix = "[وف]?" if language == "ar" else ""
        self._cue = re.compile(
            rf"(?<!\w)(?:(?P<before>{words.before_pattern or '(?!)'})"
            rf"|{prefix}(?P<name>{self._names.pattern})"
            rf"|(?P<after>{words.after_pattern or '(?!)'}))(?!\w)"
        )
        every = alternatives(split_words(words.every_before))
        self._every_before = re.compile(rf"(?<!\w)(?:{every}) *$")
        every = alternatives(split_words(words.every_after))
        self._every_after = re.compile(rf" (?:{every})(?!\w)")
        every = alternatives(split_words(words.except_after_every))
        self._after_every = re.compile(rf" *(?:{every}) *(?:\w{{1,3}} )?")
        harmless = alternatives(split_words(words.not_negations))
        self._harmless = re.compile(
            rf"(?<!\w)(?:{prefix}(?:{harmless})|{words.not_negation_pattern or '(?!)'})(?!\w)"
        )
        earlier = alternatives(split_words(words.earlier_before))
        self._earlier_before = re.compile(rf"(?<!\w)(?:{earlier}) *$")
        self._starts_earlier = re.compile(rf"(?:{earlier})(?!\w)")
        earlier = alternatives(split_words(words.earlier_after))
        self._earlier_after = re.compile(rf" *(?:\w{{1,4}} )?(?:{earlier})(?!\w)")

    def cues(self, plain: str, blocks: Sequence[Block]) -> Iterator[Cue]:
        for block in blocks:
            plain = plain[: block.start] + "•" * (block.end - block.start) + plain[block.end :]
        plain = self._harmless.sub(lambda m: "#" * len(m[0]), plain)
        for m in _MARKS.finditer(plain):
            yield Cue(Role.COMMA if m["comma"] else Role.STOP, m.start(), m.end())
        for m in self._cue.finditer(plain):
            role = self._role(m)
            if role in (Role.BEFORE, Role.AROUND) and _NO_NEGATION_BEFORE.match(plain, m.end()):
                continue
            yield Cue(role, m.start(), m.end())

    def is_bound(self, block: Block, plain: str) -> bool:
        """ "Not before 10": 10 itself is not refused."""
        if self._earlier_before.search(plain[max(block.start - 24, 0) : block.start]):
            return True
        if "clock" in block.kinds and self._starts_earlier.match(plain, block.start):
            return True
        return self._earlier_after.match(plain, block.end) is not None

    def is_every(self, block: Block, plain: str) -> bool:
        """ "Every morning": how often, not when."""
        if block.kinds != {"part"}:
            return False
        before, after = plain[max(block.start - 16, 0) : block.start], plain[block.end :]
        return bool(self._every_before.search(before) or self._every_after.match(after))

    def excepts(self, items: Sequence[Item], place: int, plain: str) -> bool:
        """ "Every day but Sunday", unlike "every day but in the evening"."""
        if not 0 < place < len(items) - 1:
            return False
        before, after = items[place - 1], items[place + 1]
        if not (isinstance(before, Block) and isinstance(after, Block) and after.is_day):
            return False
        between = self._after_every.fullmatch(plain, before.end, after.start)
        return before.kinds == {"every day"} and between is not None

    def _role(self, found: re.Match[str]) -> Role:
        if found["name"]:
            return self._roles[self._names[found["name"]]]
        return Role.BEFORE if found["before"] else Role.AFTER


@lru_cache
def clause_words(language: str) -> ClauseWords:
    return ClauseWords(language)
