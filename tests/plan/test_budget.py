"""Results of a budget, compared with calculations made another way; no budget raises."""

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan.rules.budget import (
    MONTHS,
    Budget,
    BudgetIssue,
    Item,
    break_even,
    break_even_a_day,
    capacity_a_month,
    cash_balances,
    contribution,
    find_issues,
    funding_need,
    if_costs,
    if_price,
    monthly_result,
    net_of_vat,
    total,
    with_vat,
    without_vat,
)

D = Decimal
thousand = settings(max_examples=1000, deadline=None)

# Plausible: up to a billion, up to four decimals.
amounts = st.decimals(0, 10**9, places=4) | st.integers(0, 5000).map(D)
counts = st.integers(0, 10**6).map(D) | st.decimals(0, 500, places=1)
items = st.lists(st.builds(Item, st.sampled_from(["rent", "phone", "bus"]), amounts), max_size=6)
budgets = st.builds(
    Budget,
    items.map(tuple),
    items.map(tuple),
    st.none() | amounts,
    st.none() | amounts,
    st.none() | counts,
    st.booleans(),
    st.none() | counts,
)
# Implausible, but possible in a file or by a typing error.
anything = st.none() | st.decimals() | st.sampled_from([D("sNaN"), D("1E+999999"), D("1E-999999")])
wild_items = st.lists(st.builds(Item, st.text(max_size=3), anything), max_size=3).map(tuple)
wild = st.builds(
    Budget, wild_items, wild_items, anything, anything, anything, st.booleans(), anything
)


def budget(
    price: object = 250, cost: object = 100, monthly: object = 750, startup: object = 1300,
    units: object = None, capacity: object = None, vat: bool = False,
) -> Budget:  # fmt: skip
    def number(given: object) -> Decimal | None:
        return None if given is None else D(str(given))

    def listed(given: object) -> tuple[Item, ...]:
        return () if given is None else (Item("all", number(given)),)

    return Budget(
        listed(startup), listed(monthly), number(price), number(cost), number(units), vat,
        number(capacity),
    )  # fmt: skip


# Compared with fractions


def share(one: Budget) -> Fraction:
    """The share of an amount that remains without VAT."""
    return Fraction(4, 5) if one.with_vat else Fraction(1)


def in_all(listed: tuple[Item, ...]) -> Fraction | None:
    return sum((Fraction(i.amount or 0) for i in listed), Fraction(0)) if listed else None


def left(one: Budget) -> Fraction | None:
    if one.price is None or one.unit_cost is None:
        return None
    return (Fraction(one.price) - Fraction(one.unit_cost)) * share(one)


def result(one: Budget) -> Fraction | None:
    costs, each = in_all(one.monthly), left(one)
    if costs is None or each is None or one.units_a_month is None:
        return None
    return each * Fraction(one.units_a_month) - costs * share(one)


def same(found: Decimal | None, wanted: Fraction | None) -> bool:
    return wanted is None if found is None else Fraction(found) == wanted


@thousand
@given(budgets)
def test_totals_and_monthly_result_are_exact(one: Budget) -> None:
    assert same(total(one.startup), in_all(one.startup))
    assert same(total(one.monthly), in_all(one.monthly))
    assert same(contribution(one), left(one))
    assert same(monthly_result(one), result(one))


@thousand
@given(budgets)
def test_break_even_is_the_first_whole_sale_that_covers_the_costs(one: Budget) -> None:
    each, costs = left(one), in_all(one.monthly)
    sales = break_even(one)
    if each is None or costs is None or each <= 0:
        assert sales is None and break_even_a_day(one) is None
        return
    assert sales == ceil(costs * share(one) / each)
    a_day = break_even_a_day(one)
    assert a_day is not None and abs(Fraction(a_day) - Fraction(sales, 21)) < Fraction(1, 10**20)
    enough = monthly_result(replace(one, units_a_month=D(sales)))
    assert enough is not None and enough >= 0
    if sales:
        lacking = monthly_result(replace(one, units_a_month=D(sales - 1)))
        assert lacking is not None and lacking < 0


