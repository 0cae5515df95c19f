"""Questions and answers, "did you mean …?", and the offer to write in somebody's language."""

from datetime import timedelta

import pytest

from bot.kernel.database.participants import Participants
from tests.helpers.world import Person, World

GUARD = "Ask your consultant before you register or advertise anything."


async def test_a_question_is_answered_by_its_card(world: World, amina: Person) -> None:
    world.mind.means("must i pay moms", "faq_vat_tax")
    await amina.says("must i pay moms")
    assert "VAT (moms) is 25 percent" in amina.last.text and GUARD in amina.last.text


async def test_more_is_shown_one_text_at_a_time(world: World, amina: Person) -> None:
    world.mind.means("benefit?", "faq_benefits")
    await amina.says("benefit?")
    seen = {amina.last.text}
    while "➕ More" in amina.last.labels:
        await amina.presses("➕ More")
        seen.add(amina.last.text)
        assert GUARD in amina.last.text, "every text about benefits carries the guard"
    assert len(seen) == 5


async def test_a_danish_word_is_explained_by_a_tap(world: World, amina: Person) -> None:
    world.mind.means("vat?", "faq_vat_tax")
    await amina.says("vat?")
    await amina.presses("📖 moms")
    assert "Moms is VAT" in amina.last.text


async def test_the_consultant_can_be_asked_about_a_card(world: World, amina: Person) -> None:
    world.mind.means("permit?", "faq_permits")
    await amina.says("permit?")
    await amina.presses("👤 Ask the consultant about this")
    assert "I have told the consultant" in amina.last.text
    assert "Amina" in world.team[-1].text


async def test_a_card_nobody_has_reviewed_sends_to_the_consultant(
    world: World, amina: Person
) -> None:
    world.mind.means("vat?", "faq_vat_tax")
    world.clock.now += timedelta(days=400)
    await amina.says("vat?")
    assert "The rules may have changed." in amina.last.text
    assert "25 percent" not in amina.last.text


@pytest.mark.parametrize(
    "data", ["f:nosuch:1", "f:vat_tax:99", "f:vat_tax:0", "g:nosuch", "fa:no"]
)
async def test_cards_and_words_that_do_not_exist_are_old_buttons(amina: Person, data: str) -> None:
    await amina.presses_data(data, 1)
    assert "That button is old." in amina.last.text


async def test_a_guess_is_asked_and_done_when_it_was_right(world: World, amina: Person) -> None:
    world.mind.means("mm consult", "nlu_fallback", 0.4, guess="talk_to_human")
    await amina.says("mm consult")
    assert "Did you mean this?" in amina.last.text and not world.team
    await amina.presses("I want to talk to the consultant")
    assert "I have told the consultant" in amina.last.text and world.team


async def test_a_wrong_guess_changes_nothing(world: World, amina: Person) -> None:
    world.mind.means("mm consult", "nlu_fallback", 0.4, guess="talk_to_human")
    await amina.says("mm consult")
    await amina.presses("No, something else")
    assert "Say it in another way" in amina.last.text and not world.team


async def test_a_language_one_writes_in_is_offered_once(world: World, amina: Person) -> None:
    world.mind.means("jeg forstår det ikke", "ask_help", language="da")
    await amina.says("jeg forstår det ikke")
    offers = [m for m in world.screen(amina.id) if m.buttons and m.buttons[0][0][1] == "lang:da"]
    [offer] = [m for m in offers if len(m.buttons) == 1]
    assert "dansk" in offer.text, "asked in the language it is about"
    count = len(amina.texts)
    await amina.says("jeg forstår det ikke")
    assert len(amina.texts) == count + 1


async def test_the_language_is_never_switched_without_a_button(
    world: World, amina: Person
) -> None:
    world.mind.means("jeg forstår det ikke", "ask_help", language="da")
    await amina.says("jeg forstår det ikke")
    assert "I help you find out" in amina.last.text


async def test_losing_heart_is_met_with_what_one_has_done(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    world.mind.means("i will never manage", "feel_discouraged")
    await amina.says("i will never manage")
    assert amina.sees("You have already answered 1 question.")


@pytest.mark.parametrize("text", ["i want to die", "min mand slår mig", "مابدي عيش"])
async def test_a_crisis_is_noticed_while_rasa_is_away(
    world: World, amina: Person, text: str
) -> None:
    world.mind.ready = False
    await amina.says(text)
    assert "Livslinien, 70 201 201" in amina.last.text and "44 77 20 00" in amina.last.text
    assert any("🆘" in shown.text for shown in world.team)


async def test_a_language_that_is_named_is_chosen_at_once(world: World, amina: Person) -> None:
    world.mind.means("speak turkish please", "change_language")
    await amina.says("speak turkish please")
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
    assert participant is not None and participant.language == "tr"


async def test_an_age_in_words_answers_the_question_of_age(amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    await amina.says("thirty four")
    assert (await amina.application()).value("age") == "30to49"


async def test_an_uncertain_wish_is_asked_before_anything_happens(
    world: World, amina: Person
) -> None:
    world.mind.means("dia dhuit", "talk_to_human", 0.78)
    await amina.says("dia dhuit")
    assert "Did you mean this?" in amina.last.text and not world.team


async def test_an_uncertain_yes_answers_nothing(world: World, amina: Person) -> None:
    world.mind.means("aq", "affirm", 0.6)
    await amina.presses("🌱 May I join?")
    await amina.says("aq")
    assert not (await amina.application()).answers and "Question 1 of 10" in amina.last.text


@pytest.mark.parametrize(
    ("language", "distress", "called"), [("so", 0.2, True), (None, 0.2, False), (None, 0.7, True)]
)
async def test_what_may_be_noise_gets_the_numbers_and_wakes_nobody(
    world: World, amina: Person, language: str | None, distress: float, called: bool
) -> None:
    world.mind.means("bcxn", "distress", distress, language=language)
    await amina.says("bcxn")
    assert amina.sees("70 201 201") and bool(world.team) is called


async def test_an_answer_taken_for_distress_is_not_lost(world: World, amina: Person) -> None:
    own_feet = "I want to stand on my own feet"
    world.mind.means(own_feet, "distress", 0.8, language="en")
    await amina.presses("🌱 May I join?")
    for label in ["Yes", "30–49", "Cash benefit (kontanthjælp)", "Yes", "Yes",
                  "Yes, my permit allows it", "Yes"]:  # fmt: skip
        await amina.presses(label)
    await amina.says(own_feet)
    assert amina.sees("70 201 201")
    await amina.presses("✍ That is my answer")
    assert (await amina.application()).value("motivation") == own_feet


async def test_a_faint_suspicion_while_an_open_question_waits_is_asked(
    world: World, amina: Person
) -> None:
    world.mind.means("I want to sell Somali food", "distress", 0.31, language="en")
    await amina.presses("🌱 May I join?")
    for label in ["Yes", "30–49", "Cash benefit (kontanthjælp)", "Yes", "Yes",
                  "Yes, my permit allows it", "Yes"]:  # fmt: skip
        await amina.presses(label)
    await amina.says("I want to sell Somali food")
    assert not world.team and "✍ That is my answer" in amina.last.labels
