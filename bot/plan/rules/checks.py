"""A plan read as a friend would read it: what does not fit together, what nobody has thought of,
what is still empty.  Findings are questions, never mistakes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.plan.rules import budget as sums
from bot.plan.rules.budget import Budget, Doubt
from bot.plan.rules.outline import QuestionTag, Says
from bot.plan.rules.view import Mark, PlanView
from bot.questionnaire.rules.questionnaire import Figure, Question


class Concern(StrEnum):
    ODD_FIGURE = "odd_figure"
    PRICE_MISSING = "price_missing"
    PRICE_ZERO = "price_zero"
    PRICE_UNDER_COST = "price_under_cost"
    NOTHING_SOLD = "nothing_sold"
    MORE_SOLD_THAN_MADE = "more_sold_than_made"
    MORE_NEEDED_THAN_MADE = "more_needed_than_made"
    NO_COSTS = "no_costs"
    AMOUNT_MISSING = "amount_missing"
    MONTH_LOSES = "month_loses"
    NO_MONEY = "no_money"
    RENT_MISSING = "rent_missing"
    NO_REACH = "no_reach"
    NO_PLACE = "no_place"
    FOOD = "food"
    SPECIAL_RULES = "special_rules"
    VAT_UNSURE = "vat_unsure"
    VAT_OVER_LIMIT = "vat_over_limit"
    PMV_OVER_LIMIT = "pmv_over_limit"
    BENEFIT = "benefit"
    GAP = "gap"
    EMPTY = "empty"


@dataclass(frozen=True)
class Finding:
    """`question`: where the answer is that it is about.  `section`, `count`: of a gap."""

    concern: Concern
    question: Question
    name: str = ""  # of an item without its amount
    section: str = ""
    count: int = 0


def look_over(view: PlanView) -> tuple[Finding, ...]:
    """In the order in which they should be asked; each concern about one thing once."""
    found = [*_money(view), *_rest(view), *_gaps(view)]
    return tuple(finding for finding in found if finding is not None)


def yearly_sales(budget: Budget) -> Decimal | None:
    net = sums.own(budget)
    price, units = net.price, net.units_a_month
    if price is None or units is None or Doubt.ODD_FIGURE in sums.doubts(budget):
        return None
    return price * units * 12


# The money

_ABOUT: dict[Doubt, tuple[Concern, Figure]] = {
    Doubt.PRICE_ZERO: (Concern.PRICE_ZERO, "price"),
    Doubt.PRICE_UNDER_COST: (Concern.PRICE_UNDER_COST, "price"),
    Doubt.NOTHING_SOLD: (Concern.NOTHING_SOLD, "units"),
    Doubt.MORE_SOLD_THAN_MADE: (Concern.MORE_SOLD_THAN_MADE, "units"),
    Doubt.MORE_NEEDED_THAN_MADE: (Concern.MORE_NEEDED_THAN_MADE, "price"),
    Doubt.NO_COSTS: (Concern.NO_COSTS, "monthly"),
}


def _money(view: PlanView) -> Iterator[Finding | None]:
    budget = view.budget
    doubts = sums.doubts(budget)
    if Doubt.ODD_FIGURE in doubts:  # whatever is counted with it would be odd too
        yield _of(view, Concern.ODD_FIGURE, _odd(budget))
        return
    if Doubt.PRICE_MISSING in doubts and (budget.unit_cost is not None or budget.monthly):
        yield _of(view, Concern.PRICE_MISSING, "price")
    for doubt in doubts:
        if doubt in _ABOUT:
            yield _of(view, *_ABOUT[doubt])
    yield from _unpriced(view)
    result, need = sums.monthly_result(budget), sums.cash_need(budget)
    told = {Doubt.PRICE_UNDER_COST, Doubt.NOTHING_SOLD, Doubt.PRICE_ZERO}
    if result is not None and result < 0 and not told & set(doubts):
        yield _of(view, Concern.MONTH_LOSES, "units")
    if need and (Says.NO_MONEY in view.says or not view.answered(QuestionTag.SOURCE)):
        yield _asking(view, Concern.NO_MONEY, QuestionTag.SOURCE)


def _odd(budget: Budget) -> Figure:
    """The first that is."""
    alone: dict[Figure, Budget] = {
        "price": Budget(price=budget.price),
        "unit_cost": Budget(unit_cost=budget.unit_cost),
        "units": Budget(units_a_month=budget.units_a_month),
        "capacity": Budget(capacity_a_day=budget.capacity_a_day),
        "startup": Budget(startup=budget.startup),
        "monthly": Budget(monthly=budget.monthly),
    }
    return next(f for f, one in alone.items() if Doubt.ODD_FIGURE in sums.doubts(one))


def _unpriced(view: PlanView) -> Iterator[Finding | None]:
    lists: tuple[tuple[Figure, tuple[sums.Item, ...]], ...] = (
        ("startup", view.budget.startup),
        ("monthly", view.budget.monthly),
    )
    for figure, items in lists:
        name = next((item.name for item in items if item.amount is None), None)
        finding = _of(view, Concern.AMOUNT_MISSING, figure) if name is not None else None
        yield replace(finding, name=name or "") if finding else None


# All else


def _rest(view: PlanView) -> Iterator[Finding | None]:
    rules: dict[Concern, tuple[QuestionTag, Callable[[], bool]]] = {
        Concern.RENT_MISSING: (QuestionTag.PLACE, lambda: _rents_for_nothing(view)),
        Concern.NO_REACH: (QuestionTag.REACH, lambda: _nobody_hears(view)),
        Concern.NO_PLACE: (QuestionTag.PLACE, lambda: _nowhere(view)),
        Concern.FOOD: (QuestionTag.PERMITS, lambda: _unasked(view, Says.FOOD)),
        Concern.SPECIAL_RULES: (
            QuestionTag.PERMITS,
            lambda: _unasked(view, Says.SPECIAL_RULES) and Says.FOOD not in view.says,
        ),
        Concern.VAT_UNSURE: (QuestionTag.VAT, lambda: Says.VAT_UNSURE in view.says),
        Concern.VAT_OVER_LIMIT: (QuestionTag.VAT, lambda: _over(view, Says.VAT_NONE)),
        Concern.PMV_OVER_LIMIT: (
            QuestionTag.VAT,
            lambda: _over(view, Says.PMV) and Says.VAT_NONE not in view.says,
        ),
        Concern.BENEFIT: (QuestionTag.BENEFIT, lambda: _guard(view)),
    }
    for concern, (topic, applies) in rules.items():
        yield _asking(view, concern, topic) if applies() else None


def _rents_for_nothing(view: PlanView) -> bool:
    return Says.RENTS_A_PLACE in view.says and sums.total(view.budget.monthly) == 0


def _nobody_hears(view: PlanView) -> bool:
    unknown = Says.NO_REACH in view.says or not view.answered(QuestionTag.REACH)
    return view.answered(QuestionTag.CUSTOMERS) and unknown


def _nowhere(view: PlanView) -> bool:
    unknown = Says.NO_PLACE in view.says or not view.answered(QuestionTag.PLACE)
    return view.answered(QuestionTag.CUSTOMERS) and unknown


def _unasked(view: PlanView, rule: Says) -> bool:
    return rule in view.says and Says.PERMIT_KNOWN not in view.says


def _over(view: PlanView, said: Says) -> bool:
    sales = yearly_sales(view.budget)
    return said in view.says and sales is not None and sales > view.outline.vat_limit


_NEAR_THE_START = ("sales", "legal", "goals")


def _guard(view: PlanView) -> bool:
    """Whoever thinks of advertising, registering or beginning is told to ask first."""
    near = any(view.mark(section) is not Mark.EMPTY for section in _NEAR_THE_START)
    return near and Says.BENEFIT_ASKED not in view.says


def _gaps(view: PlanView) -> Iterator[Finding]:
    """Of sections the person has begun; of empty ones only when most of the plan is there, as a
    long list of what is missing helps nobody who has just begun."""
    marks = view.marks()
    for section in marks:
        begun = any(view.has_own(q) for q in view.outline.section(section).questions)
        gaps = view.gaps(section) if begun else []
        if gaps:
            yield Finding(Concern.GAP, gaps[0], section=section, count=len(gaps))
    empty = [section for section, mark in marks.items() if mark is Mark.EMPTY]
    if empty and 2 * len(empty) <= len(marks):
        first = view.outline.section(empty[0]).questions[0]
        yield Finding(Concern.EMPTY, first, section=empty[0], count=len(empty))


def _of(view: PlanView, concern: Concern, figure: Figure) -> Finding | None:
    question = view.outline.of_figure(figure)
    return Finding(concern, question) if question else None


def _asking(view: PlanView, concern: Concern, topic: QuestionTag) -> Finding | None:
    question = view.outline.asking(topic)
    return Finding(concern, question) if question else None
