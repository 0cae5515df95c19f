"""The money of a plan: the amounts so far, what they mean in one sentence, and what if."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bot.kernel.buttons import encode
from bot.kernel.messages import (
    Amount,
    Button,
    Message,
    Paragraph,
    Param,
    Phrase,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu, to_plan
from bot.kernel.views.layout import in_pairs
from bot.plan.rules.budget import (
    Budget,
    Doubt,
    break_even,
    cash_need,
    doubts,
    if_costs,
    if_price,
    monthly_result,
    total,
)
from bot.plan.rules.outline import Says
from bot.plan.views.links import to_money
from bot.plan.views.money_meaning import meaning, with_or_without_vat
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question
from bot.questionnaire.views.steps import item_name
from bot.submissions.views.tasks import guard

Change = Literal["price", "less", "costs"]

HIGHER, LOWER, LESS = 10, 20, 10  # percent


def figures(
    budget: Budget, missing: Sequence[Question] = (), word: str | None = None,
    vat: Says | None = None, monthly: Sequence[ItemLine] = (), plan_id: int = 0,
) -> Message | None:  # fmt: skip
    """None where there is no amount yet.  `missing`: what is still to be asked; `word`: what the
    person calls one sale; `monthly`: the lines that can be asked "what if" about."""
    amounts = _amounts(budget)
    if not amounts:
        return None
    return message(
        strong(phrase("💰 The money in your plan")),
        *amounts,
        *_results(budget),
        *meaning(budget, word),
        *with_or_without_vat(vat),
        *_to_come(missing),
        quiet(guard()),
        buttons=[
            *_to_answers(missing, plan_id),
            *([_change(change)] for change in _changeable(budget)),
            *_of_lines(budget, monthly),
            [to_plan(), to_consultant()],
            [to_menu()],
        ],
    )


def no_amounts(first: Question | None, plan_id: int) -> Message:
    return message(
        phrase("There is no amount in your plan yet. One price is enough to begin."),
        buttons=[*_to_answers([first] if first else [], plan_id), [to_plan()], [to_menu()]],
    )


def what_if(budget: Budget, change: Change, word: str | None = None) -> Message | None:
    """The same with one thing changed; None where there is nothing (any more) to change."""
    if change not in _changeable(budget):
        return None
    changed = {
        "price": if_price(budget, HIGHER),
        "less": if_price(budget, -LESS),
        "costs": if_costs(budget, -LOWER),
    }[change]
    others = [_change(other) for other in _changeable(budget) if other != change]
    return _changed(_condition(change), changed, word, others)


def what_if_line(budget: Budget, line: ItemLine, word: str | None = None) -> Message | None:
    """The same with one of the monthly costs lower."""
    if "costs" not in _changeable(budget) or not line.amount:
        return None
    condition = phrase(
        "If “{name}” were {percent} percent lower:", name=item_name(line), percent=_number(LOWER)
    )
    changed = if_costs(budget, -LOWER, line.name)
    return _changed(condition, changed, word, [_change(c) for c in _changeable(budget)])


def which_line(lines: Sequence[ItemLine]) -> Message:
    return message(
        phrase("Which cost could be lower?"),
        buttons=[*in_pairs([_of_line(line, item_name(line)) for line in lines]), [to_money()]],
    )


def _changed(
    condition: Phrase, changed: Budget, word: str | None, others: Sequence[Button]
) -> Message:
    return message(
        strong(condition),
        *_amounts(changed),
        *_results(changed),
        *meaning(changed, word),
        buttons=[*([button] for button in others), [to_money(), to_plan()], [to_menu()]],
    )


def _condition(change: Change) -> Phrase:
    match change:
        case "price":
            return phrase("If the price were {percent} percent higher:", percent=_number(HIGHER))
        case "less":
            return phrase("If the price were {percent} percent lower:", percent=_number(LESS))
        case "costs":
            return phrase(
                "If the costs every month were {percent} percent lower:", percent=_number(LOWER)
            )


def _amounts(budget: Budget) -> list[Paragraph]:
    known: dict[Figure, Decimal | None] = {
        "startup": total(budget.startup),
        "monthly": total(budget.monthly),
        "price": budget.price,
        "unit_cost": budget.unit_cost,
    }
    return [
        item(phrase("{title}: {answer}", title=_title(figure), answer=_kroner(amount)))
        for figure, amount in known.items()
        if amount is not None and amount.is_finite()
    ]


def _results(budget: Budget) -> list[Paragraph]:
    """What a month brings, and the money one must have to come through the first six."""
    if Doubt.ODD_FIGURE in doubts(budget):
        return []
    result, need = monthly_result(budget), cash_need(budget)
    lines = []
    if result is not None and result >= 0:
        lines.append(phrase("Left for you every month: {amount} kr", amount=_whole(result)))
    elif result is not None:
        lines.append(phrase("Missing every month: {amount} kr", amount=_whole(-result)))
    if need is not None:
        lines.append(
            phrase("Money you need for the first six months: {amount} kr", amount=_whole(need))
        )
    return [item(line) for line in lines]


def _title(figure: Figure) -> Phrase:
    """Raises KeyError for what is no money."""
    return {
        "startup": phrase("Money to start"),
        "monthly": phrase("Costs every month"),
        "price": phrase("Price of one sale"),
        "unit_cost": phrase("Cost of one sale"),
    }[figure]


def _kroner(amount: Decimal) -> Phrase:
    return phrase("{amount} kr", amount=Amount(amount))


def _number(number: int | Decimal) -> Amount:
    return Amount(Decimal(number))


def _whole(amount: Decimal) -> Amount:
    return Amount(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _to_come(missing: Sequence[Question]) -> list[Param | Paragraph]:
    if not missing:
        return []
    return [
        phrase("This is what is still to come:"),
        *(item(phrase(question.title)) for question in missing),
    ]


def _to_answers(missing: Sequence[Question], plan_id: int) -> list[list[Button]]:
    return [
        [
            Button(
                phrase("✏ To “{question}”", question=phrase(question.title)),
                encode("pb", "q", plan_id, question.id),
            )
        ]
        for question in missing[:1]
    ]


def _changeable(budget: Budget) -> list[Change]:
    """What changes something in what it means."""
    asked, known = doubts(budget), (budget.price, budget.unit_cost, total(budget.monthly))
    if None in known or Doubt.ODD_FIGURE in asked or Doubt.PRICE_ZERO in asked:
        return []
    if Doubt.PRICE_UNDER_COST in asked:
        return ["price"]
    return ["price", "less", "costs"] if break_even(budget) else []


def _change(change: Change) -> Button:
    labels = {
        "price": phrase("🔮 If the price were higher"),
        "less": phrase("🔮 If the price were lower"),
        "costs": phrase("🔮 If the costs were lower"),
    }
    return Button(labels[change], encode("p", "if", change))


def _of_lines(budget: Budget, monthly: Sequence[ItemLine]) -> list[list[Button]]:
    """The largest of the monthly costs, and a way to the others."""
    if "costs" not in _changeable(budget):
        return []
    priced = sorted((line for line in monthly if line.amount), key=_price, reverse=True)
    if len(priced) < 2:  # one alone is all the costs
        return []
    largest = phrase("🔮 If “{name}” were lower", name=item_name(priced[0]))
    others = Button(phrase("🔮 Another cost"), encode("p", "if", "items"))
    return [[_of_line(priced[0], largest)], [others]]


def _of_line(line: ItemLine, label: Param) -> Button:
    return Button(label, encode("p", "if", "item", line.id))


def _price(line: ItemLine) -> Decimal:
    return line.amount or Decimal(0)
