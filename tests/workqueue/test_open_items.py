"""The list of open items in the group, and each item opened from it."""

from tests.helpers.cases import waits
from tests.helpers.desk import admitted, applicant, consultant, data_of, hands_in, new_cohort, says
from tests.helpers.world import World

EMPTY = "Nothing waits for you. 🌿"


async def test_each_open_item_is_shown_by_its_button(world: World) -> None:
    mette = consultant(world)
    await mette.says("/open")
    assert says(mette.last.text, EMPTY)
    amina = await admitted(world, await new_cohort(world))
    submission = await hands_in(world, amina, words="Because I like to sew")
    yusuf = await applicant(world, 43, "Yusuf", decision=None)
    bente = await applicant(world, 44, "Bente")
    case = await waits(world, bente)
    application = (await yusuf.application()).id
    await mette.says("/open")
    listed = mette.last
    items = [f"o:c:{case}", f"o:w:{submission}", f"o:a:{application}"]
    assert sorted(data_of(listed)) == sorted(items) and data_of(listed)[0] == items[0]
    for data, name in zip(items, ("Bente", "Amina", "Yusuf"), strict=True):
        seen = len(mette.screen)
        await mette.taps_data(data, listed)
        new = mette.screen[seen:]
        assert new and any(name in shown.text for shown in new), data
    assert any("Because I like to sew" in shown.text for shown in mette.screen)


async def test_list_is_edited_in_place_by_its_paging_and_shown_anew_by_its_button(
    world: World,
) -> None:
    mette = consultant(world)
    for n in range(21):
        await waits(world, await applicant(world, 50 + n, f"P{n}"))
    await mette.says("/open")
    assert len(data_of(mette.last)) == 21  # twenty and the button to the next page
    seen = len(mette.screen)
    await mette.taps("o:l:1")
    assert len(mette.screen) == seen and "P20" in mette.last.text
    await mette.taps_data("o:l")
    assert len(mette.screen) == seen + 1 and "P0" in mette.last.text


async def test_item_that_is_gone_is_refused(world: World) -> None:
    mette = consultant(world)
    await mette.says("/open")
    for data in ("o:a:99", "o:c:99", "o:w:99"):
        await mette.taps_data(data)
        assert says(mette.last.text, "I can't find that any more. Nothing was changed."), data
