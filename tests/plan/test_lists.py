"""Lists of costs: filled in line by line, changed, summed."""

import pytest

from bot.plan.buttons import NothingToPay, RemoveLine, ShowMoney
from bot.questionnaire.rules.item_lines import MAX_LINES, load
from tests.helpers.course import on_the_course
from tests.helpers.plan import WEEK_6, answers_tasks, goes_to, plan_of, view_of
from tests.helpers.world import Person, World


@pytest.fixture
async def member(world: World, amina: Person) -> Person:
    await on_the_course(world, amina)
    return amina


async def lines(world: World, person: Person, question: str = "monthly") -> dict[str, str]:
    found = load((await plan_of(world, person)).value(question))
    return {line.name: str(line.amount) for line in found}


async def test_a_list_grows_with_every_message(world: World, member: Person) -> None:
    await goes_to(world, member, "monthly")
    await member.says("rent 4.500")
    await member.says("phone: 150 kr\nbus 400")
    assert await lines(world, member) == {"rent": "4500", "phone": "150", "bus": "400"}
    assert "Together: 5,050 kr" in member.last.text
    assert world.nlu.heard == []  # nobody has to understand a list
    await member.presses("✔ Go on with this answer")
    assert "How many do you think you sell" in member.last.text


async def test_a_line_without_amount_or_name_is_asked_for_it(world: World, member: Person) -> None:
    await goes_to(world, member, "monthly")
    await member.says("Insurance")
    assert "How much is “Insurance”? Write a number." in member.last.text
    await member.says("٣٥٠")
    assert await lines(world, member) == {"Insurance": "350"}
    await member.says("99")
    assert "What are the 99 kr for? Write it." in member.last.text
    await member.says("Radio")
    assert await lines(world, member) == {"Insurance": "350", "Radio": "99"}


async def test_a_line_is_changed_or_removed_by_its_button(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "monthly")
    await member.says("rent 4500, phone 150")
    await member.presses("✏ rent")
    await member.presses("✏ Another amount")
    assert "How much is “rent”? Write a number." in member.last.text
    await member.says("5 000")
    assert await lines(world, member) == {"rent": "5000", "phone": "150"}
    await member.presses("✏ rent")
    await member.presses("🗑 Take it out")
    await member.presses_data(
        RemoveLine(plan, "monthly", 1).pack(), 1
    )  # a repeated press removes nothing
    assert await lines(world, member) == {"phone": "150"}
    await member.says("phone 175")
    assert await lines(world, member) == {"phone": "175"}
    await member.presses_data(RemoveLine(plan, "monthly", 2).pack(), 1)
    assert "monthly" not in (await plan_of(world, member)).answers


async def test_no_costs_is_an_answer_too(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "monthly")
    await member.presses("0️⃣ There is nothing to pay")
    assert "How many do you think you sell" in member.last.text
    assert (await view_of(world, member)).budget.monthly[0].amount == 0
    await goes_to(world, member, "monthly")
    await member.says("phone 150")
    await member.presses_data(
        NothingToPay(plan, "monthly").pack(), 1
    )  # an old button removes nothing
    assert await lines(world, member) == {"phone": "150"}


async def test_a_list_has_a_maximum_of_lines(world: World, member: Person) -> None:
    await goes_to(world, member, "buy")
    await member.says("\n".join(f"thing {n}: {n} kr" for n in range(MAX_LINES + 5)))
    assert member.sees(f"The list has room for {MAX_LINES} lines.")
    assert len(await lines(world, member, "buy")) == MAX_LINES
    await member.says("\n".join(f"more {n}: {n} kr" for n in range(10_000))[:4000])
    assert member.sees("That is a long text!")
    assert len(await lines(world, member, "buy")) == MAX_LINES


@pytest.mark.parametrize(
    "name", ["{{7*7}}", '#read("/etc/passwd")', "<b>lamp</b>", "🪡🧵👩🏽‍🦳", "{amount} {name}"]
)
async def test_hostile_names_are_stored_verbatim(world: World, member: Person, name: str) -> None:
    await goes_to(world, member, "buy")
    await member.says(f"{name} 49 kr")
    assert f"{name}: 49 kr" in member.last.text
    await member.presses_data(ShowMoney().pack(), 1)
    assert "Money to start: 49 kr" in member.last.text


async def test_a_question_to_the_bot_is_not_a_line(world: World, member: Person) -> None:
    await goes_to(world, member, "monthly")
    world.nlu.means("how much is rent, 4500?", "talk_to_human")
    await member.says("how much is rent, 4500?")
    assert member.sees("I have told the consultant")
    assert "monthly" not in (await plan_of(world, member)).answers


async def test_the_sum_of_a_task_is_suggested_until_there_are_own_lines(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina, weeks=6)
    await answers_tasks(world, amina, WEEK_6)
    await goes_to(world, amina, "monthly")
    assert "In week 6 you wrote: Monthly costs in total: 750 kr" in amina.last.text
    await amina.presses("✔ Keep it")
    assert "Together: 750 kr" in amina.last.text
    await amina.says("phone 150\nbus 450")
    assert await lines(world, amina) == {"phone": "150", "bus": "450"}


async def test_the_money_view_uses_the_participants_word_for_what_is_sold(
    world: World, member: Person
) -> None:
    for question, text in {
        "word": "haircut", "price": "250", "cost": "50", "units": "90", "buy": "chair 3000",
        "monthly": "rent 10.000\nphone 2.300",
    }.items():  # fmt: skip
        await goes_to(world, member, question)
        await member.says(text)
    await goes_to(world, member, "vat")
    await member.presses("No, they are without VAT")
    await member.presses_data(ShowMoney().pack(), 1)
    text = member.last.text
    assert "You need about 62 sales a month of “haircut”." in text
    assert "That is about 3 on a working day." in text
    assert "Left for you every month: 5,700 kr" in text
    assert "Money you need for the first six months: 3,000 kr" in text
    assert "Your numbers are without VAT (moms)." in text
    await member.presses("🔮 If “rent” were lower")
    assert "If “rent” were 20 percent lower:" in member.last.text
    assert "Costs every month: 10,300 kr" in member.last.text
    assert "You need about 52 sales a month of “haircut”." in member.last.text
    await member.presses("💰 The money")
    await member.presses("🔮 Another cost")
    await member.presses("phone")
    assert "Costs every month: 11,840 kr" in member.last.text
    await goes_to(world, member, "vat")
    await member.presses("Yes, VAT is in them")
    await member.presses_data(ShowMoney().pack(), 1)
    assert "VAT (moms) is in your numbers." in member.last.text
    assert "Left for you every month: 4,560 kr" in member.last.text
