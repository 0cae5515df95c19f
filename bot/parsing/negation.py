"""Which days and times a sentence refuses: "not in the morning but in the evening".

In each clause a negation refuses the days and times on the side where its language puts what is
negated (see vocabulary/negation_words.py).  In doubt a time counts as refused: to ask once more
is better than to choose a time that somebody does not want.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from bot.parsing.patterns.clause_words import (
    NEGATIONS,
    Block,
    Cue,
    Item,
    Role,
    SpanKind,
    clause_words,
)
from bot.parsing.patterns.clauses import Clause, clauses_of


class Verdict(Enum):
    WANTED = auto()
    REFUSED = auto()
    IGNORED = auto()  # neither: a reason, or the Monday of "not on Monday at 9"


@dataclass(frozen=True)
class Span:
    """Where a day or a time stands in folded text."""

    start: int
    end: int
    kind: SpanKind


def verdicts(plain: str, language: str, spans: Sequence[Span]) -> list[Verdict]:
    """One for each span, in the same order."""
    words = clause_words(language)
    blocks = _blocks(spans)
    judged = dict.fromkeys(blocks, Verdict.WANTED)
    clauses = clauses_of(plain, language, blocks)
    if any(c.blocks for c in clauses if not c.reason):
        judged |= {b: Verdict.IGNORED for c in clauses if c.reason for b in c.blocks}
    for clause in clauses:
        if not clause.reason:
            for role, targets in _targets(clause):
                if role not in (Role.EXCEPT_BEFORE, Role.EXCEPT_AFTER):
                    targets = [b for b in targets if not words.is_bound(b, plain)]
                _refuse(targets, clause, language, plain, judged)
    return [next(v for b, v in judged.items() if b.start <= s.start < b.end) for s in spans]


def _blocks(spans: Sequence[Span]) -> list[Block]:
    blocks: list[Block] = []
    for span in sorted(spans, key=lambda s: s.start):
        if blocks and span.start < blocks[-1].end:
            last = blocks.pop()
            end, kinds = max(last.end, span.end), last.kinds | {span.kind}
            blocks.append(Block(last.start, end, kinds))
        else:
            blocks.append(Block(span.start, span.end, frozenset({span.kind})))
    return blocks


def _refuse(
    targets: list[Block], clause: Clause, language: str, plain: str, judged: dict[Block, Verdict]
) -> None:
    """Where one negation covers a day and a time of that day, only the time is refused.

    "Every day" is refused only alone: "not every day".  "Every morning" is not refused: "stop
    these messages every morning" is about the messages, not about mornings.
    """
    if any(b.kinds != {"every day"} for b in targets):
        targets = [b for b in targets if b.kinds != {"every day"}]
    mixed = [(a, b) for a, b in pairwise(targets) if a.is_day != b.is_day]
    times_of_days = any(not _joined(a, b, clause) for a, b in mixed)
    for block in targets:
        if not ((block.is_day and times_of_days) or clause_words(language).is_every(block, plain)):
            judged[block] = Verdict.REFUSED
        elif judged[block] is Verdict.WANTED:
            judged[block] = Verdict.IGNORED


def _joined(first: Block, second: Block, clause: Clause) -> bool:
    """By "and" or "or"."""
    between = (i for i in clause.items if first.end <= i.start < second.start)
    return any(isinstance(i, Cue) and i.role in (Role.AND, Role.OR) for i in between)


def _targets(clause: Clause) -> Iterable[tuple[Role, list[Block]]]:
    """For each negation of the clause what it refuses."""
    items = _without_affirmed(clause.items)
    items = _without_double_negation(items)
    places = [n for n, i in enumerate(items) if _is_negation(i)]
    # "نہ صبح نہ شام": where the first such word has nothing before it, all refuse what follows.
    forward = bool(places) and not _blocks_in(items[: places[0]])
    for number, place in enumerate(places):
        previous = places[number - 1] + 1 if number else 0
        following = places[number + 1] if number + 1 < len(places) else len(items)
        before, after = items[previous:place], items[place + 1 : following]
        cue = items[place]
        assert isinstance(cue, Cue), "places are those of cues"
        match cue.role:
            case Role.EXCEPT_BEFORE:
                yield cue.role, _nearest(after)
            case Role.EXCEPT_AFTER:
                yield cue.role, _nearest(before[::-1])[::-1]
            case Role.AROUND:
                sides = (before[::-1], after)
                left, right = (_nearest(side, with_other_kind=True) for side in sides)
                yield cue.role, left[::-1] + right
            case role if role is Role.BEFORE or forward:
                yield cue.role, _blocks_in(after) or _blocks_in(before)
            case _:
                yield cue.role, _blocks_in(before) or _blocks_in(after)


def _blocks_in(items: list[Item]) -> list[Block]:
    return [i for i in items if isinstance(i, Block)]


def _nearest(items: list[Item], with_other_kind: bool = False) -> list[Block]:
    """The first day or time, and those that "and" or "or" joins to it.

    `with_other_kind`: also a time that follows a day, or a day that follows a time.
    """
    found: list[Block] = []
    joined = False
    for item in items:
        if isinstance(item, Cue):
            joined = item.role in (Role.AND, Role.OR)
        elif item.kinds == {"every day"}:
            continue
        elif not found or joined or (with_other_kind and item.is_day != found[-1].is_day):
            found.append(item)
            joined = False
        else:
            break
    return found


def _without_affirmed(items: list[Item]) -> list[Item]:
    """ "Mornings no, evenings yes": no negation refuses what "yes" follows."""
    affirmed = {
        first
        for first, second in pairwise(items)
        if isinstance(first, Block) and isinstance(second, Cue) and second.role is Role.YES
    }
    return [i for i in items if i not in affirmed]


def _without_double_negation(items: list[Item]) -> list[Item]:
    """Of negations with no day or time between them one counts; "ما بدي إلا" refuses nothing."""
    kept: list[Item] = []
    for item in items:
        last = kept[-1] if kept else None
        if not (_is_negation(item) and last is not None and _is_negation(last)):
            kept.append(item)
            continue
        assert isinstance(item, Cue) and isinstance(last, Cue)
        if item.role is Role.EXCEPT_BEFORE or last.role is Role.EXCEPT_AFTER:
            kept.pop()
        elif item.role is Role.BEFORE:
            kept[-1] = item
    return kept


def _is_negation(item: Item) -> bool:
    return isinstance(item, Cue) and item.role in NEGATIONS
