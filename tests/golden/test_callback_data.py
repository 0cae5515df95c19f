"""Buttons that earlier releases sent are still on people's phones: their data stays valid."""

from itertools import groupby
from pathlib import Path

import pytest

import bot.app.assembly  # noqa: F401  # defines every button
from bot.kernel.callback_data import LIMIT, Access, CallbackData, unpack

FILE = Path(__file__).with_name("callback_data.txt")


def golden() -> list[str]:
    """The strings of the file, without its headings and empty lines."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


STRINGS = golden()


def test_strings_are_unique() -> None:
    assert len(set(STRINGS)) == len(STRINGS)


def test_strings_are_sorted_within_their_topic() -> None:
    topics = [topic for topic, _ in groupby(STRINGS, key=_topic)]
    assert topics == sorted(set(topics))
    for _, group in groupby(STRINGS, key=_topic):
        strings = list(group)
        assert strings == sorted(strings)


def test_every_topic_has_a_heading() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    headings = {line[2:].split(":")[0] for line in lines if line.startswith("#")}
    assert headings == {_topic(data) for data in STRINGS}


@pytest.mark.parametrize("data", STRINGS)
def test_string_fits_telegrams_limit(data: str) -> None:
    assert 0 < len(data.encode()) <= LIMIT


@pytest.mark.parametrize("data", STRINGS)
def test_string_unpacks_to_a_press_that_packs_to_it(data: str) -> None:
    assert unpack(data).pack() == data


def test_every_button_has_an_example() -> None:
    buttons = {kind for kinds in CallbackData.by_topic.values() for kind in kinds}
    shipped = {kind for kind in buttons if kind.__module__.startswith("bot.")}
    assert shipped - {type(unpack(data)) for data in STRINGS} == set()


def test_topics_of_consultants_are_their_own() -> None:
    """The consultants' router tells by the topic whether a press is for it."""
    for topic in {_topic(data) for data in STRINGS}:
        access = {kind.access for kind in CallbackData.by_topic[topic]}
        assert access == {Access.CONSULTANTS} or Access.CONSULTANTS not in access


def _topic(data: str) -> str:
    return data.split(":")[0]
