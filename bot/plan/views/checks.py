"""Findings of the check of a plan: one question a message, with buttons to the answer."""

from collections.abc import Callable
from decimal import Decimal

from bot.kernel.messages import (
    Amount,
    Button,
    Message,
    Phrase,
    Verbatim,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_plan
from bot.plan.buttons import GoToQuestion, ShowFinding
from bot.plan.rules import budget as sums
from bot.plan.rules.checks import Finding, FindingKind, yearly_sales
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views.builder import plan_id
from bot.plan.views.money_meaning import whole_kroner
from bot.plan.views.plan import section
from bot.submissions.views.tasks import guard

# Questions with which the consultant can help.
_WITH_CONSULTANT = frozenset(
    {
        FindingKind.BENEFIT, FindingKind.VAT_UNSURE, FindingKind.VAT_OVER_LIMIT,
        FindingKind.PMV_OVER_LIMIT, FindingKind.FOOD, FindingKind.SPECIAL_RULES,
        FindingKind.NO_MONEY,
    }
)  # fmt: skip


def finding(view: PlanView, plan: Plan, findings: tuple[Finding, ...], place: int) -> Message:
    """`place`: counts from 0 and wraps around."""
    place %= len(findings)
    shown = findings[place]
    to_answer = phrase("✏ To “{question}”", question=phrase(shown.question.title))
    following = Button(phrase("Next ▶"), ShowFinding(plan_id(plan), place + 1).pack())
    return message(
        quiet(
            phrase(
                "🔎 {place} of {total}",
                place=Verbatim(str(place + 1)),
                total=Verbatim(str(len(findings))),
            )
        ),
        finding_text(view, shown),
        buttons=[
            [Button(to_answer, GoToQuestion(plan_id(plan), shown.question.id).pack())],
            [following] if len(findings) > 1 else [],
            [to_consultant()] if shown.kind in _WITH_CONSULTANT else [],
            [to_plan()],
        ],
    )


def no_findings() -> Message:
    return message(
        strong(phrase("👍 I have read your plan. It fits together.")),
        guard(),
        buttons=[[to_plan()], [to_consultant()]],
    )


def finding_text(view: PlanView, finding: Finding) -> Phrase:
    """The question of a finding."""
    return _QUESTIONS[finding.kind](view, finding)


def _price_under_cost(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "A customer pays you {price} kr, and one costs you {cost} kr. What could be different, so "
        "that something is left for you?",
        price=_amount(view.budget.price),
        cost=_amount(view.budget.unit_cost),
    )


def _more_sold(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "You want to sell {units} in a month. In your working days you can do about {possible}. "
        "Which of the two numbers is right?",
        units=_amount(view.budget.units_a_month),
        possible=_amount(sums.capacity_a_month(view.budget)),
    )


def _more_needed(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "You need about {needed} sales a month to pay your costs. In your working days you can do "
        "about {possible}. What could be different?",
        needed=_amount(sums.break_even(view.budget)),
        possible=_amount(sums.capacity_a_month(view.budget)),
    )


def _month_loses(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "With these numbers, {amount} kr are missing every month. Could you sell more, ask for a "
        "higher price, or make a cost smaller?",
        amount=_amount(-(sums.monthly_result(view.budget) or Decimal(0))),
    )


def _no_money(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "You need about {amount} kr for the first six months. Where can this money come from? "
        "Please talk with your consultant before you borrow.",
        amount=_amount(sums.funding_need(view.budget)),
    )


def _vat_over_limit(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "With these numbers you sell for about {amount} kr in a year. Over {limit} kr a business "
        "must register for VAT (moms). Will you ask your consultant about it?",
        amount=_amount(yearly_sales(view.budget)),
        limit=_amount(view.outline.vat_limit),
    )


def _pmv_over_limit(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "With these numbers you sell for about {amount} kr in a year. A PMV may sell for {limit} "
        "kr. Will you ask your consultant which company form fits?",
        amount=_amount(yearly_sales(view.budget)),
        limit=_amount(view.outline.vat_limit),
    )


def _gap(view: PlanView, finding: Finding) -> Phrase:
    return phrases(
        "In “{section}”, {count} question still waits for you. Would you like to answer it?",
        "In “{section}”, {count} questions still wait for you. Would you like to answer one?",
        finding.count,
        section=section(finding.section),
    )


def _empty(view: PlanView, finding: Finding) -> Phrase:
    return phrases(
        "{count} part is still empty: “{section}”. Would you like to begin there?",
        "{count} parts are still empty. The first is “{section}”. Would you like to begin there?",
        finding.count,
        section=section(finding.section),
    )


_QUESTIONS: dict[FindingKind, Callable[[PlanView, Finding], Phrase]] = {
    FindingKind.ODD_FIGURE: lambda view, finding: phrase(
        "One of these numbers is unusual. Is it what you wanted to say?"
    ),
    FindingKind.PRICE_MISSING: lambda view, finding: phrase(
        "What could a customer pay you for one? When I know it, I can count the rest."
    ),
    FindingKind.PRICE_ZERO: lambda view, finding: phrase(
        "The price is 0 kr. What could a customer pay you for it?"
    ),
    FindingKind.PRICE_UNDER_COST: _price_under_cost,
    FindingKind.NOTHING_SOLD: lambda view, finding: phrase(
        "You sell nothing in a month, says the plan. How many could it be?"
    ),
    FindingKind.MORE_SOLD_THAN_MADE: _more_sold,
    FindingKind.MORE_NEEDED_THAN_MADE: _more_needed,
    FindingKind.NO_COSTS: lambda view, finding: phrase(
        "No costs at all? Think of materials, the phone and the bus."
    ),
    FindingKind.AMOUNT_MISSING: lambda view, finding: phrase(
        "What does “{name}” cost? When I know it, I can count the rest.",
        name=Verbatim(finding.name) if finding.name else phrase("Without a name"),
    ),
    FindingKind.MONTH_LOSES: _month_loses,
    FindingKind.NO_MONEY: _no_money,
    FindingKind.RENT_MISSING: lambda view, finding: phrase(
        "You want to rent a place, and your costs every month are 0 kr. What is the rent?"
    ),
    FindingKind.NO_REACH: lambda view, finding: phrase(
        "You know who your customers are. How will they hear about you?"
    ),
    FindingKind.NO_PLACE: lambda view, finding: phrase(
        "Your customers want to know where to find you. Where will you work?"
    ),
    FindingKind.FOOD: lambda view, finding: phrase(
        "You want to sell food. A food business registers with Fødevarestyrelsen before the first "
        "sale. Have you asked how that goes?"
    ),
    FindingKind.SPECIAL_RULES: lambda view, finding: phrase(
        "For your kind of work, you may need a permission before you start. Have you asked?"
    ),
    FindingKind.VAT_UNSURE: lambda view, finding: phrase(
        "Is VAT (moms) in your prices? It changes the sums. Will you ask your consultant?"
    ),
    FindingKind.VAT_OVER_LIMIT: _vat_over_limit,
    FindingKind.PMV_OVER_LIMIT: _pmv_over_limit,
    FindingKind.BENEFIT: lambda view, finding: phrase(
        "Have you talked with your consultant about your benefit? Please do it before you "
        "register or advertise anything. Starting too early can cost you your benefit."
    ),
    FindingKind.GAP: _gap,
    FindingKind.EMPTY: _empty,
}


def _amount(number: Decimal | int | None) -> Amount:
    return whole_kroner(Decimal(number or 0))
