"""The money of a plan: from figures in tasks to their meaning, and what if."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.content.loader import load
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.course.schema import TaskYaml
from bot.plan.buttons import ShowMoney
from bot.plan.rules.budget import Budget, Item
from bot.plan.rules.figures import budget_from_tasks
from bot.plan.rules.what_if import Change
from bot.plan.views import money
from tests.helpers.course import enrolment_of, on_the_course, opens
from tests.helpers.plan import WEEK_4, WEEK_6, Given, answers_tasks, task_submissions
from tests.helpers.world import MONDAY, Person, World

COURSE = load().course
D = Decimal


def enrolment(*given: Given) -> Enrolment:
    made = Enrolment(1, 1, MONDAY, 900, id=1)
    made.submissions = [submission for some in given for submission in task_submissions(some)]
    return made


def budget(*given: Given, course: Course = COURSE) -> Budget:
    return budget_from_tasks(enrolment(*given), course)


# From tasks to a budget


def test_without_answers_the_budget_is_empty() -> None:
    assert budget() == Budget()


def test_week_4_gives_the_price_the_cost_in_two_parts_and_the_capacity() -> None:
    assert budget(WEEK_4) == Budget(price=D(200), unit_cost=D(50), capacity_a_day=D(4))


def test_week_6_gives_all_the_money_and_its_price_and_cost_win() -> None:
    assert budget(WEEK_6, WEEK_4) == Budget(
        (Item("Start costs in total", D(1300)),), (Item("Monthly costs in total", D(750)),),
        D(250), D(100), D(5), capacity_a_day=D(4),
    )  # fmt: skip


def test_a_sum_needs_all_of_its_parts_and_an_earlier_figure_is_kept() -> None:
    assert budget({"costs": {"material": "35"}}).unit_cost is None
    assert budget(WEEK_4, {"mustsell": {"price": "250"}}).unit_cost == 50


def test_skipped_parts_are_left_out() -> None:
    assert budget({"costs": {"material": "35", "extra": None}}).unit_cost == 35
    assert budget({"costs": {"material": None, "extra": None}}).unit_cost is None
    assert budget({"yourprice": {"amount": None}}).price is None


@pytest.mark.parametrize("value", ["", "a lot", "NaN", "Infinity", "1e"])
def test_an_old_answer_that_is_not_a_number_is_ignored(value: str) -> None:
    assert budget({"yourprice": {"amount": value}}).price is None


def test_tasks_removed_from_the_content_are_ignored() -> None:
    assert budget(WEEK_6, course=replace(COURSE, weeks=COURSE.weeks[:5])) == Budget()


# Content


def step(**more: Any) -> dict[str, Any]:
    asked = {"id": "one", "title": "T", "text": "T?", "kind": "number", "simpler": "S."}
    return {**asked, **more}


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([step(kind="text", figure="price")], "kind number gives a figure"),
        ([step(figure="price")], "the other figures are in kr"),
        ([step(figure="capacity", unit="kr")], "units and capacity are counted"),
        ([step(figure="profit", unit="kr")], "Input should be 'price'"),
        ([step(figure="units"), step(id="two", figure="units")], "only once"),
    ],
)
def test_a_figure_on_the_wrong_kind_of_question_is_invalid_content(
    steps: list[dict[str, Any]], reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        TaskYaml.model_validate(
            {"id": "t", "title": "T", "why": "W", "story": "S", "due": 1, "steps": steps}
        )


# Conversation


async def asks_for_money(person: Person) -> str:
    await person.presses_data(ShowMoney().pack(), 1)
    return person.last.text


async def test_without_amounts_the_money_view_asks_for_one(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=4)
    await answers_tasks(world, amina, {"offer": {"day": "4"}})
    assert "There is no amount in your plan yet." in await asks_for_money(amina)
    await amina.presses("✏ To “What I need to start”")
    assert "What must you have before the first customer" in amina.last.text


async def test_the_first_amounts_list_what_is_still_missing(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=4)
    await answers_tasks(world, amina, WEEK_4)
    text = await asks_for_money(amina)
    assert "Price of one sale: 200 kr" in text and "Cost of one sale: 50 kr" in text
    assert "What I need to start" in text and "What I pay every month" in text
    assert "You need about" not in text
    assert "🔮 If the price were higher" not in amina.last.labels


async def test_the_money_view_shows_the_break_even(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=6)
    await answers_tasks(
        world, amina, {**WEEK_4, **WEEK_6, "mustsell": {"price": "250", "cost": "100"}}
    )
    text = await asks_for_money(amina)
    assert "Money to start: 1,300 kr" in text and "Costs every month: 750 kr" in text
    assert "Price of one sale: 250 kr" in text and "Cost of one sale: 100 kr" in text
    assert "You need about 5 sales a month. Then it carries itself." in text
    assert "Ask your consultant before you register or advertise anything." in text
    assert "every month:" not in text.split("250 kr")[1]  # how many are sold is not known


async def test_what_if_shows_the_results_with_one_figure_changed(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina, weeks=6)
    given = {"price": "110", "cost": "100", "even": "90"}
    await answers_tasks(world, amina, {**WEEK_6, "mustsell": given})
    text = await asks_for_money(amina)
    assert "You need about 75 sales a month." in text
    assert "That is about 4 on a working day." in text
    assert "Left for you every month: 150 kr" in text
    assert "Money you need for the first six months: 1,300 kr" in text
    await amina.presses("🔮 If the price were higher")
    assert "If the price were 10 percent higher:" in amina.last.text
    assert "Price of one sale: 121 kr" in amina.last.text
    assert "You need about 36 sales a month." in amina.last.text
    await amina.presses("🔮 If the price were lower")
    assert "Price of one sale: 99 kr" in amina.last.text
    assert "After a sale, nothing is left for you." in amina.last.text
    assert "Missing every month: 840 kr" in amina.last.text
    await amina.presses("🔮 If the costs were lower")
    text = amina.last.text
    assert "If the costs every month were 20 percent lower:" in text
    assert "Costs every month: 600 kr" in text and "Price of one sale: 110 kr" in text
    assert "You need about 60 sales a month." in text
    assert budget_from_tasks(await enrolment_of(world, amina), world.content.course).price == 110
    await amina.presses("💰 The money")
    assert "Price of one sale: 110 kr" in amina.last.text


async def test_an_amount_in_a_task_is_in_the_plan_at_once(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=4)
    await opens(world, amina, "yourprice")
    await amina.presses("The same")
    await amina.says("2.500 kr.")
    assert "Price of one sale: 2,500 kr" in await asks_for_money(amina)


async def test_amounts_are_formatted_for_the_language(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=6)
    await answers_tasks(world, amina, {**WEEK_4, **WEEK_6})
    await amina.presses_data("lang:da", 1)
    assert "1.300 kr" in await asks_for_money(amina)


@pytest.mark.parametrize("change", ["price", "less", "costs", "items", "item:1"])
async def test_a_what_if_that_no_longer_applies_shows_the_money_view(
    world: World, amina: Person, change: str
) -> None:
    await amina.presses_data(f"p:if:{change}", 1)
    assert "You are not on a course yet." in amina.last.text
    await on_the_course(world, amina, weeks=4)
    await amina.presses_data(f"p:if:{change}", 1)
    assert "There is no amount in your plan yet." in amina.last.text
    await answers_tasks(world, amina, WEEK_4)
    await amina.presses_data(f"p:if:{change}", 1)
    assert "Price of one sale: 200 kr" in amina.last.text


@pytest.mark.parametrize("data", ["p:if", "p:if:", "p:if:rent", "p:if:price:9", "p:if:item:x"])
async def test_invalid_button_data_is_answered(world: World, amina: Person, data: str) -> None:
    await on_the_course(world, amina)
    await amina.presses_data(data, 1)
    assert "That button is old." in amina.last.text


# Meaning


def plan(price: str, cost: str = "100", monthly: str = "750", capacity: str = "") -> Budget:
    items = (Item("Monthly costs in total", D(monthly)),)
    return Budget((), items, D(price), D(cost), capacity_a_day=D(capacity) if capacity else None)


@pytest.mark.parametrize(
    ("one", "text", "asks"),
    [
        (plan("850"), "about 1 sale a month. Then it carries itself. That is less than one", 2),
        (plan("250"), "about 5 sales a month. Then it carries itself. That is less than one", 2),
        (plan("125"), "about 30 sales a month. Then it carries itself. That is about 1 on", 2),
        (plan("135.7142", monthly="750"), "That is about 1 on a working day.", 2),
        (plan("110", capacity="3"), "You can do about 63 in a month.", 2),
        (plan("90"), "After a sale, nothing is left for you.", 1),
        (plan("100"), "After a sale, nothing is left for you.", 1),
        (plan("0"), "The price is 0 kr.", 0),
        (plan("250", monthly="0"), "You have no costs every month.", 0),
        (plan("250", "0", "0"), "No costs at all?", 0),
        (plan("99999999999"), "One of these numbers is unusual.", 0),
    ],
)
def test_the_meaning_is_one_sentence_or_a_question(
    world: World, one: Budget, text: str, asks: int
) -> None:
    shown = money.figures(one)
    assert shown is not None
    assert text in world.channel.renderer.render(shown, "en").text
    data = [button.data for row in shown.buttons for button in row]
    wanted = [("p:if:price", asks > 0), ("p:if:less", asks > 1), ("p:if:costs", asks > 1)]
    assert all((one in data) is there for one, there in wanted)


def test_what_if_works_for_a_price_that_is_sufficient_ten_percent_higher(world: World) -> None:
    shown = money.what_if(plan("99"), Change.PRICE_HIGHER)
    assert shown is not None
    assert "Price of one sale: 108.9 kr" in world.channel.renderer.render(shown, "en").text
    assert money.what_if(plan("99"), Change.COSTS_LOWER) is None
    assert money.figures(Budget(units_a_month=D(5), capacity_a_day=D(3))) is None
