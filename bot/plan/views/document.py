"""Texts of a plan as a file; its readers include banks, so the tone is neutral."""

from collections.abc import Sequence
from decimal import Decimal

from bot.kernel.messages import Amount, Listing, Phrase, Verbatim, phrase, phrases


def plan_title(name: str) -> Phrase:
    return phrase("Business plan of {name}", name=Verbatim(name))


def plan_still_to_come() -> Phrase:
    """In an empty section."""
    return phrase("This part is still to come. It grows with the tasks of the course.")


def plan_words_title() -> Phrase:
    """Title of the glossary."""
    return phrase("Danish words in this plan")


def plan_word_label() -> Phrase:
    return phrase("Danish word")


def plan_meaning_label() -> Phrase:
    return phrase("What it means")


def contents() -> Phrase:
    """Above the table of contents."""
    return phrase("Contents")


def made_by_machine() -> Phrase:
    """Above the Danish of own words."""
    return phrase("In Danish, made by a machine")


def checked() -> Phrase:
    """Above the Danish of own words."""
    return phrase("In Danish, checked by a consultant")


# Tables


def cost_names() -> Phrase:
    """Head of the column with the names of costs."""
    return phrase("What it is")


def startup() -> Phrase:
    return phrase("Costs at the start")


def monthly() -> Phrase:
    return phrase("Costs every month")


def sales() -> Phrase:
    """Title of the table of price, cost and result."""
    return phrase("Sales and result")


def nameless() -> Phrase:
    """In place of the name of a cost that has none."""
    return phrase("Without a name")


def more_items(count: int) -> Phrase:
    """Last row of a very long list, with the sum of the rest."""
    return phrases("{count} more item", "{count} more items", count)


def price() -> Phrase:
    return phrase("Price of one sale")


def unit_cost() -> Phrase:
    return phrase("Cost of one sale")


def contribution() -> Phrase:
    return phrase("What one sale leaves")


def units_a_month() -> Phrase:
    return phrase("As planned")


def capacity_a_month() -> Phrase:
    return phrase("Possible at most")


def needed_a_month() -> Phrase:
    return phrase("To pay all costs")


def monthly_result() -> Phrase:
    return phrase("What is left each month")


def funding_need() -> Phrase:
    return phrase("Money needed for the first six months")


def kroner_label() -> Phrase:
    """Head of a column of amounts."""
    return phrase("Amount in kr")


def number_label() -> Phrase:
    """Head of a column of other numbers."""
    return phrase("Number")


def with_vat_label() -> Phrase:
    return phrase("With VAT, in kr")


def without_vat_label() -> Phrase:
    return phrase("Without VAT, in kr")


def vat_is_passed_on() -> Phrase:
    return phrase(
        "The business pays VAT (moms) on to the state. So all results are counted without VAT."
    )


def no_vat() -> Phrase:
    return phrase("VAT (moms) is not counted separately here.")


def not_final() -> Phrase:
    """Below figures with open issues."""
    return phrase("Some of these numbers are not final yet.")


# Charts


def break_even_title() -> Phrase:
    return phrase("When the business carries itself")


def money_in() -> Phrase:
    return phrase("Money that comes in each month, in kr")


def money_out() -> Phrase:
    return phrase("Money that goes out each month, in kr")


def break_even_point() -> Phrase:
    """At the point where the two lines meet."""
    return phrase("From here on, it carries itself")


def sales_axis() -> Phrase:
    return phrase("Sales a month")


def break_even_alt(sales: int, amount: Decimal) -> Phrase:
    """Alternative text for screen readers."""
    return phrase(
        "A chart with two lines: the money that comes in and the money that goes out. They meet"
        " at {sales} sales a month and {amount} kr.",
        sales=Amount(Decimal(sales)), amount=Amount(amount),
    )  # fmt: skip


def cash_title() -> Phrase:
    return phrase("The money in the first six months")


def cash_explained() -> Phrase:
    return phrase("What is there at the end of each month, in kr, after the money to start.")


def month_axis() -> Phrase:
    return phrase("Month")


def cash_alt(months: Sequence[Decimal]) -> Phrase:
    """Alternative text for screen readers."""
    each = (_in_month(number, amount) for number, amount in enumerate(months, start=1))
    return phrase("A chart with one bar for each month. {months}", months=Listing(tuple(each)))


def _in_month(number: int, amount: Decimal) -> Phrase:
    return phrase(
        "Month {number}: {amount} kr", number=Amount(Decimal(number)), amount=Amount(amount)
    )
