"""Every string that buttons of the plan have carried is still read, as the press it was."""

import pytest

from bot.kernel.callback_data import Access, unpack
from bot.plan import buttons
from tests.golden.test_callback_data import STRINGS

TOPICS = ("p", "pb", "pd", "pl")
MINE = [data for data in STRINGS if data.split(":")[0] in TOPICS]


@pytest.mark.parametrize("data", MINE)
def test_a_string_of_an_earlier_release_is_read_and_written_back(data: str) -> None:
    press = unpack(data)
    assert type(press).__module__ == buttons.__name__
    assert press.pack() == data


@pytest.mark.parametrize("data", MINE)
def test_the_presses_of_participants_are_for_members(data: str) -> None:
    mine = data.split(":")[0] in ("p", "pb")
    assert unpack(data).access is (Access.MEMBERS if mine else Access.CONSULTANTS)
