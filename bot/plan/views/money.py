"""The money of a plan: its amounts, what they mean, and what if one were different."""

from collections.abc import Sequence
from decimal import Decimal

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
    BudgetIssue,
    find_issues,
    funding_need,
    monthly_result,
    total,
)
from bot.plan.rules.outline import ChoiceTag
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
from bot.plan.views.money_meaning import meaning, vat_note, whole_kroner
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question
from bot.questionnaire.views.steps import item_name
from bot.submissions.views.tasks import guard


def figures(
    budget: Budget, missing: Sequence[Question] = (), word: str | None = None,
    vat: ChoiceTag | None = None, monthly: Sequence[ItemLine] = (), plan_id: int = 0,
) -> Message | None:  # fmt: skip
    """None where there is no amount yet.

    `missing`: questions whose answers are needed; `word`: the participant's word for what is
    sold; `monthly`: costs that a "what if" can be about; `plan_id`: for buttons to questions."""
    amounts = _amounts(budget)
    if not amounts:
        return None
    return message(
        strong(phrase("💰 The money in your plan")),
        *amounts,
        *_results(budget),
        *meaning(budget, word),
        *vat_note(vat),
        *_missing(missing),
        quiet(guard()),
        buttons=[
            *_to_answers(missing, plan_id),
            *([_what_if(change)] for change in possible_changes(budget)),
            *_cost_buttons(budget, monthly),
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
    """The amounts after a change; None where the budget does not allow it."""
    if change not in possible_changes(budget):
        return None
    others = [_what_if(other) for other in possible_changes(budget) if other != change]
    return _changed(_condition(change), changed(budget, change), word, others)


def what_if_line(budget: Budget, line: ItemLine, word: str | None = None) -> Message | None:
    """The amounts with one monthly cost lower; None where the budget does not allow it."""
    if Change.COSTS_LOWER not in possible_changes(budget) or not line.amount:
        return None
    condition = phrase(
        "If “{name}” were {percent} percent lower:",
        name=item_name(line),
        percent=_number(LOWER_COSTS),
    )
    others = [_what_if(change) for change in possible_changes(budget)]
    return _changed(condition, with_lower_cost(budget, line.name), word, others)


def which_line(lines: Sequence[ItemLine]) -> Message:
    return message(
        phrase("Which cost could be lower?"),
        buttons=[
            *in_pairs([_what_if_cost(line, item_name(line)) for line in lines]),
            [to_money()],
        ],
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
    """The result of a month, and the capital needed for the first six."""
    if BudgetIssue.ODD_FIGURE in find_issues(budget):
        return []
    result, need = monthly_result(budget), funding_need(budget)
    lines = []
    if result is not None and result >= 0:
        lines.append(phrase("Left for you every month: {amount} kr", amount=whole_kroner(result)))
    elif result is not None:
        lines.append(phrase("Missing every month: {amount} kr", amount=whole_kroner(-result)))
    if need is not None:
        lines.append(
            phrase(
                "Money you need for the first six months: {amount} kr", amount=whole_kroner(need)
            )
        )
    return [item(line) for line in lines]


def _title(figure: Figure) -> Phrase:
    """Raises KeyError for a figure that is not an amount."""
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


def _missing(missing: Sequence[Question]) -> list[Param | Paragraph]:
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


def _what_if(change: Change) -> Button:
    labels = {
        Change.PRICE_HIGHER: phrase("🔮 If the price were higher"),
        Change.PRICE_LOWER: phrase("🔮 If the price were lower"),
        Change.COSTS_LOWER: phrase("🔮 If the costs were lower"),
    }
    return Button(labels[change], WhatIf(change).pack())


def _cost_buttons(budget: Budget, monthly: Sequence[ItemLine]) -> list[list[Button]]:
    """A button for the largest monthly cost, and one to choose another."""
    if Change.COSTS_LOWER not in possible_changes(budget):
        return []
    priced = sorted((line for line in monthly if line.amount), key=_price, reverse=True)
    if len(priced) < 2:  # a single one is the same as all costs
        return []
    largest = phrase("🔮 If “{name}” were lower", name=item_name(priced[0]))
    others = Button(phrase("🔮 Another cost"), ChooseCostToChange().pack())
    return [[_what_if_cost(priced[0], largest)], [others]]


def _what_if_cost(line: ItemLine, label: Param) -> Button:
    return Button(label, WhatIfCost(line.id).pack())


def _price(line: ItemLine) -> Decimal:
    return line.amount or Decimal(0)
