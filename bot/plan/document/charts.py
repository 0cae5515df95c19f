"""The geometry of a plan's charts, in fractions of width and height; Typst draws them.

Labels are exact; positions are rounded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

from bot.documents.lines import Lines, Localizer, bare
from bot.documents.numbers import decimal_text
from bot.i18n.catalogues import locale
from bot.kernel.messages import Phrase
from bot.plan.rules import budget as rules
from bot.plan.rules.budget import Budget
from bot.plan.views import document as wording

_TICKS = 5
_MARGIN = Decimal("1.6")  # length of the axis, relative to the break-even
_WIDEST = 4  # maximum of the same, or the break-even is too close to the origin
_CONTEXT = Context(prec=80)

Tick = tuple[float, str]


@dataclass(frozen=True)
class BreakEven:
    """Income and costs by sales a month.  Lines run from x = 0 to x = 1."""

    titles: Lines
    alt: str
    income_end: float
    costs_begin: float
    costs_end: float
    even: tuple[float, float]
    sales: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    axis: Lines
    money_in: Lines
    money_out: Lines
    here: Lines


@dataclass(frozen=True)
class Cash:
    """One bar a month, from `zero` up or down to its end."""

    titles: Lines
    alt: str
    explained: Lines
    zero: float
    bars: tuple[Tick, ...]
    months: tuple[str, ...]
    axis: Lines


def break_even_chart(net: Budget, localizer: Localizer) -> BreakEven | None:
    """`net`: without VAT.  None without a break-even, or with one at 0 sales."""
    sales, left, label = rules.break_even(net), rules.contribution(net), _label(localizer)
    fixed = rules.total(net.monthly)
    if not sales or not left or fixed is None or net.price is None or net.unit_cost is None:
        return None
    with localcontext(_CONTEXT):
        planned = (net.units_a_month or Decimal(0)) * Decimal("1.1")
        end = min(max(sales * _MARGIN, planned), Decimal(sales * _WIDEST))
        across = _ticks(Decimal(0), end, least=Decimal(1))
        width = across[-1]
        highest = max(net.price * width, fixed + net.unit_cost * width)
        up = _ticks(Decimal(0), highest)
        height = up[-1]
        exact = fixed / left  # where the lines cross; `sales` is rounded up
        return BreakEven(
            localizer.localize(wording.break_even_title()),
            _alt(wording.break_even_alt(sales, _ore(exact * net.price)), localizer),
            float(net.price * width / height),
            float(fixed / height),
            float((fixed + net.unit_cost * width) / height),
            (float(exact / width), float(exact * net.price / height)),
            label(Decimal(sales)),
            tuple((float(tick / width), label(tick)) for tick in across),
            tuple((float(tick / height), label(tick)) for tick in up),
            localizer.localize(wording.sales_axis()),
            localizer.localize(wording.money_in()),
            localizer.localize(wording.money_out()),
            localizer.localize(wording.break_even_point()),
        )


def cash_chart(net: Budget, localizer: Localizer) -> Cash | None:
    months, label = rules.cash_balances(net), _label(localizer)
    if months is None:
        return None
    with localcontext(_CONTEXT):
        low, high = min(Decimal(0), *months), max(Decimal(0), *months)
        span = (high - low) or Decimal(1)
        whole = [month.quantize(Decimal(1), ROUND_HALF_UP) for month in months]
        return Cash(
            localizer.localize(wording.cash_title()),
            _alt(wording.cash_alt([_ore(month) for month in months]), localizer),
            localizer.localize(wording.cash_explained()),
            float(-low / span),
            tuple(
                (float((month - low) / span), label(shown))
                for month, shown in zip(months, whole, strict=True)
            ),
            tuple(str(number) for number in range(1, len(months) + 1)),
            localizer.localize(wording.month_axis()),
        )


def _alt(phrase: Phrase, localizer: Localizer) -> str:
    return bare(localizer.line(phrase, localizer.languages[0]).text)


def _label(localizer: Localizer) -> Callable[[Decimal], str]:
    where = locale(localizer.languages[0])
    return lambda number: decimal_text(number, where)


def _ore(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _ticks(low: Decimal, high: Decimal, least: Decimal = Decimal("0.01")) -> list[Decimal]:
    """Round numbers from `low` to the first that is at least `high`."""
    rough = max((high - low) / _TICKS, least)
    power = Decimal(10) ** rough.log10().to_integral_value(ROUND_FLOOR)
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    count = int((high - low) / step)
    if low + step * count < high:
        count += 1
    return [low + step * n for n in range(max(count, 1) + 1)]
