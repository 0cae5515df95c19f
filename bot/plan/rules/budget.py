"""The figures of a plan and what follows from them: what a sale leaves, when it carries itself.

Whatever stands in a budget, nothing here raises: a figure that is not there, or that can't be one
(negative, infinite, beyond all measure), makes what depends on it None and is among the `doubts`.
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
    """Something that costs money.  None: named, but the amount is not known yet.

    `own`: the name is in somebody's own words; else it is a text of the content.
    """

    name: str
    amount: Decimal | None
    own: bool = False


@dataclass(frozen=True)
class Budget:
    """None, and a list with nothing in it: not known yet (nothing to pay is an item of 0).

    `with_vat`: the business pays VAT, and the figures are said with VAT in them.
    """

    startup: tuple[Item, ...] = ()
    monthly: tuple[Item, ...] = ()
    price: Decimal | None = None
    unit_cost: Decimal | None = None
    units_a_month: Decimal | None = None
    with_vat: bool = False
    capacity_a_day: Decimal | None = None


class Doubt(StrEnum):
    """What a friendly reader would ask about."""

    ODD_FIGURE = "odd_figure"  # negative, or larger than anybody's
    PRICE_MISSING = "price_missing"
    PRICE_ZERO = "price_zero"
    PRICE_UNDER_COST = "price_under_cost"  # or just that: nothing is left from a sale
    NOTHING_SOLD = "nothing_sold"
    MORE_SOLD_THAN_MADE = "more_sold_than_made"
    MORE_NEEDED_THAN_MADE = "more_needed_than_made"  # to carry itself
    NO_COSTS = "no_costs"  # nothing for one, and nothing a month


def _exactly(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Enough digits for every figure there can be, whatever the caller's context."""

    @wraps(function)
    def exact(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with localcontext(Context(prec=80)):
            return function(*args, **kwargs)

    return exact


# Totals


@_exactly
def total(items: tuple[Item, ...]) -> Decimal | None:
    """None where nothing is listed yet or an amount is none."""
    amounts = [_figure(item.amount) for item in items]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if items and len(known) == len(items) else None


@_exactly
def without_vat(amount: Decimal) -> Decimal:
    return amount * 100 / (100 + VAT)


@_exactly
def with_vat(amount: Decimal) -> Decimal:
    return amount * (100 + VAT) / 100


@_exactly
def own(budget: Budget) -> Budget:
    """What the business itself has and pays: VAT passes through it."""
    if not budget.with_vat:
        return budget

    def net(number: Decimal | None) -> Decimal | None:
        figure = _figure(number)
        return number if figure is None else without_vat(figure)

    def listed(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(replace(item, amount=net(item.amount)) for item in items)

    return replace(
        budget,
        startup=listed(budget.startup),
        monthly=listed(budget.monthly),
        price=net(budget.price),
        unit_cost=net(budget.unit_cost),
        with_vat=False,
    )


# A month


@_exactly
def contribution(budget: Budget) -> Decimal | None:
    """What one sale leaves for the costs of the month; negative where it costs more than that."""
    net = own(budget)
    price, cost = _figure(net.price), _figure(net.unit_cost)
    return None if price is None or cost is None else price - cost


@_exactly
def monthly_result(budget: Budget) -> Decimal | None:
    left, units = contribution(budget), _figure(budget.units_a_month)
    costs = total(own(budget).monthly)
    return None if left is None or units is None or costs is None else left * units - costs


@_exactly
def break_even(budget: Budget) -> int | None:
    """The whole sales a month that pay its costs; None where no number of them does."""
    left, costs = contribution(budget), total(own(budget).monthly)
    if left is None or costs is None or left <= 0:
        return None
    whole, rest = divmod(costs, left)
    return int(whole) + (rest > 0)


@_exactly
def break_even_a_day(budget: Budget) -> Decimal | None:
    """On a working day; not rounded."""
    sales = break_even(budget)
    return None if sales is None else Decimal(sales) / WORKING_DAYS


@_exactly
def possible_a_month(budget: Budget) -> int | None:
    """How many can be made or helped, at most."""
    capacity = _figure(budget.capacity_a_day)
    return None if capacity is None else int(capacity * WORKING_DAYS)


# The first months


@_exactly
def cash(budget: Budget) -> tuple[Decimal, ...] | None:
    """What is there at the end of each of the first months, beginning from nothing."""
    startup, result = total(own(budget).startup), monthly_result(budget)
    if startup is None or result is None:
        return None
    return tuple(result * month - startup for month in range(1, MONTHS + 1))


@_exactly
def cash_need(budget: Budget) -> Decimal | None:
    """The money one must have to come through them: to start, and what the months lack."""
    startup, months = total(own(budget).startup), cash(budget)
    return None if startup is None or months is None else max(startup, -min(months))


# What if


@_exactly
def if_price(budget: Budget, percent: int) -> Budget:
    """The same with another price: 10 is ten percent more."""
    return replace(budget, price=_by(budget.price, percent))


@_exactly
def if_costs(budget: Budget, percent: int, name: str | None = None) -> Budget:
    """The same with other costs a month: all of them, or the one of that name."""
    monthly = tuple(
        replace(item, amount=_by(item.amount, percent)) if name in (None, item.name) else item
        for item in budget.monthly
    )
    return replace(budget, monthly=monthly)


# As a friendly reader would


@_exactly
def doubts(budget: Budget) -> tuple[Doubt, ...]:
    """In the order in which they should be asked about."""
    found = {
        Doubt.ODD_FIGURE: _is_odd(budget),
        Doubt.PRICE_MISSING: budget.price is None,
        Doubt.PRICE_ZERO: _figure(budget.price) == 0,
        Doubt.PRICE_UNDER_COST: _nothing_left(budget),
        Doubt.NOTHING_SOLD: _figure(budget.units_a_month) == 0,
        Doubt.MORE_SOLD_THAN_MADE: _more(_figure(budget.units_a_month), possible_a_month(budget)),
        Doubt.MORE_NEEDED_THAN_MADE: _more(break_even(budget), possible_a_month(budget)),
        Doubt.NO_COSTS: _figure(budget.unit_cost) == total(budget.monthly) == 0,
    }
    return tuple(doubt for doubt, there in found.items() if there)


def _nothing_left(budget: Budget) -> bool:
    left = contribution(budget)
    return left is not None and left <= 0 and _figure(budget.price) != 0


def _more(needed: Decimal | int | None, possible: int | None) -> bool:
    return needed is not None and possible is not None and needed > possible


def _is_odd(budget: Budget) -> bool:
    money = [item.amount for item in (*budget.startup, *budget.monthly)]
    money += [budget.price, budget.unit_cost]
    return (
        any(_odd(amount, _ODD_MONEY) for amount in money)
        or _odd(budget.units_a_month, _ODD_UNITS)
        or _odd(budget.capacity_a_day, _ODD_CAPACITY)
    )


def _odd(number: Decimal | None, most: Decimal) -> bool:
    figure = _figure(number)
    return number is not None and (figure is None or figure > most)


# Figures


def _figure(number: Decimal | None) -> Decimal | None:
    """To six decimals, which is finer than anybody writes; None where it can't be one."""
    if number is None or not number.is_finite() or not 0 <= number < LARGEST:
        return None
    return number.quantize(_FINEST) if _decimals(number) > 6 else number


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _by(number: Decimal | None, percent: int) -> Decimal | None:
    """To the øre; what is no figure stays what it is."""
    figure = _figure(number)
    if figure is None:
        return number
    return (figure * (100 + percent) / 100).quantize(_ORE, ROUND_HALF_UP)
