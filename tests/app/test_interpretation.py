"""Interpretation of texts: "did you mean …?", languages, distress."""

import pytest

from bot.kernel.database.participants import Participants
from bot.pipeline.inbox import Inbox
from tests.helpers.eligibility import (
    first_question,
    number_question,
    progress,
    questions,
    to_question,
    yes_no_question,
)
from tests.helpers.world import Person, World

WRITE = first_question(kind="text", optional=False)


async def test_confirmed_guess_is_carried_out(world: World, amina: Person) -> None:
    world.nlu.means("mm consult", "nlu_fallback", 0.4, guess="talk_to_human")
    await amina.says("mm consult")
    assert "Did you mean this?" in amina.last.text and not world.team
    await amina.presses("I want to talk to the consultant")
    assert "I have told the consultant" in amina.last.text and world.team


async def test_forged_press_of_an_unconfirmable_intent_is_stale(
    world: World, amina: Person
) -> None:
    count = len(amina.texts)
    await amina.presses_data("i:greet", world.message_id)
    assert "That button is old" in amina.last.text and len(amina.texts) == count + 1


async def test_parked_text_keeps_its_first_question(world: World, amina: Person) -> None:
    world.nlu.ready = False
    await amina.says("hello")
    async with world.uow() as uow:
        before = await uow[Inbox].row(world.update_id)
    await world.assistant.one_moment(world.update_id, "another")
    async with world.uow() as uow:
        assert before is not None and before.parked
        assert await uow[Inbox].row(world.update_id) == before


async def test_rejected_guess_changes_nothing(world: World, amina: Person) -> None:
    world.nlu.means("mm consult", "nlu_fallback", 0.4, guess="talk_to_human")
    await amina.says("mm consult")
    await amina.presses("No, something else")
    assert "Say it in another way" in amina.last.text and not world.team


async def test_language_of_a_text_is_offered_once(world: World, amina: Person) -> None:
    world.nlu.means("jeg forstår det ikke", "ask_help", language="da")
    await amina.says("jeg forstår det ikke")
    offers = [m for m in world.screen(amina.id) if m.buttons and m.buttons[0][0][1] == "lang:da"]
    [offer] = [m for m in offers if len(m.buttons) == 1]
    assert "dansk" in offer.text, "asked in the language it is about"
    count = len(amina.texts)
    await amina.says("jeg forstår det ikke")
    assert len(amina.texts) == count + 1


async def test_language_is_not_switched_without_a_button(world: World, amina: Person) -> None:
    world.nlu.means("jeg forstår det ikke", "ask_help", language="da")
    await amina.says("jeg forstår det ikke")
    assert "I help you find out" in amina.last.text


async def test_discouragement_is_answered_with_the_progress_made(
    world: World, amina: Person
) -> None:
    await to_question(amina, questions()[1])
    world.nlu.means("i will never manage", "feel_discouraged")
    await amina.says("i will never manage")
    assert amina.sees("You have already answered 1 question.")


@pytest.mark.parametrize("text", ["i want to die", "min mand slår mig", "مابدي عيش"])
async def test_crisis_words_are_found_without_rasa(world: World, amina: Person, text: str) -> None:
    world.nlu.ready = False
    await amina.says(text)
    assert "Livslinien, 70 201 201" in amina.last.text and "44 77 20 00" in amina.last.text
    assert any("🆘" in shown.text for shown in world.team)


async def test_named_language_is_chosen_at_once(world: World, amina: Person) -> None:
    world.nlu.means("speak turkish please", "change_language")
    await amina.says("speak turkish please")
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
    assert participant is not None and participant.language == "tr"


async def test_number_in_words_selects_the_choice_that_covers_it(amina: Person) -> None:
    question, choice = number_question(34)
    await to_question(amina, question)
    await amina.says("thirty four")
    assert (await amina.application()).value(question.id) == choice.id


async def test_uncertain_request_is_confirmed_first(world: World, amina: Person) -> None:
    world.nlu.means("dia dhuit", "talk_to_human", 0.78)
    await amina.says("dia dhuit")
    assert "Did you mean this?" in amina.last.text and not world.team


async def test_uncertain_yes_answers_nothing(world: World, amina: Person) -> None:
    world.nlu.means("aq", "affirm", 0.6)
    question = yes_no_question()
    await to_question(amina, question)
    await amina.says("aq")
    assert not (await amina.application()).has_answer(question.id)
    assert progress(question) in amina.last.text


@pytest.mark.parametrize(
    ("language", "distress", "called"), [("so", 0.2, True), (None, 0.2, False), (None, 0.7, True)]
)
async def test_possible_distress_in_noise_shows_the_numbers_without_alerting(
    world: World, amina: Person, language: str | None, distress: float, called: bool
) -> None:
    world.nlu.means("bcxn", "distress", distress, language=language)
    await amina.says("bcxn")
    assert amina.sees("70 201 201") and bool(world.team) is called


async def test_answer_taken_for_distress_can_be_kept(world: World, amina: Person) -> None:
    own_feet = "I want to stand on my own feet"
    world.nlu.means(own_feet, "distress", 0.8, language="en")
    await to_question(amina, WRITE)
    await amina.says(own_feet)
    assert amina.sees("70 201 201")
    await amina.presses("✍ That is my answer")
    assert (await amina.application()).value(WRITE.id) == own_feet


async def test_unlikely_distress_in_a_text_question_is_asked_back(
    world: World, amina: Person
) -> None:
    world.nlu.means("I want to sell Somali food", "distress", 0.31, language="en")
    await to_question(amina, WRITE)
    await amina.says("I want to sell Somali food")
    assert not world.team and "✍ That is my answer" in amina.last.labels
