"""Buttons that earlier releases sent are still on people's phones: their data stays valid."""

from itertools import groupby
from pathlib import Path

import pytest

from bot.kernel.buttons import LIMIT, decode, encode

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
def test_string_survives_decoding_and_encoding(data: str) -> None:
    pressed = decode(data)
    assert encode(pressed.topic, *pressed.arguments) == data


def _topic(data: str) -> str:
    return data.split(":")[0]
