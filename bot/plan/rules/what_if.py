"""What would follow if one figure of a budget were different."""

from enum import StrEnum

from bot.plan.rules.budget import (
    Budget,
    BudgetIssue,
    break_even,
    find_issues,
    if_costs,
    if_price,
    total,
)


class Change(StrEnum):
    """The values stand in callback data."""

    PRICE_HIGHER = "price"
    PRICE_LOWER = "less"
    COSTS_LOWER = "costs"


HIGHER_PRICE, LOWER_PRICE, LOWER_COSTS = 10, 10, 20  # percent


def possible_changes(budget: Budget) -> list[Change]:
    """The changes that would alter what the budget means."""
    found, known = find_issues(budget), (budget.price, budget.unit_cost, total(budget.monthly))
    if None in known or BudgetIssue.ODD_FIGURE in found or BudgetIssue.PRICE_ZERO in found:
        return []
    if BudgetIssue.PRICE_UNDER_COST in found:
        return [Change.PRICE_HIGHER]
    return list(Change) if break_even(budget) else []


def changed(budget: Budget, change: Change) -> Budget:
    match change:
        case Change.PRICE_HIGHER:
            return if_price(budget, HIGHER_PRICE)
        case Change.PRICE_LOWER:
            return if_price(budget, -LOWER_PRICE)
        case Change.COSTS_LOWER:
            return if_costs(budget, -LOWER_COSTS)


def with_lower_cost(budget: Budget, name: str) -> Budget:
    """With the monthly cost of this name lower."""
    return if_costs(budget, -LOWER_COSTS, name)
