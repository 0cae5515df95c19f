"""Typed callback data: packing, reading, refusing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.callback_data import (
    Access,
    CallbackData,
    InvalidButton,
    WireValue,
    is_for,
    read_reference,
    unpack,
    unpack_as,
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Group(CallbackData, access=Access.MEMBERS, leaves_talk=True):
    """A base gives its flags to all of its buttons."""


@dataclass(frozen=True)
class Whole(Group, wire="zz:a:{number}:{word}:{flag}:{day}:{colour}:{side}"):
    number: int
    word: str
    flag: bool
    day: date
    colour: Colour
    side: Literal["left", "right"]


@dataclass(frozen=True)
class Paged(CallbackData, wire="zz:l:{page?}"):
    page: int | None = None


@dataclass(frozen=True)
class Draft(CallbackData, wire="zz:n:{chosen*}"):
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True)
class Refused(CallbackData, wire="zk:no"):
    pass


@dataclass(frozen=True)
class Anything(CallbackData, wire="zk:{word}"):
    word: str


@dataclass(frozen=True)
class Step(CallbackData, wire="{topic}:{owner}:zz"):
    topic: Literal["zx", "zy"]
    owner: int


class OwnerKind(StrEnum):
    PERSON = "p"
    COHORT = "r"


@dataclass(frozen=True)
class Owner(WireValue):
    kind: OwnerKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"

    @classmethod
    def read(cls, text: str) -> Self:
        return cls(*read_reference(OwnerKind, text))


@dataclass(frozen=True)
class Owned(CallbackData, wire="zo:{owner}:{day?}"):
    owner: Owner
    day: date | None = None


@given(
    st.builds(
        Whole,
        st.integers(0, 10**18 - 1),
        st.from_regex(r"\A[a-z0-9_]{1,8}\Z"),
        st.booleans(),
        st.dates(date(2000, 1, 1), date(2200, 12, 31)),
        st.sampled_from(Colour),
        st.sampled_from(["left", "right"]),
    )
)
def test_packed_data_unpacks_to_the_same_press(press: Whole) -> None:
    assert unpack(press.pack()) == press


def test_fields_are_packed_in_wire_order() -> None:
    press = Whole(7, "x", True, date(2026, 12, 7), Colour.RED, "left")
    assert press.pack() == "zz:a:7:x:1:20261207:red:left"


@pytest.mark.parametrize("press", [Paged(), Paged(0), Paged(3), Draft(), Draft((1, 2, 3))])
def test_optional_and_repeated_fields_may_be_missing(press: CallbackData) -> None:
    assert unpack(press.pack()) == press


def test_field_can_have_custom_notation() -> None:
    press = Owned(Owner(OwnerKind.COHORT, 12), date(2026, 12, 7))
    assert press.pack() == "zo:r12:20261207"
    assert unpack("zo:r12:20261207") == press
    assert unpack("zo:p7") == Owned(Owner(OwnerKind.PERSON, 7))


def test_literal_form_takes_precedence_over_field() -> None:
    assert unpack("zk:no") == Refused()
    assert unpack("zk:other") == Anything("other")


def test_one_class_can_serve_several_topics() -> None:
    assert unpack("zy:4:zz") == Step("zy", 4)
    assert Step.topics() == ("zx", "zy")


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "zz", "zz:a", "nothing:1", "zz:l:x", "zz:l:1:2", "zz:l:-1", "zz:l:٣", "zz:n:1:x",
        "zz:a:1:x:2:20261207:red:left", "zz:a:1:x:1:20261307:red:left",
        "zz:a:1:x:1:19991231:red:left", "zz:a:1:x:1:2026127:red:left",
        "zz:a:1:x:1:20261207:green:left", "zz:a:1:x:1:20261207:red:up", "zk:", "zk:a:b",
        "zx:4", "zw:4:zz", "zo:", "zo:p", "zo:x7", "zo:p-7", "zo:p7:1", "zz:l:" + "1" * 19,
    ],
)  # fmt: skip
def test_unknown_data_is_invalid(data: str) -> None:
    with pytest.raises(InvalidButton):
        unpack(data)


def test_packing_rejects_data_over_telegrams_limit() -> None:
    assert len(Anything("x" * 61).pack()) == 64
    with pytest.raises(ValueError, match="64 bytes"):
        Anything("x" * 62).pack()


def test_flags_are_inherited_from_the_base() -> None:
    assert (Whole.access, Whole.leaves_talk) == (Access.MEMBERS, True)
    assert (Paged.access, Paged.leaves_talk) == (Access.CONSULTANTS, False)


def test_data_of_another_class_unpacks_to_none() -> None:
    assert unpack_as(Paged, "zz:l:1") == Paged(1)
    assert unpack_as(Group, "zz:l:1") is None
    assert unpack_as(Paged, "no button") is None


@given(st.text())
def test_any_data_is_unpacked_or_rejected(data: str) -> None:
    try:
        press = unpack(data)
    except InvalidButton:
        return
    assert unpack(press.pack()) == press


def test_largest_telegram_id_is_unpacked() -> None:
    assert unpack(f"zz:l:{2**52}") == Paged(2**52)


def test_audience_depends_on_the_topic_alone() -> None:
    assert is_for(Access.MEMBERS, "zz:nonsense") and is_for(Access.CONSULTANTS, "zz:l")
    assert not is_for(Access.MEMBERS, "zk:no") and not is_for(Access.CONSULTANTS, "none")
