"""What the figures of a plan mean, in one plain sentence."""

from decimal import Decimal

from bot.kernel.messages import Amount, Param, Phrase, Verbatim, phrase, phrases
from bot.plan.rules.budget import (
    Budget,
    Doubt,
    break_even,
    break_even_a_day,
    doubts,
    possible_a_month,
)
from bot.plan.rules.outline import Says


def meaning(budget: Budget, word: str | None = None) -> list[Param]:
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
    said = _carries_itself(budget, sales, word)
    return [said, _too_many(budget)] if Doubt.MORE_NEEDED_THAN_MADE in asked else [said]


def _carries_itself(budget: Budget, sales: int, word: str | None) -> Phrase:
    if not sales:
        return phrase("You have no costs every month. So each sale leaves you money.")
    a_day = break_even_a_day(budget)
    rarely = a_day is None or a_day < 1
    day = Amount(Decimal(round(a_day or 0)))
    if word:
        return _of_the_word(sales, Verbatim(word), None if rarely else day)
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


def _of_the_word(sales: int, word: Verbatim, day: Amount | None) -> Phrase:
    """In the person's own word, which nobody can put into the plural."""
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


def _too_many(budget: Budget) -> Phrase:
    possible = possible_a_month(budget) or 0
    return phrase(
        "You can do about {possible} in a month. What could be different, so that it is enough?",
        possible=Amount(Decimal(possible)),
    )


def with_or_without_vat(vat: Says | None) -> list[Param]:
    match vat:
        case Says.VAT_IN:
            return [
                phrase(
                    "VAT (moms) is in your numbers. It goes to the state, so I took it out before "
                    "I counted what is left."
                )
            ]
        case Says.VAT_OUT:
            return [
                phrase("Your numbers are without VAT (moms). The customer pays 25 percent more.")
            ]
        case Says.VAT_NONE:
            return [phrase("I counted without VAT (moms), as you do not pay it.")]
        case Says.VAT_UNSURE:
            return [
                phrase(
                    "You do not know yet if VAT (moms) is in your numbers. I counted without it. "
                    "Your consultant can help."
                )
            ]
        case _:
            return []
