"""The budget of a plan and what follows from it: contribution, break-even, cash balances.

No function raises, whatever a budget holds.  A figure that is missing or impossible (negative,
infinite, LARGEST or more) makes all results that depend on it None; `find_issues` names it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

from bot.parsing.numbers import LARGEST

WORKING_DAYS = 21  # a month
MONTHS = 6
VAT = Decimal(25)  # percent on top of the price without it
_FINEST = Decimal("0.000001")
_ORE = Decimal("0.01")
# Beyond these a figure is more likely a slip of the finger than a plan.
_ODD_MONEY, _ODD_UNITS, _ODD_CAPACITY = Decimal(10_000_000), Decimal(100_000), Decimal(5_000)

_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True)
class Item:
    """A cost.

    `amount`: kroner; None: not known yet.  `own`: the participant typed the name; else it is a
    text of the content.
    """

    name: str
    amount: Decimal | None
    own: bool = False


@dataclass(frozen=True)
class Budget:
    """Amounts in kroner.  None and an empty list: not known yet (no costs are one item of 0).

    `with_vat`: the business pays VAT, and all amounts include it.
    """

    startup: tuple[Item, ...] = ()
    monthly: tuple[Item, ...] = ()
    price: Decimal | None = None
    unit_cost: Decimal | None = None
    units_a_month: Decimal | None = None
    with_vat: bool = False
    capacity_a_day: Decimal | None = None


class BudgetIssue(StrEnum):
    """What is worth asking about."""

    ODD_FIGURE = "odd_figure"  # impossible or improbably large
    PRICE_MISSING = "price_missing"
    PRICE_ZERO = "price_zero"
    PRICE_UNDER_COST = "price_under_cost"  # or equal to it
    NOTHING_SOLD = "nothing_sold"
    MORE_SOLD_THAN_MADE = "more_sold_than_made"
    MORE_NEEDED_THAN_MADE = "more_needed_than_made"  # to break even
    NO_COSTS = "no_costs"  # neither for a sale nor a month


def _exact(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Calculate with enough digits for any figure, whatever the caller's decimal context."""

    @wraps(function)
    def exact(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with localcontext(Context(prec=80)):
            return function(*args, **kwargs)

    return exact


# Totals


@_exact
def total(items: tuple[Item, ...]) -> Decimal | None:
    """The sum; None where nothing is listed or an amount is missing."""
    amounts = [_figure(item.amount) for item in items]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if items and len(known) == len(items) else None


@_exact
def without_vat(amount: Decimal) -> Decimal:
    return amount * 100 / (100 + VAT)


@_exact
def with_vat(amount: Decimal) -> Decimal:
    return amount * (100 + VAT) / 100


@_exact
def net_of_vat(budget: Budget) -> Budget:
    """The same budget without VAT, which the business only passes on to the state."""
    if not budget.with_vat:
        return budget

    def net(number: Decimal | None) -> Decimal | None:
        figure = _figure(number)
        return number if figure is None else without_vat(figure)

    def net_items(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(replace(item, amount=net(item.amount)) for item in items)

    return replace(
        budget,
        startup=net_items(budget.startup),
        monthly=net_items(budget.monthly),
        price=net(budget.price),
        unit_cost=net(budget.unit_cost),
        with_vat=False,
    )


# A month


@_exact
def contribution(budget: Budget) -> Decimal | None:
    """Contribution margin of one sale without VAT; negative where its cost exceeds the price."""
    net = net_of_vat(budget)
    price, cost = _figure(net.price), _figure(net.unit_cost)
    return None if price is None or cost is None else price - cost


@_exact
def monthly_result(budget: Budget) -> Decimal | None:
    """Profit (or loss, negative) of one month without VAT."""
    margin, units = contribution(budget), _figure(budget.units_a_month)
    costs = total(net_of_vat(budget).monthly)
    return None if margin is None or units is None or costs is None else margin * units - costs


@_exact
def break_even(budget: Budget) -> int | None:
    """Sales a month that cover the monthly costs, rounded up; None where no number does."""
    margin, costs = contribution(budget), total(net_of_vat(budget).monthly)
    if margin is None or costs is None or margin <= 0:
        return None
    whole, rest = divmod(costs, margin)
    return int(whole) + (rest > 0)


@_exact
def break_even_a_day(budget: Budget) -> Decimal | None:
    """Sales per working day to break even; not rounded."""
    sales = break_even(budget)
    return None if sales is None else Decimal(sales) / WORKING_DAYS


@_exact
def capacity_a_month(budget: Budget) -> int | None:
    """Units that can be made in a month, at most."""
    capacity = _figure(budget.capacity_a_day)
    return None if capacity is None else int(capacity * WORKING_DAYS)


# The first months


@_exact
def cash_balances(budget: Budget) -> tuple[Decimal, ...] | None:
    """The balance at the end of each of the first MONTHS months, beginning with 0 kr."""
    startup, result = total(net_of_vat(budget).startup), monthly_result(budget)
    if startup is None or result is None:
        return None
    return tuple(result * month - startup for month in range(1, MONTHS + 1))


@_exact
def funding_need(budget: Budget) -> Decimal | None:
    """Capital needed for the first MONTHS months: startup costs, and losses until then."""
    startup, months = total(net_of_vat(budget).startup), cash_balances(budget)
    return None if startup is None or months is None else max(startup, -min(months))


# What if


@_exact
def if_price(budget: Budget, percent: int) -> Budget:
    """The same budget with the price changed by so many percent."""
    return replace(budget, price=_changed(budget.price, percent))


@_exact
def if_costs(budget: Budget, percent: int, name: str | None = None) -> Budget:
    """The same budget with all monthly costs, or those of one name, changed by a percentage."""
    monthly = tuple(
        replace(item, amount=_changed(item.amount, percent)) if name in (None, item.name) else item
        for item in budget.monthly
    )
    return replace(budget, monthly=monthly)


# Issues


@_exact
def find_issues(budget: Budget) -> tuple[BudgetIssue, ...]:
    """In the order in which they should be asked about; see `BudgetIssue`."""
    capacity = capacity_a_month(budget)
    found = {
        BudgetIssue.ODD_FIGURE: _has_odd_figure(budget),
        BudgetIssue.PRICE_MISSING: budget.price is None,
        BudgetIssue.PRICE_ZERO: _figure(budget.price) == 0,
        BudgetIssue.PRICE_UNDER_COST: _has_no_margin(budget),
        BudgetIssue.NOTHING_SOLD: _figure(budget.units_a_month) == 0,
        BudgetIssue.MORE_SOLD_THAN_MADE: _exceeds(_figure(budget.units_a_month), capacity),
        BudgetIssue.MORE_NEEDED_THAN_MADE: _exceeds(break_even(budget), capacity),
        BudgetIssue.NO_COSTS: _figure(budget.unit_cost) == total(budget.monthly) == 0,
    }
    return tuple(issue for issue, applies in found.items() if applies)


def _has_no_margin(budget: Budget) -> bool:
    margin = contribution(budget)
    return margin is not None and margin <= 0 and _figure(budget.price) != 0


def _exceeds(needed: Decimal | int | None, possible: int | None) -> bool:
    return needed is not None and possible is not None and needed > possible


def _has_odd_figure(budget: Budget) -> bool:
    money = [item.amount for item in (*budget.startup, *budget.monthly)]
    money += [budget.price, budget.unit_cost]
    return (
        any(_is_odd(amount, _ODD_MONEY) for amount in money)
        or _is_odd(budget.units_a_month, _ODD_UNITS)
        or _is_odd(budget.capacity_a_day, _ODD_CAPACITY)
    )


def _is_odd(number: Decimal | None, largest: Decimal) -> bool:
    figure = _figure(number)
    return number is not None and (figure is None or figure > largest)


# Figures


def _figure(number: Decimal | None) -> Decimal | None:
    """Rounded to six decimals; None for an impossible figure."""
    if number is None or not number.is_finite() or not 0 <= number < LARGEST:
        return None
    return number.quantize(_FINEST) if _decimals(number) > 6 else number


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _changed(number: Decimal | None, percent: int) -> Decimal | None:
    """Rounded to the øre; an impossible figure is returned unchanged."""
    figure = _figure(number)
    if figure is None:
        return number
    return (figure * (100 + percent) / 100).quantize(_ORE, ROUND_HALF_UP)
