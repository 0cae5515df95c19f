"""Steps of a questionnaire in the conversation: pressed and typed."""

import pytest

from bot.questionnaire.buttons import (
    FinishChoices,
    GiveAnswer,
    GoBack,
    KeepAnswer,
    RemoveFiles,
    Reopen,
    SkipQuestion,
    StepButton,
    ToggleChoice,
)
from tests.helpers.world import Person, World

FIRST_LABELS = ["Yes", "30–49", "Cash benefit (kontanthjælp)", "Yes", "Yes",
                "Yes, my permit allows it", "Yes"]  # fmt: skip


async def go_to_motivation(person: Person) -> None:
    """The first question for text."""
    await person.presses("🌱 May I join?")
    for label in FIRST_LABELS:
        await person.presses(label)


async def test_typed_back_sends_one_message(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    world.nlu.means("one step back", "go_back")
    count = len(amina.texts)
    await amina.says("one step back")
    assert len(amina.texts) == count + 1 and "Question 1 of 10" in amina.last.text


async def test_pressed_back_takes_the_buttons_from_the_question(
    world: World, amina: Person
) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    left = amina.last
    await amina.presses("◀ Back")
    shown = next(s for s in world.screen(amina.id) if s.message_id == left.message_id)
    assert not shown.buttons and "Question 2 of 10" not in shown.text


async def test_typed_back_at_the_first_question_says_so(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    world.nlu.means("one step back", "go_back")
    await amina.says("one step back")
    assert "This is the first question." in amina.texts[-2]
    assert "Question 1 of 10" in amina.last.text


async def test_skipped_question_shows_that_it_has_no_answer(world: World, amina: Person) -> None:
    await go_to_motivation(amina)
    await amina.says("To earn")
    asked = amina.last.message_id
    await amina.presses("Skip ▶")
    shown = next(s for s in world.screen(amina.id) if s.message_id == asked)
    assert "➖ no answer" in shown.text and not shown.buttons
    assert "Question 10 of 10" in amina.last.text


async def test_typed_skip_sends_one_message(world: World, amina: Person) -> None:
    await go_to_motivation(amina)
    await amina.says("To earn")
    world.nlu.means("leave this out", "skip")
    count = len(amina.texts)
    await amina.says("leave this out")
    assert len(amina.texts) == count + 1 and "Question 10 of 10" in amina.last.text


async def test_finishing_without_a_tick_is_refused(world: World, amina: Person) -> None:
    await go_to_motivation(amina)
    await amina.says("To earn")
    await amina.presses("Skip ▶")
    await amina.presses("✅ Done")
    assert "Press what fits you first." in amina.last.text
    assert (await amina.application()).current == "support"


@pytest.mark.parametrize(
    "button",
    [
        ToggleChoice("e", 1, "lives", "yes"),
        FinishChoices("e", 1, "lives"),
        GoBack("e", 1, "lives"),
        SkipQuestion("e", 1, "lives"),
        KeepAnswer("e", 1, "lives"),
        RemoveFiles("e", 1, "lives"),
        RemoveFiles("e", 1, "age"),
    ],
)
async def test_press_on_another_question_shows_the_current_one(
    amina: Person, button: StepButton
) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    count = len(amina.texts)
    await amina.presses_data(button.pack(), 1)
    assert len(amina.texts) == count + 1 and "Question 2 of 10" in amina.last.text
    assert (await amina.application()).value("lives") == "yes"


async def test_keep_answer_needs_an_answer(amina: Person) -> None:
    await go_to_motivation(amina)
    await amina.presses_data(KeepAnswer("e", 1, "motivation").pack(), amina.last.message_id)
    assert "There is no answer yet." in amina.last.text
    assert (await amina.application()).current == "motivation"


async def test_keep_answer_goes_on_and_shows_the_answer(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    await amina.presses("◀ Back")
    asked = amina.last.message_id
    await amina.presses_data(KeepAnswer("e", 1, "lives").pack(), asked)
    shown = next(s for s in world.screen(amina.id) if s.message_id == asked)
    assert "✔ Yes" in shown.text and not shown.buttons
    assert "Question 2 of 10" in amina.last.text


async def test_reopening_an_open_check_shows_the_current_question(amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses_data(Reopen("e", 1).pack(), 1)
    assert (await amina.application()).open and "Question 1 of 10" in amina.last.text


async def test_corrected_earlier_answer_shows_the_current_question(
    world: World, amina: Person
) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    count = len(amina.texts)
    await amina.presses_data(GiveAnswer("e", 1, "lives", "soon").pack(), 1)
    assert len(amina.texts) == count + 1 and "Question 2 of 10" in amina.last.text
