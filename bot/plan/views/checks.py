"""What a friendly reader would ask about a plan: one question at a time, each with its answer."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

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
from bot.plan.rules.checks import Concern, Finding, yearly_sales
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views.builder import plan_id
from bot.plan.views.plan import section
from bot.submissions.views.tasks import guard

# Where a human knows more than any answer.
_WITH_CONSULTANT = frozenset(
    {
        Concern.BENEFIT, Concern.VAT_UNSURE, Concern.VAT_OVER_LIMIT, Concern.PMV_OVER_LIMIT,
        Concern.FOOD, Concern.SPECIAL_RULES, Concern.NO_MONEY,
    }
)  # fmt: skip


def one_of(view: PlanView, plan: Plan, findings: tuple[Finding, ...], place: int) -> Message:
    """`place` from 0; past the end it begins again."""
    place %= len(findings)
    finding = findings[place]
    to_answer = phrase("✏ To “{question}”", question=phrase(finding.question.title))
    following = Button(phrase("Next ▶"), ShowFinding(plan_id(plan), place + 1).pack())
    return message(
        quiet(
            phrase(
                "🔎 {place} of {total}",
                place=Verbatim(str(place + 1)),
                total=Verbatim(str(len(findings))),
            )
        ),
        asked(view, finding),
        buttons=[
            [Button(to_answer, GoToQuestion(plan_id(plan), finding.question.id).pack())],
            [following] if len(findings) > 1 else [],
            [to_consultant()] if finding.concern in _WITH_CONSULTANT else [],
            [to_plan()],
        ],
    )


def fits_together() -> Message:
    return message(
        strong(phrase("👍 I have read your plan. It fits together.")),
        guard(),
        buttons=[[to_plan()], [to_consultant()]],
    )


def asked(view: PlanView, finding: Finding) -> Phrase:
    """The question itself."""
    return _QUESTIONS[finding.concern](view, finding)


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
        possible=_amount(sums.possible_a_month(view.budget)),
    )


def _more_needed(view: PlanView, finding: Finding) -> Phrase:
    return phrase(
        "You need about {needed} sales a month to pay your costs. In your working days you can do "
        "about {possible}. What could be different?",
        needed=_amount(sums.break_even(view.budget)),
        possible=_amount(sums.possible_a_month(view.budget)),
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
        amount=_amount(sums.cash_need(view.budget)),
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


_QUESTIONS: dict[Concern, Callable[[PlanView, Finding], Phrase]] = {
    Concern.ODD_FIGURE: lambda view, finding: phrase(
        "One of these numbers is unusual. Is it what you wanted to say?"
    ),
    Concern.PRICE_MISSING: lambda view, finding: phrase(
        "What could a customer pay you for one? When I know it, I can count the rest."
    ),
    Concern.PRICE_ZERO: lambda view, finding: phrase(
        "The price is 0 kr. What could a customer pay you for it?"
    ),
    Concern.PRICE_UNDER_COST: _price_under_cost,
    Concern.NOTHING_SOLD: lambda view, finding: phrase(
        "You sell nothing in a month, says the plan. How many could it be?"
    ),
    Concern.MORE_SOLD_THAN_MADE: _more_sold,
    Concern.MORE_NEEDED_THAN_MADE: _more_needed,
    Concern.NO_COSTS: lambda view, finding: phrase(
        "No costs at all? Think of materials, the phone and the bus."
    ),
    Concern.AMOUNT_MISSING: lambda view, finding: phrase(
        "What does “{name}” cost? When I know it, I can count the rest.",
        name=Verbatim(finding.name) if finding.name else phrase("Without a name"),
    ),
    Concern.MONTH_LOSES: _month_loses,
    Concern.NO_MONEY: _no_money,
    Concern.RENT_MISSING: lambda view, finding: phrase(
        "You want to rent a place, and your costs every month are 0 kr. What is the rent?"
    ),
    Concern.NO_REACH: lambda view, finding: phrase(
        "You know who your customers are. How will they hear about you?"
    ),
    Concern.NO_PLACE: lambda view, finding: phrase(
        "Your customers want to know where to find you. Where will you work?"
    ),
    Concern.FOOD: lambda view, finding: phrase(
        "You want to sell food. A food business registers with Fødevarestyrelsen before the first "
        "sale. Have you asked how that goes?"
    ),
    Concern.SPECIAL_RULES: lambda view, finding: phrase(
        "For your kind of work, you may need a permission before you start. Have you asked?"
    ),
    Concern.VAT_UNSURE: lambda view, finding: phrase(
        "Is VAT (moms) in your prices? It changes the sums. Will you ask your consultant?"
    ),
    Concern.VAT_OVER_LIMIT: _vat_over_limit,
    Concern.PMV_OVER_LIMIT: _pmv_over_limit,
    Concern.BENEFIT: lambda view, finding: phrase(
        "Have you talked with your consultant about your benefit? Please do it before you "
        "register or advertise anything. Starting too early can cost you your benefit."
    ),
    Concern.GAP: _gap,
    Concern.EMPTY: _empty,
}


def _amount(number: Decimal | int | None) -> Amount:
    """Whole kroner are enough to think with."""
    return Amount(rounded(Decimal(number or 0)))


def rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_UP)
