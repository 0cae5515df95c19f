"""The money of a plan: the amounts so far, what they mean in one sentence, and what if."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from bot.domain.budget import (
    Budget,
    Doubt,
    break_even,
    break_even_a_day,
    doubts,
    if_costs,
    if_price,
    possible_a_month,
    total,
)
from bot.domain.buttons import encode
from bot.domain.course import Task
from bot.domain.messages import (
    Amount,
    Button,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.domain.questionnaire import Figure
from bot.wording.common import to_consultant, to_menu, to_plan
from bot.wording.tasks import guard

Change = Literal["price", "costs"]

HIGHER, LOWER = 10, 20  # percent


def figures(budget: Budget, missing: Sequence[tuple[Figure, Task]] = ()) -> Message | None:
    """None where there is no amount yet.  `missing`: what is still to come, and in which task."""
    amounts = _amounts(budget)
    if not amounts:
        return None
    return message(
        strong(phrase("💰 The money in your plan")),
        *amounts,
        *meaning(budget),
        *_to_come(missing),
        quiet(guard()),
        buttons=[*([button] for button in _changes(budget)), [to_consultant()], [to_menu()]],
    )


def what_if(budget: Budget, change: Change) -> Message | None:
    """The same with one thing changed; None where there is nothing (any more) to change."""
    if change not in _changeable(budget):
        return None
    changed = if_price(budget, HIGHER) if change == "price" else if_costs(budget, -LOWER)
    others = [_change(other) for other in _changeable(budget) if other != change]
    return message(
        strong(_condition(change)),
        *_amounts(changed),
        *meaning(changed),
        buttons=[*([button] for button in others), [to_plan()], [to_menu()]],
    )


def _condition(change: Change) -> Phrase:
    if change == "price":
        return phrase("If the price were {percent} percent higher:", percent=_number(HIGHER))
    return phrase("If the costs every month were {percent} percent lower:", percent=_number(LOWER))


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


def meaning(budget: Budget) -> list[Param]:
    """One thing about it; nothing while too little is known."""
    asked = doubts(budget)
    questions = {
        Doubt.ODD_FIGURE: phrase("One of these numbers is unusual. Is it what you wanted to say?"),
        Doubt.PRICE_ZERO: phrase("The price is 0 kr. What could a customer pay you for it?"),
        Doubt.PRICE_UNDER_COST: phrase(
            "After a sale, nothing is left for you. What could be different: the price, or what "
            "one costs you?"
        ),
        Doubt.NO_COSTS: phrase("No costs at all? Think of materials, the phone and the bus."),
    }
    question = next((questions[doubt] for doubt in asked if doubt in questions), None)
    if question:
        return [question]
    sales = break_even(budget)
    if sales is None:
        return []
    if Doubt.MORE_NEEDED_THAN_MADE in asked:
        return [_carries_itself(budget, sales), _too_many(budget)]
    return [_carries_itself(budget, sales)]


def _carries_itself(budget: Budget, sales: int) -> Phrase:
    if not sales:
        return phrase("You have no costs every month. So each sale leaves you money.")
    a_day = break_even_a_day(budget)
    if a_day is None or a_day < 1:
        return phrases(
            "You need about {count} sale a month. Then it carries itself. That is less than one "
            "on a working day.",
            "You need about {count} sales a month. Then it carries itself. That is less than one "
            "on a working day.",
            sales,
        )
    return phrases(
        "You need about {count} sale a month. Then it carries itself. That is about {day} on a "
        "working day.",
        "You need about {count} sales a month. Then it carries itself. That is about {day} on a "
        "working day.",
        sales,
        day=_number(round(a_day)),
    )


def _too_many(budget: Budget) -> Phrase:
    possible = possible_a_month(budget) or 0
    return phrase(
        "You can do about {possible} in a month. What could be different, so that it is enough?",
        possible=_number(possible),
    )


def _to_come(missing: Sequence[tuple[Figure, Task]]) -> list[Param | Paragraph]:
    if not missing:
        return []
    return [
        phrase("This is what is still to come:"),
        *(
            item(
                phrase(
                    "{figure}: week {week}, “{task}”",
                    figure=_title(figure),
                    week=Verbatim(str(task.week)),
                    task=phrase(task.title),
                )
            )
            for figure, task in missing
        ),
    ]


def _changeable(budget: Budget) -> list[Change]:
    """What changes something in what it means."""
    asked, known = doubts(budget), (budget.price, budget.unit_cost, total(budget.monthly))
    if None in known or Doubt.ODD_FIGURE in asked or Doubt.PRICE_ZERO in asked:
        return []
    if Doubt.PRICE_UNDER_COST in asked:
        return ["price"]
    return ["price", "costs"] if break_even(budget) else []


def _changes(budget: Budget) -> list[Button]:
    return [_change(change) for change in _changeable(budget)]


def _change(change: Change) -> Button:
    labels = {
        "price": phrase("🔮 If the price were higher"),
        "costs": phrase("🔮 If the costs were lower"),
    }
    return Button(labels[change], encode("p", "if", change))
