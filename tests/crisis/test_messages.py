"""What a participant in distress, or without courage, is told."""

import pytest

from bot.cases.views.participant import to_assistant
from bot.course.rules.submissions import Stage
from bot.crisis import views
from bot.crisis.buttons import TextWasAnswer
from bot.kernel.callback_data import Access
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Message, Verbatim, phrase, phrases
from bot.kernel.views.commands import to_consultant
from tests.helpers.course import hands_in, on_the_course, submission_of
from tests.helpers.eligibility import (
    WORDS,
    first_question,
    questions,
    sends_the_check,
    to_question,
)
from tests.helpers.messages import data, labels, texts
from tests.helpers.world import Person, World

HEAD = [
    "I am glad that you tell me. You are not alone.",
    "If you are in danger now, call 112.",
    "When life feels too hard: Livslinien, 70 201 201. When someone hurts you: 1888.",
    "No place to sleep or no food? Call the municipality: {phone}.",
]
TOLD = "I have just told your consultant. What you write now goes there."
ALONE = "I cannot reach a consultant here. Please call one of these numbers."
CLOSED = "The office is closed now. Please do not wait for an answer: call one of these numbers."


@pytest.mark.parametrize(
    ("called", "closed", "lines"),
    [
        (True, False, [TOLD]), (True, True, [TOLD, CLOSED]), (False, True, [CLOSED]),
        (False, False, []),
    ],
)  # fmt: skip
def test_emergency_numbers_come_before_everything_else(
    called: bool, closed: bool, lines: list[str]
) -> None:
    shown = views.crisis(called, closed=closed)
    assert texts(shown) == [*HEAD, *lines]
    way_on = to_assistant() if called else to_consultant()
    assert shown.buttons == ((way_on,),)


def test_text_that_may_be_an_answer_can_be_kept() -> None:
    shown = views.crisis(called=False, may_be_answer=True)
    assert data(shown)[0] == [TextWasAnswer().pack()] and len(shown.buttons) == 2
    assert labels(shown)[0] == [phrase("✍ That is my answer")]
    assert TextWasAnswer.access is Access.ANYBODY and TextWasAnswer.leaves_talk


def check_way_on(shown: Message, small_step: ParticipantCommand) -> None:
    commands = [small_step, ParticipantCommand.PAUSE, ParticipantCommand.CONSULTANT]
    assert data(shown) == [
        [RunCommand(command).pack()] for command in (*commands, ParticipantCommand.MENU)
    ]
    assert texts(shown)[0] == "Many people feel like that on the way. It is okay."
    assert texts(shown)[-1] == "Take one small step, or a break. Both are fine."


def test_encouragement_before_the_course_names_the_answers_and_the_reason() -> None:
    shown = views.encouragement(3, "To earn")
    check_way_on(shown, ParticipantCommand.JOIN)
    assert [p.content for p in shown.paragraphs[1:3]] == [
        phrases(
            "You have already answered {count} question. That counts.",
            "You have already answered {count} questions. That counts.",
            3,
        ),
        phrase("You told me why you want this: “{words}”", words=Verbatim("To earn")),
    ]


def test_encouragement_on_the_course_names_the_tasks() -> None:
    shown = views.encouragement_on_the_course(1, None)
    check_way_on(shown, ParticipantCommand.TASK)
    assert [p.content for p in shown.paragraphs[1:-1]] == [
        phrases(
            "You have already handed in {count} task. You made that yourself.",
            "You have already handed in {count} tasks. You made that yourself.",
            1,
        )
    ]


def test_encouragement_counts_nothing_where_nothing_was_done() -> None:
    for shown in (views.encouragement(0, None), views.encouragement_on_the_course(0, None)):
        assert len(shown.paragraphs) == 2


# --- in the conversation


async def test_distress_calls_a_consultant_at_once(world: World, amina: Person) -> None:
    world.nlu.means("I cannot go on", "distress", language="en")
    await amina.says("I cannot go on")
    assert any(HEAD[0] in text and TOLD in text for text in amina.texts)
    assert CLOSED not in amina.last.text, "it is Monday morning"
    assert any("Amina" in shown.text for shown in world.team)


async def test_distress_at_night_is_told_not_to_wait(world: World, amina: Person) -> None:
    world.clock.forward(hours=14)
    world.nlu.means("I cannot go on", "distress", language="en")
    await amina.says("I cannot go on")
    assert any(HEAD[0] in text and CLOSED in text for text in amina.texts)


async def test_text_that_may_not_mean_distress_only_offers_the_consultant(
    world: World, amina: Person
) -> None:
    world.nlu.means("mumble", "distress", 0.4)
    await amina.says("mumble")
    assert any(HEAD[0] in text for text in amina.texts) and not amina.sees(TOLD)
    assert world.team == []


async def test_without_consultants_the_assistant_goes_on_answering(
    world: World, amina: Person
) -> None:
    world.assistant.desk.chat.chat_id = None
    world.nlu.means("I cannot go on", "distress")
    await amina.says("I cannot go on")
    assert HEAD[0] in amina.last.text and ALONE in amina.last.text and not amina.sees(TOLD)
    world.nlu.means("are you a robot?", "bot_challenge")
    await amina.says("are you a robot?")
    assert world.nlu.heard[-1] == "are you a robot?", "nobody would read what is passed on"


async def test_without_consultants_a_text_that_may_mean_distress_brings_the_numbers(
    world: World, amina: Person
) -> None:
    world.assistant.desk.chat.chat_id = None
    world.nlu.means("mumble", "distress", 0.4)
    await amina.says("mumble")
    assert HEAD[0] in amina.last.text and ALONE in amina.last.text
    assert world.team == []


async def test_without_consultants_a_text_that_may_be_the_answer_can_be_kept(
    world: World, amina: Person
) -> None:
    world.assistant.desk.chat.chat_id = None
    await to_question(amina, first_question(kind="text", optional=False))
    world.nlu.means("mumble", "distress")
    await amina.says("mumble")
    assert ALONE in amina.last.text and "✍ That is my answer" in amina.last.labels


async def test_discouraged_newcomer_is_offered_a_small_step(world: World, amina: Person) -> None:
    world.nlu.means("I give up", "feel_discouraged")
    await amina.says("I give up")
    assert amina.sees("Many people feel like that on the way.")
    assert not amina.sees("That counts.")


async def test_discouraged_applicant_hears_how_much_is_done(world: World, amina: Person) -> None:
    world.nlu.means("I give up", "feel_discouraged")
    await to_question(amina, questions()[2])
    await amina.says("I give up")
    assert amina.sees("You have already answered 2 questions. That counts.")


async def test_discouraged_participant_hears_about_tasks_handed_in(
    world: World, amina: Person
) -> None:
    world.nlu.means("I give up", "feel_discouraged")
    await on_the_course(world, amina)
    await amina.says("I give up")
    assert not amina.sees("You have already handed in")
    await hands_in(world, amina, "why")
    assert (await submission_of(world, amina, "why")).stage is Stage.HANDED_IN
    await amina.says("I give up")
    assert amina.sees("You have already handed in 1 task. You made that yourself.")


async def test_discouraged_participant_hears_their_own_reason(world: World, amina: Person) -> None:
    world.nlu.means("I give up", "feel_discouraged")
    await sends_the_check(amina)
    await amina.says("I give up")
    assert amina.sees(f"You told me why you want this: “{WORDS}”")
    await on_the_course(world, amina)
    count = len(amina.texts)
    await amina.says("I give up")
    assert WORDS in "".join(amina.texts[count:])
