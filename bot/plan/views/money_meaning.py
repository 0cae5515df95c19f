"""What the figures of a plan mean, in one sentence."""

from decimal import ROUND_HALF_UP, Decimal

from bot.kernel.messages import Amount, Param, Phrase, Verbatim, phrase, phrases
from bot.plan.rules.budget import (
    Budget,
    BudgetIssue,
    break_even,
    break_even_a_day,
    capacity_a_month,
    find_issues,
)
from bot.plan.rules.outline import ChoiceTag


def meaning(budget: Budget, word: str | None = None) -> list[Param]:
    """The most important question or result; empty while too little is known.

    `word`: the participant's word for what is sold."""
    issues = find_issues(budget)
    questions = {
        BudgetIssue.ODD_FIGURE: phrase(
            "One of these numbers is unusual. Is it what you wanted to say?"
        ),
        BudgetIssue.PRICE_ZERO: phrase("The price is 0 kr. What could a customer pay you for it?"),
        BudgetIssue.PRICE_UNDER_COST: phrase(
            "After a sale, nothing is left for you. What could be different: the price, or what "
            "one costs you?"
        ),
        BudgetIssue.NO_COSTS: phrase(
            "No costs at all? Think of materials, the phone and the bus."
        ),
    }
    question = next((questions[issue] for issue in issues if issue in questions), None)
    if question:
        return [question]
    sales = break_even(budget)
    if sales is None:
        return []
    needed = _sales_to_break_even(budget, sales, word)
    too_many = BudgetIssue.MORE_NEEDED_THAN_MADE in issues
    return [needed, _over_capacity(budget)] if too_many else [needed]


def _sales_to_break_even(budget: Budget, sales: int, word: str | None) -> Phrase:
    if not sales:
        return phrase("You have no costs every month. So each sale leaves you money.")
    a_day = break_even_a_day(budget)
    rarely = a_day is None or a_day < 1
    day = Amount(Decimal(round(a_day or 0)))
    if word:
        return _in_own_words(sales, Verbatim(word), None if rarely else day)
    if rarely:
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
        day=day,
    )


def _in_own_words(sales: int, word: Verbatim, day: Amount | None) -> Phrase:
    """With the participant's own word, of which the plural is unknown."""
    if day is None:
        return phrases(
            "You need about {count} sale a month of “{word}”. Then it carries itself. That is "
            "less than one on a working day.",
            "You need about {count} sales a month of “{word}”. Then it carries itself. That is "
            "less than one on a working day.",
            sales,
            word=word,
        )
    return phrases(
        "You need about {count} sale a month of “{word}”. Then it carries itself. That is about "
        "{day} on a working day.",
        "You need about {count} sales a month of “{word}”. Then it carries itself. That is about "
        "{day} on a working day.",
        sales,
        word=word,
        day=day,
    )


def _over_capacity(budget: Budget) -> Phrase:
    possible = capacity_a_month(budget) or 0
    return phrase(
        "You can do about {possible} in a month. What could be different, so that it is enough?",
        possible=Amount(Decimal(possible)),
    )


def vat_note(vat: ChoiceTag | None) -> list[Param]:
    """How VAT was treated; empty while it is unknown."""
    match vat:
        case ChoiceTag.VAT_IN:
            return [
                phrase(
                    "VAT (moms) is in your numbers. It goes to the state, so I took it out before "
                    "I counted what is left."
                )
            ]
        case ChoiceTag.VAT_OUT:
            return [
                phrase("Your numbers are without VAT (moms). The customer pays 25 percent more.")
            ]
        case ChoiceTag.VAT_NONE:
            return [phrase("I counted without VAT (moms), as you do not pay it.")]
        case ChoiceTag.VAT_UNSURE:
            return [
                phrase(
                    "You do not know yet if VAT (moms) is in your numbers. I counted without it. "
                    "Your consultant can help."
                )
            ]
        case _:
            return []


def whole_kroner(amount: Decimal) -> Amount:
    """Rounded half up."""
    return Amount(amount.quantize(Decimal(1), ROUND_HALF_UP))
