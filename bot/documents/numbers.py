"""Amounts in tables and charts: to the øre, in the number format of a language."""

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from babel import Locale, numbers

_ORE = Decimal("0.01")


def decimal_text(number: Decimal, where: Locale) -> str:
    """Format an amount without line breaks; whole amounts have no decimals, others two."""
    with localcontext(Context(prec=80)):
        rounded = number.quantize(_ORE, ROUND_HALF_UP) + 0  # no negative zero
        whole = rounded == rounded.to_integral_value()
        pattern = "#,##0" if whole else "#,##0.00"
        text = numbers.format_decimal(rounded, pattern, where)
    return text.replace(" ", "\u00a0")
