"""Numbers as they stand in tables and charts: to the øre, in the manner of a language."""

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from babel import Locale, numbers

_ORE = Decimal("0.01")


def decimal_text(number: Decimal, where: Locale) -> str:
    """Whole amounts without decimals, all others with two; it never breaks over two lines."""
    with localcontext(Context(prec=80)):
        rounded = number.quantize(_ORE, ROUND_HALF_UP) + 0  # nothing is no less than nothing
        whole = rounded == rounded.to_integral_value()
        pattern = "#,##0" if whole else "#,##0.00"
        text = numbers.format_decimal(rounded, pattern, where)
    return text.replace(" ", "\u00a0")