@thousand
@given(budgets)
def test_cash_balances_and_funding_need_of_six_months_are_exact(one: Budget) -> None:
    begin, month = in_all(one.startup), result(one)
    found, need = cash_balances(one), funding_need(one)
    if begin is None or month is None:
        assert found is None and need is None
        return
    purse, wanted = -begin * share(one), []
    lowest = purse
    for _ in range(MONTHS):
        purse += month
        wanted.append(purse)
        lowest = min(lowest, purse)
    assert found is not None and [Fraction(n) for n in found] == wanted
    assert same(need, max(Fraction(0), -lowest))


@given(amounts)
def test_vat_is_a_quarter_of_the_net_and_a_fifth_of_the_gross_price(amount: Decimal) -> None:
    assert Fraction(with_vat(amount)) == Fraction(amount) * Fraction(5, 4)
    assert Fraction(without_vat(amount)) == Fraction(amount) * Fraction(4, 5)
    assert without_vat(with_vat(amount)) == amount


@given(budgets)
def test_vat_is_removed_once(one: Budget) -> None:
    net = net_of_vat(one)
    assert not net.with_vat and net_of_vat(net) == net
    assert monthly_result(net) == monthly_result(one) and cash_balances(net) == cash_balances(one)
    assert break_even(one) == break_even(replace(one, with_vat=False))  # price and costs alike


# Monotonic


@given(budgets, amounts)
def test_a_higher_price_never_needs_more_sales(one: Budget, more: Decimal) -> None:
    dearer = replace(one, price=None if one.price is None else one.price + more)
    before, after = break_even(one), break_even(dearer)
    assert before is None or (after is not None and after <= before)
    poorer, richer = monthly_result(one), monthly_result(dearer)
    assert poorer is None or (richer is not None and richer >= poorer)


@given(budgets, amounts)
def test_an_additional_cost_never_lowers_break_even_or_funding_need(
    one: Budget, more: Decimal
) -> None:
    dearer = replace(one, monthly=(*one.monthly, Item("more", more)))
    before, after = break_even(one), break_even(dearer)
    assert before is None or (after is not None and after >= before)
    needed, needs = funding_need(one), funding_need(dearer)
    assert needed is None or (needs is not None and needs >= needed)


@given(budgets)
def test_at_break_even_the_funding_need_is_the_startup_cost(one: Budget) -> None:
    sales, suggestion = break_even(one), total(net_of_vat(one).startup)
    if sales is not None and suggestion is not None:
        assert funding_need(replace(one, units_a_month=D(sales))) == suggestion


# What if


@given(budgets, st.integers(-100, 300))
def test_what_if_changes_one_figure_rounded_to_the_ore(one: Budget, by: int) -> None:
    other = if_price(one, by)
    assert replace(other, price=one.price) == one
    if one.price is not None and other.price is not None:
        wanted = Fraction(one.price) * (100 + by) / 100
        assert abs(Fraction(other.price) - wanted) <= Fraction(1, 200)
    cheaper = if_costs(one, by)
    assert replace(cheaper, monthly=one.monthly) == one
    assert [i.name for i in cheaper.monthly] == [i.name for i in one.monthly]
    for item, was in zip(cheaper.monthly, one.monthly, strict=True):
        wanted = Fraction(was.amount or 0) * (100 + by) / 100
        assert abs(Fraction(item.amount or 0) - wanted) <= Fraction(1, 200)


def test_what_if_equals_a_budget_with_that_figure() -> None:
    assert if_price(budget(price=250), 10) == budget(price="275.00")
    assert if_price(budget(price="99.95"), 10).price == D("109.95")  # 109.945
    assert if_costs(budget(monthly=750), -20) == budget(monthly="600.00")
    assert break_even(if_price(budget(price=110), 10)) == 36
    assert if_price(budget(price=None), 10) == budget(price=None)


def test_what_if_can_change_one_cost_by_name() -> None:
    one = replace(budget(), monthly=(Item("rent", D(4500)), Item("phone", D(99))))
    assert if_costs(one, -20, "rent").monthly == (Item("rent", D("3600.00")), one.monthly[1])
    assert if_costs(one, -20, "car") == one


# Examples


