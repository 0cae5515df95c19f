"""A list of items with amounts: "rent 4.500", "husleje: 4.500 kr", several lines at once.

Stored as the value of an answer.  Each line has an id that its buttons carry, so that a second
press of the same button never changes another line.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from bot.parsing.amounts import Amount, find_amounts
from bot.parsing.figures import find_figure
from bot.parsing.numbers import LARGEST, parse_number

MAX_LINES = 30
MAX_NAME_LENGTH = 40
_LONGEST_LINE = 300  # characters read of one line; the rest is ignored

_BETWEEN = re.compile(r"[\n\r;؛]+|[,،](?=\s+\D)|(?<=\D)[,،]\s+")
_BULLET = re.compile(r"^\s*(?:[-–•*·]|\d{1,2}[.)])\s+(?=\D)")
_EDGES = " \t:=–—-.,،•*|"
_TIMES = re.compile(r"(?<!\S)(\d{1,4})\s?(?:stk\.?\s?)?[x×*à]\s?(?=(?:kr\.? ?)?\d)", re.IGNORECASE)
# "and" between two items on one line, in the nine languages.
_AND = re.compile(r"^\s*(?:og|and|ve|iyo|i|oraz|та|і|й|و|اور)\s+", re.IGNORECASE)
_JOINERS = "\u200c\u200d"  # Persian and emoji need them


@dataclass(frozen=True)
class ItemLine:
    """One line.  `amount` None or `name` "": still to be asked for; `own`: see budget.Item."""

    id: int
    name: str
    amount: Decimal | None
    own: bool = True


ParsedItem = tuple[str, Decimal | None]


def load(value: str | None) -> tuple[ItemLine, ...]:
    """Read a stored value; return an empty list for an undecodable one."""
    try:
        return tuple(
            ItemLine(
                int(number), str(name), None if amount is None else Decimal(amount), bool(own)
            )
            for number, name, amount, own in json.loads(value or "[]")
        )
    except (ValueError, TypeError, InvalidOperation):
        return ()


def dump(lines: Iterable[ItemLine]) -> str:
    rows = [
        [line.id, line.name, None if line.amount is None else format(line.amount, "f"), line.own]
        for line in lines
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_lines(text: str, language: str, most: int = MAX_LINES + 1) -> list[ParsedItem]:
    """The items named in a text with their amounts, at most `most` of them."""
    found: list[ParsedItem] = []
    for piece in _BETWEEN.split(text):
        found += _items_in(_BULLET.sub("", piece[:_LONGEST_LINE]), language)
        if len(found) >= most:
            break
    return found[:most]


def is_item_list(found: Sequence[ParsedItem], text: str) -> bool:
    """Whether a text is certainly a list: every line is short and has its amount."""
    if not found or "?" in text or "؟" in text:
        return False
    return all(amount is not None and len(name.split()) <= 5 for name, amount in found)


def add(
    lines: Sequence[ItemLine], found: Sequence[ParsedItem], chosen: int | None
) -> tuple[ItemLine, ...]:
    """Return the list with the parsed items; an item whose name is there gets the new amount.

    `chosen`: id of the line whose amount is being changed.  Items beyond MAX_LINES are left out.
    """
    grown = [line for line in lines if line.own] if any(name for name, _ in found) else list(lines)
    for name, amount in found:
        place = _place(grown, name, amount, chosen)
        if place is not None:
            before = grown[place]
            grown[place] = replace(
                before,
                name=before.name or name,
                amount=before.amount if amount is None else amount,
            )
        elif len(grown) < MAX_LINES:
            grown.append(ItemLine(_next_id([*lines, *grown]), name, amount))
    return tuple(grown)


def remove(lines: Sequence[ItemLine], number: int) -> tuple[ItemLine, ...]:
    return tuple(line for line in lines if line.id != number)


def first_incomplete(lines: Iterable[ItemLine]) -> ItemLine | None:
    """The first line without amount or name."""
    return next((line for line in lines if line.amount is None or not line.name), None)


def clean_name(text: str) -> str:
    """One line of visible characters, without control and direction marks."""
    kept = (c for c in text if c in _JOINERS or unicodedata.category(c) not in _INVISIBLE)
    name = " ".join("".join(kept).split()).strip(_EDGES)
    return name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1].rstrip() + "…"


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def _items_in(piece: str, language: str) -> list[ParsedItem]:
    alone = parse_number(piece, language)
    if alone is not None:
        return [("", _amount(alone))]
    times = _TIMES.search(piece)
    if times and not _TIMES.search(piece, times.end()):
        rest = _items_in(piece[: times.start()] + piece[times.end() :], language)
        if len(rest) == 1 and rest[0][1] is not None:
            return [(rest[0][0], _amount(rest[0][1] * int(times[1])))]
    amounts = find_amounts(piece, language)
    if not amounts:
        figure = find_figure(piece, language, "kr")
        name = re.sub(r"\s*[\d.,٬٫]+\s*$", "", piece) if figure is not None else piece
        name = clean_name(name)
        return [(name, _amount(figure))] if name or figure is not None else []
    if len(amounts) > 1:
        return _several_items(piece, amounts)
    return [_one_item(piece, amounts[0])]


def _several_items(piece: str, amounts: list[Amount]) -> list[ParsedItem]:
    """ "rent 4500 and power 800" are two; "3 chairs 900" is one."""
    start, found = 0, []
    for amount in amounts:
        name = clean_name(_AND.sub("", piece[start : amount.span[0]]))
        if not any(c.isalpha() for c in name):
            with_currency = [a for a in amounts if a.currency] or amounts
            return [_one_item(piece, with_currency[-1])]
        found.append((name, _amount(amount.value)))
        start = amount.span[1]
    return found


def _one_item(piece: str, amount: Amount) -> ParsedItem:
    start, end = amount.span
    return clean_name(piece[:start]) or clean_name(piece[end:]), _amount(amount.value)


def _amount(value: Decimal | None) -> Decimal | None:
    """The amount, or None (to be asked for) where it is negative or too large."""
    return value if value is not None and 0 <= value <= LARGEST else None


def _place(
    lines: Sequence[ItemLine], name: str, amount: Decimal | None, chosen: int | None
) -> int | None:
    """Index of the line that the item belongs to; None for a new line."""
    if not name:
        meant = [n for n, line in enumerate(lines) if line.id == chosen]
        meant += [n for n, line in enumerate(lines) if line.amount is None]
    else:
        meant = [n for n, line in enumerate(lines) if line.name.casefold() == name.casefold()]
        if amount is None and not meant:
            meant = [n for n, line in enumerate(lines) if not line.name]
    return next(iter(meant), None)


def _next_id(lines: Iterable[ItemLine]) -> int:
    return max((line.id for line in lines), default=0) + 1
