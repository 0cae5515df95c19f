"""What stands at the tables and charts of a plan as a file.  Whoever reads it may be a bank."""

from collections.abc import Sequence
from decimal import Decimal

from bot.kernel.messages import Amount, Listing, Phrase, phrase, phrases


def contents() -> Phrase:
    """Above the names of the sections, on the title page."""
    return phrase("Contents")


def made_by_machine() -> Phrase:
    """Above the Danish of somebody's own words."""
    return phrase("In Danish, made by a machine")


def checked() -> Phrase:
    """Above the Danish of somebody's own words."""
    return phrase("In Danish, checked by a consultant")


# The tables.


def things() -> Phrase:
    """Above the names of what costs money."""
    return phrase("What it is")


def startup() -> Phrase:
    return phrase("Costs at the start")


def monthly() -> Phrase:
    return phrase("Costs every month")


def sales() -> Phrase:
    """Above the price, the cost of one sale and what follows from them."""
    return phrase("Sales and result")


def nameless() -> Phrase:
    """Stands where a cost has no name."""
    return phrase("Without a name")


def more_items(count: int) -> Phrase:
    """The last row of a very long list; its amount is that of all of them together."""
    return phrases("{count} more item", "{count} more items", count)


def price() -> Phrase:
    return phrase("Price of one sale")


def unit_cost() -> Phrase:
    return phrase("Cost of one sale")


def left_from_a_sale() -> Phrase:
    return phrase("What one sale leaves")


def units_a_month() -> Phrase:
    return phrase("As planned")


def possible_a_month() -> Phrase:
    return phrase("Possible at most")


def needed_a_month() -> Phrase:
    return phrase("To pay all costs")


def monthly_result() -> Phrase:
    return phrase("What is left each month")


def cash_need() -> Phrase:
    return phrase("Money needed for the first six months")


def kroner_label() -> Phrase:
    """Above a column of amounts."""
    return phrase("Amount in kr")


def number_label() -> Phrase:
    """Above a column of numbers that are no amounts."""
    return phrase("Number")


def with_vat_label() -> Phrase:
    return phrase("With VAT, in kr")


def without_vat_label() -> Phrase:
    return phrase("Without VAT, in kr")


def vat_passes_through() -> Phrase:
    return phrase(
        "The business pays VAT (moms) on to the state. So all results are counted without VAT."
    )


def no_vat() -> Phrase:
    return phrase("VAT (moms) is not counted separately here.")


def not_final() -> Phrase:
    """Where the figures can't be right yet."""
    return phrase("Some of these numbers are not final yet.")


# The charts.


def break_even_title() -> Phrase:
    return phrase("When the business carries itself")


def money_in() -> Phrase:
    return phrase("Money that comes in each month, in kr")


def money_out() -> Phrase:
    return phrase("Money that goes out each month, in kr")


def even() -> Phrase:
    """Where the two lines of the chart meet."""
    return phrase("From here on, it carries itself")


def sales_axis() -> Phrase:
    return phrase("Sales a month")


def break_even_alt(sales: int, amount: Decimal) -> Phrase:
    """Read aloud to those who don't see the chart."""
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
    """Read aloud to those who don't see the chart."""
    each = (_in_month(number, amount) for number, amount in enumerate(months, start=1))
    return phrase("A chart with one bar for each month. {months}", months=Listing(tuple(each)))


def _in_month(number: int, amount: Decimal) -> Phrase:
    return phrase(
        "Month {number}: {amount} kr", number=Amount(Decimal(number)), amount=Amount(amount)
    )
