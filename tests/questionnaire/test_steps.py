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
from tests.helpers.eligibility import (
    another_choice,
    answer_shown,
    answers,
    first_question,
    place,
    progress,
    questions,
    shown_after,
    to_question,
    value,
)
from tests.helpers.world import Person, World

FIRST, SECOND = questions()[:2]
PICK = first_question(kind="one")
WRITE = first_question(kind="text", optional=False)
MAY_SKIP = first_question(kind="text", optional=True)
TICK = first_question(kind="several")


async def answers_pick(person: Person) -> None:
    """The question after `PICK`, or the summary, is on the screen then."""
    await to_question(person, PICK)
    await answers(person, PICK)
    assert shown_after(PICK) in person.last.text


async def test_typed_back_sends_one_message(world: World, amina: Person) -> None:
    await to_question(amina, SECOND)
    world.nlu.means("one step back", "go_back")
    count = len(amina.texts)
    await amina.says("one step back")
    assert len(amina.texts) == count + 1 and progress(FIRST) in amina.last.text


async def test_pressed_back_takes_the_buttons_from_the_question(
    world: World, amina: Person
) -> None:
    await to_question(amina, SECOND)
    left = amina.last
    await amina.presses("◀ Back")
    shown = next(s for s in world.screen(amina.id) if s.message_id == left.message_id)
    assert not shown.buttons and progress(SECOND) not in shown.text


async def test_typed_back_at_the_first_question_says_so(world: World, amina: Person) -> None:
    await to_question(amina, FIRST)
    world.nlu.means("one step back", "go_back")
    await amina.says("one step back")
    assert "This is the first question." in amina.texts[-2]
    assert progress(FIRST) in amina.last.text


async def test_skipped_question_shows_that_it_has_no_answer(world: World, amina: Person) -> None:
    await to_question(amina, MAY_SKIP)
    asked = amina.last.message_id
    await amina.presses("Skip ▶")
    shown = next(s for s in world.screen(amina.id) if s.message_id == asked)
    assert "➖ no answer" in shown.text and not shown.buttons
    assert shown_after(MAY_SKIP) in amina.last.text


async def test_typed_skip_sends_one_message(world: World, amina: Person) -> None:
    await to_question(amina, MAY_SKIP)
    world.nlu.means("leave this out", "skip")
    count = len(amina.texts)
    await amina.says("leave this out")
    assert len(amina.texts) == count + 1 and shown_after(MAY_SKIP) in amina.last.text


async def test_finishing_without_a_tick_is_refused(world: World, amina: Person) -> None:
    await to_question(amina, TICK)
    await amina.presses("✅ Done")
    assert "Press what fits you first." in amina.last.text
    assert (await amina.application()).current == TICK.id


@pytest.mark.parametrize(
    "button",
    [
        ToggleChoice("e", 1, PICK.id, value(PICK) or ""),
        FinishChoices("e", 1, PICK.id),
        GoBack("e", 1, PICK.id),
        SkipQuestion("e", 1, PICK.id),
        KeepAnswer("e", 1, PICK.id),
        RemoveFiles("e", 1, PICK.id),
        RemoveFiles("e", 1, questions()[place(PICK)].id),
    ],
)
async def test_press_on_another_question_shows_the_current_one(
    amina: Person, button: StepButton
) -> None:
    await answers_pick(amina)
    count = len(amina.texts)
    await amina.presses_data(button.pack(), 1)
    assert len(amina.texts) == count + 1 and shown_after(PICK) in amina.last.text
    assert (await amina.application()).value(PICK.id) == value(PICK)


async def test_keep_answer_needs_an_answer(amina: Person) -> None:
    await to_question(amina, WRITE)
    await amina.presses_data(KeepAnswer("e", 1, WRITE.id).pack(), amina.last.message_id)
    assert "There is no answer yet." in amina.last.text
    assert (await amina.application()).current == WRITE.id


async def test_keep_answer_goes_on_and_shows_the_answer(world: World, amina: Person) -> None:
    await answers_pick(amina)
    await amina.presses("◀ Back")
    asked = amina.last.message_id
    await amina.presses_data(KeepAnswer("e", 1, PICK.id).pack(), asked)
    shown = next(s for s in world.screen(amina.id) if s.message_id == asked)
    assert answer_shown(PICK) in shown.text and not shown.buttons
    assert shown_after(PICK) in amina.last.text


async def test_reopening_an_open_check_shows_the_current_question(amina: Person) -> None:
    await to_question(amina, FIRST)
    await amina.presses_data(Reopen("e", 1).pack(), 1)
    assert (await amina.application()).open and progress(FIRST) in amina.last.text


async def test_corrected_earlier_answer_shows_the_current_question(
    world: World, amina: Person
) -> None:
    await answers_pick(amina)
    other = another_choice(PICK).id
    count = len(amina.texts)
    await amina.presses_data(GiveAnswer("e", 1, PICK.id, other).pack(), 1)
    assert len(amina.texts) == count + 1 and shown_after(PICK) in amina.last.text
    assert (await amina.application()).value(PICK.id) == other
