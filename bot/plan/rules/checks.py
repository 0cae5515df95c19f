"""Check of a whole plan: what does not fit together, what was forgotten, what is still empty.

A finding is a question to the participant, not an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.plan.rules import budget as sums
from bot.plan.rules.budget import Budget, BudgetIssue
from bot.plan.rules.outline import ChoiceTag, QuestionTag
from bot.plan.rules.view import PlanView, SectionStatus
from bot.questionnaire.rules.questionnaire import Figure, Question


class FindingKind(StrEnum):
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
    """`question`: the question of the plan that it refers to.

    `name`: the cost that has no amount.  `section`, `count`: where answers are missing, how many.
    """

    kind: FindingKind
    question: Question
    name: str = ""
    section: str = ""
    count: int = 0


def check_plan(view: PlanView) -> tuple[Finding, ...]:
    """In the order in which they should be asked."""
    found = [*_money_findings(view), *_other_findings(view), *_gaps(view)]
    return tuple(finding for finding in found if finding is not None)


def yearly_sales(budget: Budget) -> Decimal | None:
    """Sales of twelve months without VAT; None where a figure is missing or odd."""
    net = sums.net_of_vat(budget)
    price, units = net.price, net.units_a_month
    if price is None or units is None or BudgetIssue.ODD_FIGURE in sums.find_issues(budget):
        return None
    return price * units * 12


# The money

_FOR_ISSUE: dict[BudgetIssue, tuple[FindingKind, Figure]] = {
    BudgetIssue.PRICE_ZERO: (FindingKind.PRICE_ZERO, "price"),
    BudgetIssue.PRICE_UNDER_COST: (FindingKind.PRICE_UNDER_COST, "price"),
    BudgetIssue.NOTHING_SOLD: (FindingKind.NOTHING_SOLD, "units"),
    BudgetIssue.MORE_SOLD_THAN_MADE: (FindingKind.MORE_SOLD_THAN_MADE, "units"),
    BudgetIssue.MORE_NEEDED_THAN_MADE: (FindingKind.MORE_NEEDED_THAN_MADE, "price"),
    BudgetIssue.NO_COSTS: (FindingKind.NO_COSTS, "monthly"),
}


def _money_findings(view: PlanView) -> Iterator[Finding | None]:
    budget = view.budget
    issues = sums.find_issues(budget)
    if BudgetIssue.ODD_FIGURE in issues:  # all results would be odd too
        yield _on_figure(view, FindingKind.ODD_FIGURE, _odd_figure(budget))
        return
    if BudgetIssue.PRICE_MISSING in issues and (budget.unit_cost is not None or budget.monthly):
        yield _on_figure(view, FindingKind.PRICE_MISSING, "price")
    for issue in issues:
        if issue in _FOR_ISSUE:
            yield _on_figure(view, *_FOR_ISSUE[issue])
    yield from _amounts_missing(view)
    result, need = sums.monthly_result(budget), sums.funding_need(budget)
    reasons = {BudgetIssue.PRICE_UNDER_COST, BudgetIssue.NOTHING_SOLD, BudgetIssue.PRICE_ZERO}
    if result is not None and result < 0 and not reasons & set(issues):
        yield _on_figure(view, FindingKind.MONTH_LOSES, "units")
    if need and (
        ChoiceTag.NO_MONEY in view.choice_tags or not view.is_answered(QuestionTag.SOURCE)
    ):
        yield _on_tag(view, FindingKind.NO_MONEY, QuestionTag.SOURCE)


def _odd_figure(budget: Budget) -> Figure:
    """The first one that is odd."""
    alone: dict[Figure, Budget] = {
        "price": Budget(price=budget.price),
        "unit_cost": Budget(unit_cost=budget.unit_cost),
        "units": Budget(units_a_month=budget.units_a_month),
        "capacity": Budget(capacity_a_day=budget.capacity_a_day),
        "startup": Budget(startup=budget.startup),
        "monthly": Budget(monthly=budget.monthly),
    }
    return next(f for f, one in alone.items() if BudgetIssue.ODD_FIGURE in sums.find_issues(one))


def _amounts_missing(view: PlanView) -> Iterator[Finding | None]:
    lists: tuple[tuple[Figure, tuple[sums.Item, ...]], ...] = (
        ("startup", view.budget.startup),
        ("monthly", view.budget.monthly),
    )
    for figure, items in lists:
        name = next((item.name for item in items if item.amount is None), None)
        finding = (
            _on_figure(view, FindingKind.AMOUNT_MISSING, figure) if name is not None else None
        )
        yield replace(finding, name=name or "") if finding else None


# Everything else


def _other_findings(view: PlanView) -> Iterator[Finding | None]:
    tags = view.choice_tags
    rules = {
        FindingKind.RENT_MISSING: (QuestionTag.PLACE, _rent_without_costs(view)),
        FindingKind.NO_REACH: (QuestionTag.REACH, _no_way_to_be_found(view)),
        FindingKind.NO_PLACE: (QuestionTag.PLACE, _no_place(view)),
        FindingKind.FOOD: (QuestionTag.PERMITS, _permits_unclear(view, ChoiceTag.FOOD)),
        FindingKind.SPECIAL_RULES: (
            QuestionTag.PERMITS,
            _permits_unclear(view, ChoiceTag.SPECIAL_RULES) and ChoiceTag.FOOD not in tags,
        ),
        FindingKind.VAT_UNSURE: (QuestionTag.VAT, ChoiceTag.VAT_UNSURE in tags),
        FindingKind.VAT_OVER_LIMIT: (QuestionTag.VAT, _exceeds_limit(view, ChoiceTag.VAT_NONE)),
        FindingKind.PMV_OVER_LIMIT: (
            QuestionTag.VAT,
            _exceeds_limit(view, ChoiceTag.PMV) and ChoiceTag.VAT_NONE not in tags,
        ),
        FindingKind.BENEFIT: (QuestionTag.BENEFIT, _benefit_unclear(view)),
    }
    for kind, (tag, applies) in rules.items():
        yield _on_tag(view, kind, tag) if applies else None


def _rent_without_costs(view: PlanView) -> bool:
    return ChoiceTag.RENTS_A_PLACE in view.choice_tags and sums.total(view.budget.monthly) == 0


def _no_way_to_be_found(view: PlanView) -> bool:
    unknown = ChoiceTag.NO_REACH in view.choice_tags or not view.is_answered(QuestionTag.REACH)
    return view.is_answered(QuestionTag.CUSTOMERS) and unknown


def _no_place(view: PlanView) -> bool:
    unknown = ChoiceTag.NO_PLACE in view.choice_tags or not view.is_answered(QuestionTag.PLACE)
    return view.is_answered(QuestionTag.CUSTOMERS) and unknown


def _permits_unclear(view: PlanView, tag: ChoiceTag) -> bool:
    return tag in view.choice_tags and ChoiceTag.PERMIT_KNOWN not in view.choice_tags


def _exceeds_limit(view: PlanView, tag: ChoiceTag) -> bool:
    sales = yearly_sales(view.budget)
    return tag in view.choice_tags and sales is not None and sales > view.outline.vat_limit


_NEAR_THE_START = ("sales", "legal", "goals")


def _benefit_unclear(view: PlanView) -> bool:
    """Registering or advertising too early can cost the benefit, so the question comes first."""
    near = any(view.status(section) is not SectionStatus.EMPTY for section in _NEAR_THE_START)
    return near and ChoiceTag.BENEFIT_ASKED not in view.choice_tags


def _gaps(view: PlanView) -> Iterator[Finding]:
    """Missing answers of begun sections; empty sections once at least half of them have content,
    because at the beginning a list of all that is missing does not help."""
    statuses = view.statuses()
    for section in statuses:
        begun = any(view.has_own(q) for q in view.outline.section(section).questions)
        gaps = view.gaps(section) if begun else []
        if gaps:
            yield Finding(FindingKind.GAP, gaps[0], section=section, count=len(gaps))
    empty = [section for section, status in statuses.items() if status is SectionStatus.EMPTY]
    if empty and 2 * len(empty) <= len(statuses):
        first = view.outline.section(empty[0]).questions[0]
        yield Finding(FindingKind.EMPTY, first, section=empty[0], count=len(empty))


def _on_figure(view: PlanView, kind: FindingKind, figure: Figure) -> Finding | None:
    question = view.outline.of_figure(figure)
    return Finding(kind, question) if question else None


def _on_tag(view: PlanView, kind: FindingKind, tag: QuestionTag) -> Finding | None:
    question = view.outline.tagged(tag)
    return Finding(kind, question) if question else None
