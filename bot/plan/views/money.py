"""The money of a plan: the amounts so far, what they mean in one sentence, and what if."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

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
from bot.plan.buttons import ChooseCostToChange, GoToQuestion, WhatIf, WhatIfCost
from bot.plan.rules.budget import (
    Budget,
    Doubt,
    cash_need,
    doubts,
    monthly_result,
    total,
)
from bot.plan.rules.outline import Says
from bot.plan.rules.what_if import (
    HIGHER_PRICE,
    LOWER_COSTS,
    LOWER_PRICE,
    Change,
    changed,
    possible_changes,
    with_lower_cost,
)
from bot.plan.views.links import to_money
from bot.plan.views.money_meaning import meaning, with_or_without_vat
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question
from bot.questionnaire.views.steps import item_name
from bot.submissions.views.tasks import guard


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
            *([_change(change)] for change in possible_changes(budget)),
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
    if change not in possible_changes(budget):
        return None
    others = [_change(other) for other in possible_changes(budget) if other != change]
    return _changed(_condition(change), changed(budget, change), word, others)


def what_if_line(budget: Budget, line: ItemLine, word: str | None = None) -> Message | None:
    """The same with one of the monthly costs lower."""
    if Change.COSTS_LOWER not in possible_changes(budget) or not line.amount:
        return None
    condition = phrase(
        "If “{name}” were {percent} percent lower:",
        name=item_name(line),
        percent=_number(LOWER_COSTS),
    )
    others = [_change(change) for change in possible_changes(budget)]
    return _changed(condition, with_lower_cost(budget, line.name), word, others)


def which_line(lines: Sequence[ItemLine]) -> Message:
    return message(
        phrase("Which cost could be lower?"),
        buttons=[*in_pairs([_of_line(line, item_name(line)) for line in lines]), [to_money()]],
    )


def _changed(
    condition: Phrase, budget: Budget, word: str | None, others: Sequence[Button]
) -> Message:
    return message(
        strong(condition),
        *_amounts(budget),
        *_results(budget),
        *meaning(budget, word),
        buttons=[*([button] for button in others), [to_money(), to_plan()], [to_menu()]],
    )


def _condition(change: Change) -> Phrase:
    match change:
        case Change.PRICE_HIGHER:
            return phrase(
                "If the price were {percent} percent higher:", percent=_number(HIGHER_PRICE)
            )
        case Change.PRICE_LOWER:
            return phrase(
                "If the price were {percent} percent lower:", percent=_number(LOWER_PRICE)
            )
        case Change.COSTS_LOWER:
            return phrase(
                "If the costs every month were {percent} percent lower:",
                percent=_number(LOWER_COSTS),
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
                GoToQuestion(plan_id, question.id).pack(),
            )
        ]
        for question in missing[:1]
    ]


def _change(change: Change) -> Button:
    labels = {
        Change.PRICE_HIGHER: phrase("🔮 If the price were higher"),
        Change.PRICE_LOWER: phrase("🔮 If the price were lower"),
        Change.COSTS_LOWER: phrase("🔮 If the costs were lower"),
    }
    return Button(labels[change], WhatIf(change).pack())


def _of_lines(budget: Budget, monthly: Sequence[ItemLine]) -> list[list[Button]]:
    """The largest of the monthly costs, and a way to the others."""
    if Change.COSTS_LOWER not in possible_changes(budget):
        return []
    priced = sorted((line for line in monthly if line.amount), key=_price, reverse=True)
    if len(priced) < 2:  # one alone is all the costs
        return []
    largest = phrase("🔮 If “{name}” were lower", name=item_name(priced[0]))
    others = Button(phrase("🔮 Another cost"), ChooseCostToChange().pack())
    return [[_of_line(priced[0], largest)], [others]]


def _of_line(line: ItemLine, label: Param) -> Button:
    return Button(label, WhatIfCost(line.id).pack())


def _price(line: ItemLine) -> Decimal:
    return line.amount or Decimal(0)
