"""What a button carries: typed callback data, one frozen dataclass a press.

The model is aiogram's `CallbackData`.  A subclass says what stands on the wire:

    @dataclass(frozen=True)
    class OpenTask(CallbackData, wire="k:o:{submission}", access=Access.MEMBERS, leaves_talk=True):
        \"""Open a task.\"""

        submission: int

`OpenTask(31).pack()` is "k:o:31", and `unpack("k:o:31")` is `OpenTask(31)`.  The strings never
change: buttons stay on people's phones.  Nothing in them is trusted: the handler checks again that
this person may do this now.

A class lives in the lowest package that shows its button; the package that handles it imports it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import Enum, auto
from functools import cache
from types import NoneType, UnionType
from typing import (
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

LIMIT = 64  # bytes, Telegram's
_LARGEST_INT = 18  # digits
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


class InvalidButton(Exception):
    """Data that no button of ours carries, or a press that does not fit the present state."""


class Access(Enum):
    """Whose press is handled."""

    ANYBODY = auto()  # every participant, before consent too
    MEMBERS = auto()  # participants who chose a language and consented
    CONSULTANTS = auto()


class WireValue(ABC):
    """A field type with a notation of its own: `str()` writes it, `read` reads it."""

    @classmethod
    @abstractmethod
    def read(cls, text: str) -> Self:
        """Raises InvalidButton."""

    def refers_to(self) -> tuple[str, int] | None:
        """The kind and number of the row that it means: a key of `references.TABLES`."""
        return None


class CallbackData:
    """Base of all presses.

    `wire`: literals and fields divided by colons.  `{page?}` may be missing at the end;
    `{chosen*}` takes all that is left, as a tuple.  Fields are int (0 or more), str (no colon),
    bool (0 or 1), date (YYYYMMDD), an Enum by value, a Literal of strings, or a `WireValue`.
    `access` and `leaves_talk` are inherited; `leaves_talk`: the press brings the assistant back
    while a talk with a human is open.
    """

    wire: ClassVar[str]
    access: ClassVar[Access] = Access.CONSULTANTS
    leaves_talk: ClassVar[bool] = False
    by_topic: ClassVar[dict[str, list[type["CallbackData"]]]] = {}

    def __init_subclass__(
        cls,
        wire: str | None = None,
        access: Access | None = None,
        leaves_talk: bool | None = None,
    ) -> None:
        if access is not None:
            cls.access = access
        if leaves_talk is not None:
            cls.leaves_talk = leaves_talk
        if wire is not None:
            cls.wire = wire
            for topic in cls.topics():
                CallbackData.by_topic.setdefault(topic, []).append(cls)

    @classmethod
    def topics(cls) -> tuple[str, ...]:
        """What stands before the first colon: one literal, or each value of a Literal field."""
        first = cls.wire.split(":")[0]
        if not first.startswith("{"):
            return (first,)
        return tuple(get_args(get_type_hints(cls)[first.strip("{}")]))

    def pack(self) -> str:
        """Raises ValueError over 64 bytes; content ids are limited so that this cannot happen."""
        data = ":".join(self._parts())
        if len(data.encode()) > LIMIT:
            raise ValueError(f"button data over {LIMIT} bytes: {data}")
        return data

    def _parts(self) -> Iterator[str]:
        for part in self.wire.split(":"):
            if not part.startswith("{"):
                yield part
                continue
            value = getattr(self, part.strip("{}?*"))
            if part.endswith("*}"):
                yield from (_written(one) for one in value)
            elif value is not None:
                yield _written(value)

    @classmethod
    def read(cls, parts: list[str]) -> Self:
        """From the parts between the colons.  Raises InvalidButton where they do not fit."""
        types = _types(cls)  # type: ignore[arg-type]  # mypy takes a class for one of its objects
        found: dict[str, Any] = {}
        left = list(parts)
        for part in cls.wire.split(":"):
            name = part.strip("{}?*")
            if part.endswith("*}"):
                found[name] = tuple(_read(one, types[name]) for one in left)
                left = []
            elif part.endswith("?}") and not left:
                found[name] = None
            elif not left:
                raise InvalidButton(cls.wire)
            elif part.startswith("{"):
                found[name] = _read(left.pop(0), types[name])
            elif left.pop(0) != part:
                raise InvalidButton(cls.wire)
        if left:
            raise InvalidButton(cls.wire)
        return cls(**found)


Data = TypeVar("Data", bound=CallbackData)


def unpack(data: str) -> CallbackData:
    """Raises InvalidButton for what no button carries.

    Where several classes fit, the one with the most literals wins: `ok:no` before `ok:{version}`.
    """
    topic, *_ = parts = data.split(":")
    for kind in sorted(CallbackData.by_topic.get(topic, ()), key=_literals, reverse=True):
        try:
            return kind.read(parts)
        except InvalidButton:
            continue
    raise InvalidButton(topic)


def unpack_as(kind: type[Data], data: str) -> Data | None:
    """The press if it is of this class (or a subclass); None for any other data."""
    try:
        found = unpack(data)
    except InvalidButton:
        return None
    return found if isinstance(found, kind) else None


Kind = TypeVar("Kind", bound=Enum)


def read_reference(kinds: type[Kind], text: str) -> tuple[Kind, int]:
    """A letter for what it refers to, and its id: `p42`.  Raises InvalidButton."""
    kind: Kind = _read(text[:1], kinds)
    return kind, _int(text[1:])


def is_for(access: Access, data: str) -> bool:
    """Whether the topic of some data has presses of this access, also if the rest is invalid."""
    return any(kind.access is access for kind in CallbackData.by_topic.get(data.split(":")[0], ()))


def _literals(kind: type[CallbackData]) -> int:
    return sum(not part.startswith("{") for part in kind.wire.split(":"))


@cache
def _types(kind: type[CallbackData]) -> dict[str, Any]:
    """The type of one value of each field: without `| None`, and the item type of a tuple."""
    hints = get_type_hints(kind)
    return {field.name: _one(hints[field.name]) for field in fields(kind)}  # type: ignore[arg-type]  # each subclass is a dataclass


def _one(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(kind for kind in get_args(hint) if kind is not NoneType)
    return get_args(hint)[0] if get_origin(hint) is tuple else hint


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(int(value))
        case Enum():
            return str(value.value)
        case date():
            return f"{value:%Y%m%d}"
        case _:
            return str(value)


def _read(text: str, kind: Any) -> Any:
    """Raises InvalidButton."""
    if get_origin(kind) is Literal:
        return _among(text, get_args(kind))
    if kind is bool:
        return _among(text, ("0", "1")) == "1"
    if kind is int:
        return _int(text)
    if kind is date:
        return _day(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(_among(text, [one.value for one in kind]))
    if isinstance(kind, type) and issubclass(kind, WireValue):
        return kind.read(text)
    if not text:
        raise InvalidButton(text)
    return text


def _among(text: str, values: Any) -> str:
    if text not in values:
        raise InvalidButton(text)
    return text


def _int(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > _LARGEST_INT:
        raise InvalidButton(text)
    return int(text)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if found is None or not "2000" <= found[1] <= "2200":  # so that weeks can be added
        raise InvalidButton(text)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise InvalidButton(text) from None
