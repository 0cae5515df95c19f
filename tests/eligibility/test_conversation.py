"""The eligibility check in the conversation, from the first question to the decision."""

import pytest

from bot.eligibility.rules.application import Decision, Status
from bot.eligibility.rules.assessment import Outcome
from bot.questionnaire.buttons import GiveAnswer
from tests.helpers.world import TEAM, Person, World

BUTTONS = [
    "Yes", "30–49", "Cash benefit (kontanthjælp)", "Yes", "Yes", "Yes, my permit allows it", "Yes",
]  # fmt: skip
REASON = "I sew well and want to feed my children"


async def answer_buttons(person: Person) -> None:
    await person.presses("🌱 May I join?")
    for label in BUTTONS:
        await person.presses(label)


async def go_to_summary(person: Person) -> None:
    await answer_buttons(person)
    await person.says(REASON)
    await person.presses("Skip ▶")
    await person.presses("☐ An interpreter")
    await person.presses("☐ Care for my children")
    await person.presses("✅ Done")


async def test_all_questions_lead_to_a_result_with_reasons(world: World, amina: Person) -> None:
    await go_to_summary(amina)
    assert "8. Your reason: ✔ “I sew well and want to feed my children”" in amina.last.text
    assert "10. Help you need: ✔ An interpreter and Care for my children" in amina.last.text
    await amina.presses("📨 Yes, send to the consultant")
    assert amina.sees("It looks right!") and amina.sees("✅ You live in Ballerup.")
    application = await amina.application()
    assert application.status is Status.SUBMITTED
    assert application.outcome is Outcome.LOOKS_RIGHT


async def test_consultants_get_a_summary_in_danish(world: World, amina: Person) -> None:
    await go_to_summary(amina)
    await amina.presses("📨 Yes, send to the consultant")
    summary = world.team[-1]
    assert "Amina" in summary.text and REASON in summary.text
    assert len(summary.labels) == 3 and "🇩🇰" not in summary.labels
    assert "An interpreter" not in summary.text


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
    await go_to_summary(amina)
    await amina.presses("📨 Yes, send to the consultant")
    kirsten = world.person(900, "Kirsten")
    await kirsten.decides(world.team[-1].labels[place])
    assert amina.sees(words)
    assert (await amina.application()).decision is decision
    assert "Kirsten" in world.team[-1].text, "the consultant's name stands below the summary"


async def test_decision_pressed_twice_is_sent_once(world: World, amina: Person) -> None:
    await go_to_summary(amina)
    await amina.presses("📨 Yes, send to the consultant")
    kirsten = world.person(900, "Kirsten")
    label = world.team[-1].labels[0]
    await kirsten.decides(label)
    before = len(amina.texts)
    await kirsten.decides(label)
    assert len(amina.texts) == before


async def test_stranger_in_another_group_cannot_decide(world: World, amina: Person) -> None:
    await go_to_summary(amina)
    await amina.presses("📨 Yes, send to the consultant")
    stranger = world.person(666, "Eve")
    message, data = stranger._button(world.team, world.team[-1].labels[1])
    await stranger.presses_data(data, message, -666)
    await stranger.presses_data(data, message)
    assert (await amina.application()).decision is None


async def test_any_answer_can_be_corrected_from_the_summary(amina: Person) -> None:
    await go_to_summary(amina)
    await amina.presses("✏ Change an answer")
    await amina.presses("Age")
    assert "You change answer 2 of 10" in amina.last.text
    await amina.presses("18–29")
    assert "2. Age: ✔ 18–29" in amina.last.text, "back at the summary"