@pytest.mark.parametrize(
    ("one", "sales"),
    [
        (budget(), 5),
        (budget(monthly=751), 6),
        (budget(monthly=0), 0),
        (budget(price=100), None),
        (budget(price=90), None),
        (budget(price=None), None),
        (budget(cost=None), None),
        (budget(monthly=None), None),
        (budget(cost=0, monthly=250), 1),
        (budget(price="0.3", cost="0.2", monthly="0.3"), 3),  # floats would say 4
    ],
)
def test_break_even_examples(one: Budget, sales: int | None) -> None:
    assert break_even(one) == sales


def test_break_even_per_working_day_is_not_rounded() -> None:
    one = budget(price=350, cost=50, monthly=18500)
    a_day = break_even_a_day(one)
    assert break_even(one) == 62 and a_day is not None and round(a_day) == 3


def test_losses_of_the_first_months_add_to_the_funding_need() -> None:
    losing = budget(units=3)
    assert monthly_result(losing) == -300
    assert [*(cash_balances(losing) or ())] == [-1600, -1900, -2200, -2500, -2800, -3100]
    assert funding_need(losing) == 3100
    earning = budget(units=7)
    assert [*(cash_balances(earning) or ())] == [-1000, -700, -400, -100, 200, 500]
    assert funding_need(earning) == 1300


def test_unknown_figures_are_not_zero() -> None:
    assert total(()) is None and total((Item("rent", None),)) is None
    assert total((Item("rent", D(0)),)) == 0
    empty = Budget()
    assert cash_balances(empty) is None and funding_need(empty) is None
    assert monthly_result(empty) is None and break_even(empty) is None
    assert capacity_a_month(empty) is None and find_issues(empty) == (BudgetIssue.PRICE_MISSING,)


# Issues


@pytest.mark.parametrize(
    ("one", "doubt"),
    [
        (budget(), None),
        (budget(units=5, capacity=4), None),
        (budget(units=84, capacity=4), None),
        (budget(price=None), BudgetIssue.PRICE_MISSING),
        (budget(price=0), BudgetIssue.PRICE_ZERO),
        (budget(price=0, cost=0), BudgetIssue.PRICE_ZERO),
        (budget(price=90), BudgetIssue.PRICE_UNDER_COST),
        (budget(price=100), BudgetIssue.PRICE_UNDER_COST),
        (budget(units=0), BudgetIssue.NOTHING_SOLD),
        (budget(units=85, capacity=4), BudgetIssue.MORE_SOLD_THAN_MADE),
        (budget(price=110, capacity=3), BudgetIssue.MORE_NEEDED_THAN_MADE),
        (budget(cost=0, monthly=0), BudgetIssue.NO_COSTS),
        (budget(price=-250), BudgetIssue.ODD_FIGURE),
        (budget(price="NaN"), BudgetIssue.ODD_FIGURE),
        (budget(monthly="Infinity"), BudgetIssue.ODD_FIGURE),
        (budget(startup=10**9), BudgetIssue.ODD_FIGURE),
        (budget(units=10**6), BudgetIssue.ODD_FIGURE),
        (budget(capacity=10**4), BudgetIssue.ODD_FIGURE),
    ],
)
def test_issues_of_a_budget(one: Budget, doubt: BudgetIssue | None) -> None:
    assert find_issues(one) == ((doubt,) if doubt else ())


@given(wild, st.integers(-1000, 1000))
def test_no_budget_raises(one: Budget, by: int) -> None:
    for changed in (one, net_of_vat(one), if_price(one, by), if_costs(one, by)):
        for function in (
            break_even,
            monthly_result,
            cash_balances,
            funding_need,
            break_even_a_day,
            find_issues,
        ):
            function(changed)
    odd = [n for n in (one.price, one.unit_cost) if n is not None and not n.is_finite()]
    assert not odd or (break_even(one) is None and BudgetIssue.ODD_FIGURE in find_issues(one))


def test_ten_thousand_costs_are_summed_exactly_in_any_decimal_context() -> None:
    many = tuple(Item(str(n), D("123456789.0001")) for n in range(10_000))
    with localcontext(prec=3):
        assert total(many) == D("1234567890001")
        assert break_even(replace(budget(), monthly=many)) == 8230452601
