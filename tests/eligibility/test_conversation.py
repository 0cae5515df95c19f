"""The eligibility check in the conversation, from the first question to the decision."""

import pytest

from bot.eligibility.rules.application import Decision, Status
from bot.eligibility.rules.assessment import Outcome
from bot.questionnaire.buttons import GiveAnswer
from bot.questionnaire.rules.questionnaire import Choice, Question
from tests.helpers.eligibility import (
    JOIN,
    SEND,
    WORDS,
    another_choice,
    answer_shown,
    by_id,
    chosen,
    first_question,
    labels,
    line_of,
    meaning,
    number_question,
    place,
    progress,
    questions,
    said,
    sends_the_check,
    shown_after,
    to_question,
    to_the_summary,
    value,
    yes_no_question,
)
from tests.helpers.world import TEAM, Person, World

PICK = first_question(kind="one")
WRITE = first_question(kind="text", optional=False)


def press_of(question: Question, choice: Choice) -> str:
    """Data of a button of the first application."""
    return GiveAnswer("e", 1, question.id, choice.id).pack()


async def test_all_questions_lead_to_a_result_with_reasons(world: World, amina: Person) -> None:
    await to_the_summary(amina)
    for question in questions():
        assert line_of(question, answer_shown(question)) in amina.last.text
    await amina.presses(SEND)
    assert amina.sees("It looks right!")
    reasons = [c.reason for q in questions() if q.choices for c in chosen(q) if c.reason]
    assert reasons and all(amina.sees(f"✅ {said(reason)}") for reason in reasons)
    application = await amina.application()
    assert application.status is Status.SUBMITTED
    assert application.outcome is Outcome.LOOKS_RIGHT