async def test_reason_for_a_question_is_shown_in_place(amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    count = len(amina.texts)
    await amina.presses("❔ Why do you ask?")
    assert len(amina.texts) == count
    assert "Only your consultant sees your answer." in amina.last.text
    assert "❔ Why do you ask?" not in amina.last.labels


async def test_back_asks_the_question_before_again(amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    await amina.presses("◀ Back")
    assert "Question 1 of 10" in amina.last.text


async def test_after_days_the_check_offers_to_go_on_or_start_over(
    world: World, amina: Person
) -> None:
    await answer_buttons(amina)
    await amina.presses("⏸ Pause")
    world.clock.forward(days=3)
    await amina.says("/join")
    assert "You have answered 7 questions." in amina.last.text
    await amina.presses("▶ Go on")
    assert "Question 8 of 10" in amina.last.text


async def test_start_over_asks_the_first_question_again(world: World, amina: Person) -> None:
    await answer_buttons(amina)
    world.clock.forward(days=3)
    await amina.says("/join")
    await amina.presses("↺ Start over")
    assert "Question 1 of 10" in amina.last.text
    assert not (await amina.application()).answers


async def test_number_in_any_digits_answers_the_question_of_age(amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses("Yes")
    await amina.says("٣٤")
    assert (await amina.application()).value("age") == "30to49"


async def test_typed_label_counts_as_a_press(amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    await amina.says("yes")
    assert "Question 2 of 10" in amina.last.text


async def test_repeated_update_changes_nothing(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    update = await amina.presses("Yes")
    before = list(amina.texts)
    query = {"id": "7", "from": {"id": 42}, "message": {"chat": {"id": 42, "type": "private"}}}
    await world.again(
        {
            "update_id": update,
            "callback_query": query | {"data": GiveAnswer("e", 1, "lives", "no").pack()},
        }
    )
    assert amina.texts == before
    assert (await amina.application()).value("lives") == "yes"


async def test_late_press_does_not_undo_a_newer_one(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    message, _ = amina._button(world.screen(42), "Yes")
    await amina.presses_data(GiveAnswer("e", 1, "lives", "soon").pack(), message)
    world.update_id -= 2  # pressed before, arrives after
    await amina.presses_data(GiveAnswer("e", 1, "lives", "yes").pack(), message)
    assert (await amina.application()).value("lives") == "soon"


async def test_old_button_changes_the_answer_to_its_own_question(
    world: World, amina: Person
) -> None:
    await amina.presses("🌱 May I join?")
    message, _ = amina._button(world.screen(42), "Yes")
    await amina.presses("Yes")
    world.clock.forward(days=1)
    await amina.presses_data(GiveAnswer("e", 1, "lives", "soon").pack(), message)
    assert (await amina.application()).value("lives") == "soon"
    assert "Question 2 of 10" in amina.last.text


async def test_second_press_does_not_ask_twice(world: World, amina: Person) -> None:
    await amina.presses("🌱 May I join?")
    message, data = amina._button(world.screen(42), "Yes")
    await amina.presses_data(data, message)
    count = len(amina.texts)
    await amina.presses_data(data, message)
    assert len(amina.texts) == count


async def test_old_button_of_sent_answers_shows_their_state(world: World, amina: Person) -> None:
    await go_to_summary(amina)
    await amina.presses("📨 Yes, send to the consultant")
    await amina.presses_data(GiveAnswer("e", 1, "lives", "no").pack(), 1)
    assert "You sent your answers on November 2, 2026." in amina.last.text
    assert (await amina.application()).value("lives") == "yes"


@pytest.mark.parametrize(
    "data", ["", ":", "e", "e:x:a", "e:1", "e:1:a:nosuch:yes", "e:1:a:lives:nosuch",
             "e:99:a:lives:yes", "e:1:z", "lang:xx", "c:1:suitable", "nonsense", "e:" + "9" * 40,
             "e:1:a:lives"],
)  # fmt: skip
async def test_invalid_data_changes_nothing_and_is_answered(amina: Person, data: str) -> None:
    await amina.presses("🌱 May I join?")
    await amina.presses_data(data, 1)
    assert "That button is old." in amina.last.text
    assert not (await amina.application()).answers


async def test_answers_of_another_participant_cannot_be_changed(
    world: World, amina: Person
) -> None:
    await amina.presses("🌱 May I join?")
    eve = world.person(666, "Eve", "en")
    await eve.says("/start")
    await eve.presses("English")
    await eve.presses("✅ Yes, that is okay")
    await eve.presses_data(GiveAnswer("e", 1, "lives", "no").pack(), 1)
    assert "That button is old." in eve.last.text
    assert not (await amina.application()).answers


async def test_too_long_answer_is_asked_for_again(amina: Person) -> None:
    await answer_buttons(amina)
    await amina.says("a" * 1001)
    assert amina.sees("That is a long text!")
    assert (await amina.application()).value("motivation") is None


async def test_required_question_cannot_be_skipped(world: World, amina: Person) -> None:
    world.nlu.means("skip it", "skip")
    await answer_buttons(amina)
    await amina.says("skip it")
    assert amina.sees("it can't be skipped") and "Question 8 of 10" in amina.last.text


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
