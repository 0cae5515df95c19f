"""Callback data of the plan: strings of earlier releases, access."""

import pytest

from bot.kernel.callback_data import Access, unpack
from bot.plan import buttons
from tests.golden.test_callback_data import STRINGS

TOPICS = ("p", "pb", "pd", "pl")
MINE = [data for data in STRINGS if data.split(":")[0] in TOPICS]


@pytest.mark.parametrize("data", MINE)
def test_golden_callback_data_unpacks_and_packs_to_the_same_string(data: str) -> None:
    press = unpack(data)
    assert type(press).__module__ == buttons.__name__
    assert press.pack() == data


@pytest.mark.parametrize("data", MINE)
def test_presses_of_participants_are_for_members_only(data: str) -> None:
    mine = data.split(":")[0] in ("p", "pb")
    assert unpack(data).access is (Access.MEMBERS if mine else Access.CONSULTANTS)


@pytest.mark.parametrize("data", MINE)
def test_presses_of_participants_end_a_talk(data: str) -> None:
    assert unpack(data).leaves_talk is (data.split(":")[0] in ("p", "pb"))
