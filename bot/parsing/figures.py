"""The one number of an answer to a question, alone or inside a sentence."""

import re
from decimal import Decimal
from typing import Literal

from bot.parsing.amounts import find_amounts
from bot.parsing.numbers import parse_number

# Digits of any script with group separators, not after a hyphen or a letter.
_NUMERAL = re.compile(r"(?<![\w.,-])\d[\d.,٬٫\u00a0\u202f']*(?:(?<=\d)\s\d{3})*(?![\w])")
_RANGE = re.compile(r"\d\s?[-–—]\s?\d")  # "6-8" or a date: more than one number


def parse_figure(text: str, language: str) -> Decimal | None:
    """The number that a text consists of, with at most one word for its unit: "6 timer"."""
    alone = parse_number(text, language)
    if alone is not None or "?" in text or "؟" in text:
        return alone
    number, _, unit = text.strip().partition(" ")
    return parse_number(number, language) if unit.isalpha() else None


def find_figure(text: str, language: str, unit: Literal["kr", "count"]) -> Decimal | None:
    """The only number of a text, or None where it has none or several.

    `unit`: for "kr" a number with a currency counts more than others.
    """
    alone = parse_number(text, language)
    if alone is not None:
        return alone
    if unit == "kr":
        money = {amount.value for amount in find_amounts(text, language)}
        if money:
            return money.pop() if len(money) == 1 else None
    if _RANGE.search(text):
        return None
    numerals = [m.group().rstrip(".,") for m in _NUMERAL.finditer(text)]
    return parse_number(numerals[0], language) if len(numerals) == 1 else None