async def test_consultants_get_a_summary_in_danish(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    summary = world.team[-1]
    assert "Amina" in summary.text and WORDS in summary.text
    assert len(summary.labels) == 3 and "🇩🇰" not in summary.labels
    ticked = chosen(by_id("support"))[0].label
    assert said(ticked, "da") in summary.text and said(ticked) not in summary.text


@pytest.mark.parametrize(
    ("place", "decision", "words"),
    [
        (0, Decision.INVITED, "would like to meet you"),
        (1, Decision.SUITABLE, "the course is right for you"),
        (2, Decision.UNSUITABLE, "It took courage"),
    ],
)
async def test_each_decision_is_sent_to_the_participant(
    world: World, amina: Person, place: int, decision: Decision, words: str
) -> None:
    await sends_the_check(amina)
    kirsten = world.person(900, "Kirsten")
    await kirsten.decides(world.team[-1].labels[place])
    assert amina.sees(words)
    assert (await amina.application()).decision is decision
    assert "Kirsten" in world.team[-1].text, "the consultant's name stands below the summary"


async def test_decision_pressed_twice_is_sent_once(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    kirsten = world.person(900, "Kirsten")
    label = world.team[-1].labels[0]
    await kirsten.decides(label)
    before = len(amina.texts)
    await kirsten.decides(label)
    assert len(amina.texts) == before


async def test_stranger_in_another_group_cannot_decide(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    stranger = world.person(666, "Eve")
    message, data = stranger._button(world.team, world.team[-1].labels[1])
    await stranger.presses_data(data, message, -666)
    await stranger.presses_data(data, message)
    assert (await amina.application()).decision is None


async def test_any_answer_can_be_corrected_from_the_summary(amina: Person) -> None:
    other = said(another_choice(PICK).label)
    await to_the_summary(amina)
    await amina.presses("✏ Change an answer")
    await amina.presses(said(PICK.title))
    assert f"You change answer {place(PICK)} of {len(questions())}" in amina.last.text
    await amina.presses(other)
    assert line_of(PICK, f"✔ {other}") in amina.last.text, "back at the summary"


async def test_reason_for_a_question_is_shown_in_place(amina: Person) -> None:
    await to_question(amina, PICK)
    count = len(amina.texts)
    await amina.presses("❔ Why do you ask?")
    assert len(amina.texts) == count
    assert PICK.why and said(PICK.why) in amina.last.text
    assert "❔ Why do you ask?" not in amina.last.labels


async def test_back_asks_the_question_before_again(amina: Person) -> None:
    first, second = questions()[:2]
    await to_question(amina, second)
    await amina.presses("◀ Back")
    assert progress(first) in amina.last.text


async def test_after_days_the_check_offers_to_go_on_or_start_over(
    world: World, amina: Person
) -> None:
    *answered, question = questions()
    await to_question(amina, question)
    await amina.presses("⏸ Pause")
    world.clock.forward(days=3)
    await amina.says("/join")
    assert f"You have answered {len(answered)} questions." in amina.last.text
    await amina.presses("▶ Go on")
    assert progress(question) in amina.last.text


async def test_start_over_asks_the_first_question_again(world: World, amina: Person) -> None:
    await to_question(amina, WRITE)
    world.clock.forward(days=3)
    await amina.says("/join")
    await amina.presses("↺ Start over")
    assert progress(questions()[0]) in amina.last.text
    assert not (await amina.application()).answers


async def test_number_in_any_digits_selects_the_choice_that_covers_it(amina: Person) -> None:
    question, choice = number_question(34)
    await to_question(amina, question)
    await amina.says("٣٤")
    assert (await amina.application()).value(question.id) == choice.id


async def test_typed_label_counts_as_a_press(amina: Person) -> None:
    question = yes_no_question()
    choice = meaning(question, "affirm")
    await to_question(amina, question)
    await amina.says(said(choice.label).lower())
    assert shown_after(question) in amina.last.text
    assert (await amina.application()).value(question.id) == choice.id


async def test_repeated_update_changes_nothing(world: World, amina: Person) -> None:
    await to_question(amina, PICK)
    [label] = labels(PICK)
    update = await amina.presses(label)
    before = list(amina.texts)
    query = {"id": "7", "from": {"id": 42}, "message": {"chat": {"id": 42, "type": "private"}}}
    await world.again(
        {
            "update_id": update,
            "callback_query": query | {"data": press_of(PICK, another_choice(PICK))},
        }
    )
    assert amina.texts == before
    assert (await amina.application()).value(PICK.id) == value(PICK)


async def test_late_press_does_not_undo_a_newer_one(world: World, amina: Person) -> None:
    await to_question(amina, PICK)
    [first], second = chosen(PICK), another_choice(PICK)
    message, _ = amina._button(world.screen(42), said(first.label))
    await amina.presses_data(press_of(PICK, second), message)
    world.update_id -= 2  # pressed before, arrives after
    await amina.presses_data(press_of(PICK, first), message)
    assert (await amina.application()).value(PICK.id) == second.id


async def test_old_button_changes_the_answer_to_its_own_question(
    world: World, amina: Person
) -> None:
    await to_question(amina, PICK)
    [label], other = labels(PICK), another_choice(PICK)
    message, _ = amina._button(world.screen(42), label)
    await amina.presses(label)
    world.clock.forward(days=1)
    await amina.presses_data(press_of(PICK, other), message)
    assert (await amina.application()).value(PICK.id) == other.id
    assert shown_after(PICK) in amina.last.text


async def test_second_press_does_not_ask_twice(world: World, amina: Person) -> None:
    await to_question(amina, PICK)
    message, data = amina._button(world.screen(42), labels(PICK)[0])
    await amina.presses_data(data, message)
    count = len(amina.texts)
    await amina.presses_data(data, message)
    assert len(amina.texts) == count


async def test_old_button_of_sent_answers_shows_their_state(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    await amina.presses_data(press_of(PICK, another_choice(PICK)), 1)
    assert "You sent your answers on November 2, 2026." in amina.last.text
    assert (await amina.application()).value(PICK.id) == value(PICK)


@pytest.mark.parametrize(
    "data", ["", ":", "e", "e:x:a", "e:1", "e:1:a:nosuch:yes", f"e:1:a:{PICK.id}:nosuch",
             f"e:99:a:{PICK.id}:{value(PICK)}", "e:1:z", "lang:xx", "c:1:suitable", "nonsense",
             "e:" + "9" * 40, f"e:1:a:{PICK.id}"],
)  # fmt: skip
async def test_invalid_data_changes_nothing_and_is_answered(amina: Person, data: str) -> None:
    await amina.presses(JOIN)
    await amina.presses_data(data, 1)
    assert "That button is old." in amina.last.text
    assert not (await amina.application()).answers


async def test_answers_of_another_participant_cannot_be_changed(
    world: World, amina: Person
) -> None:
    await amina.presses(JOIN)
    eve = world.person(666, "Eve", "en")
    await eve.says("/start")
    await eve.presses("English")
    await eve.presses("✅ Yes, that is okay")
    await eve.presses_data(press_of(PICK, another_choice(PICK)), 1)
    assert "That button is old." in eve.last.text
    assert not (await amina.application()).answers


async def test_too_long_answer_is_asked_for_again(amina: Person) -> None:
    await to_question(amina, WRITE)
    await amina.says("a" * 1001)
    assert amina.sees("That is a long text!")
    assert not (await amina.application()).has_answer(WRITE.id)


async def test_required_question_cannot_be_skipped(world: World, amina: Person) -> None:
    world.nlu.means("skip it", "skip")
    await to_question(amina, WRITE)
    await amina.says("skip it")
    assert amina.sees("it can't be skipped") and progress(WRITE) in amina.last.text


async def test_reply_of_the_consultant_is_passed_on(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    kirsten = world.person(900, "Kirsten")
    post = world.team[-1].message_id
    await kirsten.says("Hej Amina", chat=TEAM, reply_to_message={"message_id": post})
    await world.passes(seconds=8)
    assert "Kirsten" in amina.last.text and "Hej Amina" in amina.last.text


async def test_long_reply_of_the_consultant_is_split_without_loss(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    kirsten, post = world.person(900, "Kirsten"), world.team[-1].message_id
    words = "ord " * 1020
    await kirsten.says(words, chat=TEAM, reply_to_message={"message_id": post})
    await world.passes(seconds=8)
    parts = [text for text in amina.texts if "ord " in text]
    assert len(parts) == 2 and all("Kirsten" in text for text in parts)
    assert sum(text.count("ord ") for text in parts) >= 1019
    assert all(len(text) <= 4096 for text in parts)
