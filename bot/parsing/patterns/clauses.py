"""Clauses of a sentence, each with its days, its times and the words that may refuse them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.parsing.patterns.clause_words import (
    NEGATIONS,
    Block,
    ClauseWords,
    Cue,
    Item,
    Role,
    clause_words,
)

_BOUNDARIES = frozenset(
    {
        Role.COMMA, Role.STOP, Role.BREAK, Role.CONDITION, Role.THAT, Role.REASON, Role.REQUEST,
    }
)  # fmt: skip


@dataclass
class Clause:
    """`reason`: it tells why, as in "because I work until 15"."""

    items: list[Item] = field(default_factory=list)
    reason: bool = False
    after_break: bool = False

    @property
    def blocks(self) -> list[Block]:
        return [i for i in self.items if isinstance(i, Block)]

    @property
    def has_negation(self) -> bool:
        return any(isinstance(i, Cue) and i.role in NEGATIONS for i in self.items)


def clauses_of(plain: str, language: str, blocks: Sequence[Block]) -> list[Clause]:
    """In the order of the text; every block is in one clause."""
    words = clause_words(language)
    items: list[Item] = sorted([*blocks, *words.cues(plain, blocks)], key=lambda i: i.start)
    clauses = [Clause()]
    for place, item in enumerate(items):
        current = clauses[-1]
        if isinstance(item, Block):
            if words.attached_and and plain[item.start] == words.attached_and:
                current.items.append(Cue(Role.AND, item.start, item.start))
            current.items.append(item)
        elif item.role is Role.COMMA and _continues_list(items, place, plain):
            current.items.append(Cue(Role.OR, item.start, item.end))
        elif item.role is Role.BREAK and words.excepts(items, place, plain):
            current.items.append(Cue(Role.EXCEPT_BEFORE, item.start, item.end))
        elif item.role not in _BOUNDARIES:
            current.items.append(item)
        elif _ends_clause(items, place, current, words, plain):
            reason = item.role is Role.REASON
            clauses.append(Clause(reason=reason, after_break=item.role is Role.BREAK))
    return _merged(clauses)


def _ends_clause(
    items: list[Item], place: int, current: Clause, words: ClauseWords, plain: str
) -> bool:
    """Whether the boundary at this place ends the current clause."""
    cue = items[place]
    assert isinstance(cue, Cue), "boundaries are cues"
    following = items[place + 1] if place + 1 < len(items) else None
    directly = following is not None and not plain[cue.end : following.start].strip()
    next_role = following.role if isinstance(following, Cue) and directly else None
    match cue.role:
        case Role.COMMA:  # in "nie chcę, żeby rano" the clause goes on
            return next_role not in (Role.CONDITION, Role.THAT)
        case Role.CONDITION:
            return bool(current.blocks) or not current.has_negation
        case Role.REQUEST if words.verb_final:  # not in "بھیجیں مت"
            return bool(current.blocks) and next_role not in NEGATIONS
        case Role.REQUEST:
            return current.reason or _is_refused_before(current)
        case Role.THAT:
            return False
    return True


def _merged(clauses: list[Clause]) -> list[Clause]:
    """A negation without a day or time after "but" belongs to what stands before it."""
    merged: list[Clause] = []
    for clause in clauses:
        if merged and clause.after_break and clause.has_negation and not clause.blocks:
            merged[-1].items += clause.items
        else:
            merged.append(clause)
    return merged


def _is_refused_before(clause: Clause) -> bool:
    """A request after a negation with its day or time, or after "instead of", begins anew."""
    negated = False
    for item in clause.items:
        if isinstance(item, Block) and negated:
            return True
        if isinstance(item, Cue) and item.role is Role.EXCEPT_BEFORE:
            return True
        negated = negated or (isinstance(item, Cue) and item.role in NEGATIONS)
    return False


def _continues_list(items: list[Item], place: int, plain: str) -> bool:
    """ "Saturday, Sunday or Monday"; a comma before anything else ends the clause."""
    before = items[place - 1] if place else None
    if not isinstance(before, Block) or plain[before.end : items[place].start].strip():
        return False
    rest = items[place:]
    length = _list_length(rest, plain)
    if length == 0:
        return False
    roles = {i.role for i in rest[:length] if isinstance(i, Cue)}
    if Role.OR in roles:
        return True
    days = [i for i in (before, *rest[:length]) if isinstance(i, Block)]
    if not all(d.is_day for d in days):
        return False
    following = rest[length] if length < len(rest) else None
    if isinstance(following, Cue) and following.role in (Role.AFTER, Role.EXCEPT_AFTER):
        return True
    return re.match(r" *(?:[.;:!?؟؛۔\n]|$)", plain[rest[length - 1].end :]) is not None


def _list_length(items: list[Item], plain: str) -> int:
    """How many items, from a comma on, are days and times that only commas and "or" part."""
    length = 0
    end = items[0].end
    for place, item in enumerate(items):
        if place and not re.fullmatch(r" *(?:\w{1,3} )?", plain[end : item.start]):
            break
        if isinstance(item, Block):
            length = place + 1
        elif item.role not in (Role.COMMA, Role.AND, Role.OR):
            break
        end = item.end
    return length
