"""The plan during an open talk: answers to its questions are stored and not relayed."""

from collections.abc import Awaitable, Callable

import pytest

from bot.kernel.callback_data import CallbackData
from bot.plan.buttons import (
    AcceptSuggestion,
    AddToAnswer,
    ChangeLineAmount,
    GoToQuestion,
    NothingToPay,
    OpenSection,
    RemoveLine,
)
from bot.questionnaire.buttons import (
    ChangeAnswer,
    Finish,
    FinishChoices,
    Pause,
    ShowExample,
    ToggleChoice,
)
from bot.questionnaire.rules.item_lines import load
from tests.helpers.course import on_the_course
from tests.helpers.desk import data_of
from tests.helpers.plan import answers_tasks, goes_to, opens_plan, plan_of, replies, view_of
from tests.helpers.talk import case_of
from tests.helpers.world import Person, World

LANGUAGES = {"en": "Curtains for the street", "ar": "ستائر لأهل الشارع", "so": "Daahyo xaafadda"}


@pytest.fixture(params=LANGUAGES)
async def member(world: World, amina: Person, request: pytest.FixtureRequest) -> Person:
    await on_the_course(world, amina, weeks=2)
    await amina.presses_data(f"lang:{request.param}", 1)
    return amina


@pytest.fixture
def words(member: Person, request: pytest.FixtureRequest) -> str:
    return LANGUAGES[request.node.callspec.params["member"]]


async def opens_talk(world: World, person: Person) -> None:
    await person.says("/consultant")
    assert (await case_of(world, person)).talking


def way_back(world: World, person: Person) -> bool:
    """Whether a message offers to write to the consultant again."""
    return any("ht:w" in data_of(shown) for shown in world.screen(person.id))


async def types(world: World, person: Person, words: str) -> None:
    """Types words and checks that no consultant gets them and that the way back is offered."""
    assert way_back(world, person)
    posts = [shown.text for shown in world.team]
    await person.says(words)
    assert [shown.text for shown in world.team] == posts
    assert "ht:w" in data_of(person.last)


async def answer(world: World, person: Person, question: str) -> str | None:
    return (await plan_of(world, person)).value(question)


async def amounts(world: World, person: Person) -> list[int]:
    lines = load(await answer(world, person, "monthly"))
    return [int(line.amount or 0) for line in lines]


async def test_an_answer_to_a_tile_of_the_overview_is_stored(
    world: World, member: Person, words: str
) -> None:
    plan = await opens_plan(world, member)
    await opens_talk(world, member)
    await member.presses_data(OpenSection(plan, "goals").pack(), 1)
    await types(world, member, words)
    assert await answer(world, member, "goal") == words


async def test_an_answer_to_a_question_is_stored(world: World, member: Person, words: str) -> None:
    plan = await opens_plan(world, member)
    await opens_talk(world, member)
    await member.presses_data(GoToQuestion(plan, "need").pack(), 1)
    await types(world, member, words)
    assert await answer(world, member, "need") == words


async def test_words_added_to_an_answer_are_stored(
    world: World, member: Person, words: str
) -> None:
    plan = await goes_to(world, member, "need")
    await member.says("It is cold")
    await opens_talk(world, member)
    await member.presses_data(AddToAnswer(plan, "need").pack(), 1)
    await types(world, member, words)
    assert await answer(world, member, "need") == f"It is cold\n{words}"


async def test_an_answer_after_a_suggestion_was_accepted_is_stored(
    world: World, member: Person, words: str
) -> None:
    await answers_tasks(world, member, {"simply": {"sentence": "I sew"}})
    plan = await goes_to(world, member, "sentence")
    await opens_talk(world, member)
    await member.presses_data(AcceptSuggestion(plan, "sentence").pack(), 1)
    await types(world, member, words)
    assert await answer(world, member, "need") == words


async def test_a_new_amount_of_a_cost_is_stored(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "monthly")
    await member.says("rent 4500, phone 150")
    await opens_talk(world, member)
    await member.presses_data(ChangeLineAmount(plan, "monthly", 1).pack(), 1)
    await types(world, member, "5000")
    assert await amounts(world, member) == [5000, 150]


async def test_a_cost_typed_after_another_was_removed_is_stored(
    world: World, member: Person
) -> None:
    plan = await goes_to(world, member, "monthly")
    await member.says("rent 4500, phone 150")
    await opens_talk(world, member)
    await member.presses_data(RemoveLine(plan, "monthly", 1).pack(), 1)
    await types(world, member, "bus 400")
    assert await amounts(world, member) == [150, 400]


async def test_a_number_after_a_list_without_costs_is_stored(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "monthly")
    await opens_talk(world, member)
    await member.presses_data(NothingToPay(plan, "monthly").pack(), 1)
    await types(world, member, "12")
    assert await answer(world, member, "units") == "12"


async def ticks_a_choice(world: World, person: Person, plan: int) -> str:
    await goes_to(world, person, "why")
    await person.presses_data(
        ToggleChoice("b", plan, "why", "money").pack(), person.last.message_id
    )
    return FinishChoices("b", plan, "why").pack()


async def ends_a_section(world: World, person: Person, plan: int) -> str:
    await person.presses_data(OpenSection(plan, "me").pack(), 1)
    for question in (await view_of(world, person)).outline.section("me").questions:
        await replies(world, person, question, plan)
    return Finish("b", plan).pack()


async def changes_an_answer(world: World, person: Person, plan: int) -> str:
    await goes_to(world, person, "goal")
    await person.presses_data(Pause("b", plan).pack(), person.last.message_id)
    return ChangeAnswer("b", plan, "goal").pack()


async def asks_for_an_example(world: World, person: Person, plan: int) -> str:
    await goes_to(world, person, "goal")
    return ShowExample("b", plan, "goal").pack()


Prepares = Callable[[World, Person, int], Awaitable[str]]


@pytest.mark.parametrize(
    "prepares", [ticks_a_choice, ends_a_section, changes_an_answer, asks_for_an_example]
)
async def test_an_answer_after_a_press_on_a_step_is_stored(
    world: World, member: Person, words: str, prepares: Prepares
) -> None:
    data = await prepares(world, member, await opens_plan(world, member))
    pressed = member.last.message_id
    await opens_talk(world, member)
    await member.presses_data(data, pressed)
    question = (await plan_of(world, member)).current
    assert question is not None
    await types(world, member, words)
    assert await answer(world, member, question) == words


async def test_all_presses_on_a_plan_leave_the_talk() -> None:
    topics = ("pb", "p", "b")
    classes = [kind for topic in topics for kind in CallbackData.by_topic.get(topic, [])]
    assert classes and all(kind.leaves_talk for kind in classes)
