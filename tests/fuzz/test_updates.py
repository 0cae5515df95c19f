"""Whatever comes from Telegram: nothing crashes, nothing leaks, nothing is tried for ever."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.gate import gate
from tests.fuzz.shapes import CONSULTANT, TEAM, UPDATES, presses, tries, updates


@tries(12)
@given(st.lists(updates, min_size=6, max_size=12))
async def test_any_update_is_answered_or_ignored(coming: list[dict[str, Any]]) -> None:
    async with gate() as it:
        for update in coming:
            await it.takes(update)
        await it.settles()
        await it.check()
        await it.me.says("/menu")
        assert it.me.sees("What would you like to do?"), "and the next one goes through"


async def test_every_kind_of_telegram_update_is_handled() -> None:
    async with gate() as it:
        for update in UPDATES:
            await it.takes(update)
        await it.settles()
        await it.check()


@tries(12)
@given(st.lists(st.tuples(presses, st.sampled_from([None, 0, 1, 5001, 5003, 5010])),
                min_size=8, max_size=16))  # fmt: skip
async def test_forged_press_never_reaches_another_participants_data(
    pressed: list[tuple[str, int | None]],
) -> None:
    async with gate() as it:
        for data, message_id in pressed:
            await it.presses(data, message_id)
        await it.settles()
        await it.check()


@tries(12)
@given(st.lists(st.tuples(presses, st.sampled_from([None, 1, 5002, 5010])),
                min_size=8, max_size=16), st.sampled_from([TEAM, CONSULTANT]))  # fmt: skip
async def test_any_press_of_a_consultant_is_answered(
    pressed: list[tuple[str, int | None]], chat: int
) -> None:
    async with gate() as it:
        for data, message_id in pressed:
            await it.presses(data, message_id, chat)
        await it.settles()
        it.before = await it.of_other()  # a consultant may decide about everybody
        await it.check()
