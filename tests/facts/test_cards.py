"""Fact cards and the glossary in the conversation."""

from datetime import timedelta

import pytest

from tests.helpers.world import Person, World

GUARD = "Ask your consultant before you register or advertise anything."


async def test_question_is_answered_by_its_card(world: World, amina: Person) -> None:
    world.nlu.means("must i pay moms", "faq_vat_tax")
    await amina.says("must i pay moms")
    assert "VAT (moms) is 25 percent" in amina.last.text and GUARD in amina.last.text


async def test_more_shows_one_text_at_a_time(world: World, amina: Person) -> None:
    world.nlu.means("benefit?", "faq_benefits")
    await amina.says("benefit?")
    seen = {amina.last.text}
    while "➕ More" in amina.last.labels:
        await amina.presses("➕ More")
        seen.add(amina.last.text)
        assert GUARD in amina.last.text, "every text about benefits carries the guard"
    assert len(seen) == 5


async def test_danish_word_is_explained_by_its_button(world: World, amina: Person) -> None:
    world.nlu.means("vat?", "faq_vat_tax")
    await amina.says("vat?")
    await amina.presses("📖 moms")
    assert "Moms is VAT" in amina.last.text


async def test_consultant_can_be_asked_about_a_card(world: World, amina: Person) -> None:
    world.nlu.means("permit?", "faq_permits")
    await amina.says("permit?")
    await amina.presses("👤 Ask the consultant about this")
    assert "I have told the consultant" in amina.last.text
    assert "Amina" in world.team[-1].text


async def test_outdated_card_refers_to_the_consultant(world: World, amina: Person) -> None:
    world.nlu.means("vat?", "faq_vat_tax")
    world.clock.now += timedelta(days=400)
    await amina.says("vat?")
    assert "The rules may have changed." in amina.last.text
    assert "25 percent" not in amina.last.text


@pytest.mark.parametrize(
    "data", ["f:nosuch:1", "f:vat_tax:99", "f:vat_tax:0", "g:nosuch", "fa:no"]
)
async def test_unknown_cards_and_terms_are_stale_buttons(amina: Person, data: str) -> None:
    await amina.presses_data(data, 1)
    assert "That button is old." in amina.last.text
