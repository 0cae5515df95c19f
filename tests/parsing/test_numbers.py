"""Texts that consist of one number."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.numbers import parse_number

ARABIC, PERSIAN, DEVANAGARI = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"
SCRIPTS = ["0123456789", ARABIC, PERSIAN, DEVANAGARI]


def in_script(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("34", "34"), (" 34 ", "34"), ("٣٤", "34"), ("۳۴", "34"), ("007", "7"), ("+5", "5"),
        ("5.000", "5000"), ("5,000", "5000"), ("5 000", "5000"), ("5'000", "5000"),
        ("5\u00a0000,50", "5000.50"), ("5\u202f000", "5000"), ("5 000,50", "5000.50"),
        ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"), ("12,5", "12.5"), ("12.5", "12.5"), ("0,75", "0.75"),
        ("-3", "-3"), ("-1.234,5", "-1234.5"), ("٥٬٠٠٠", "5000"), ("٥٬٠٠٠٫٥", "5000.5"),
        ("٣٫٥", "3.5"), ("\u2066300\u2069", "300"), ("\u200f٣٠٠", "300"),
    ],
)  # fmt: skip
def test_parse_number(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "12a", "a12", "-", "+", "--3", "5-", ".", ",", "5.", ",5", "1e5", "0x10",
        "½", "²", "五", "inf", "NaN", "12:30", "1/2", "30-49", "5 000 kr og 50 øre", "#5", "1_000",
        "12,34,", "1,,2", "3.1.",
    ],
)  # fmt: skip
def test_text_that_is_not_one_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["01.02.2026", "1.2.26", "24.12.1990"])
def test_date_is_not_a_number(text: str) -> None:
    assert parse_number(text) is None


def test_lakhs_are_not_read_as_decimals() -> None:
    assert parse_number("1,00,000") in (None, Decimal(100_000))


@pytest.mark.parametrize(
    "text", ["1" + "0" * 15, "9" * 16, "9" * 5000, "1." + "0" * 50, "٩" * 4000]
)
def test_number_with_too_many_digits_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(SCRIPTS))
def test_integer_round_trip_in_each_script(number: int, digits: str) -> None:
    assert parse_number(in_script(str(number), digits)) == number


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", "٬"]))
def test_grouped_thousands_round_trip(number: int, separator: str) -> None:
    assert parse_number(f"{number:,}".replace(",", separator)) == number


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([",.", ".,", " ,", "٬٫"]))
def test_two_decimals_round_trip(whole: int, cents: int, marks: str) -> None:
    group, point = marks[0], marks[1]
    text = f"{whole:,}".replace(",", group) + f"{point}{cents:02}"
    assert parse_number(text) == whole + Decimal(cents) / 100


@given(st.integers(0, 10**12), st.sampled_from(sorted(OWN_NAMES)))
def test_number_in_locale_format_round_trip(number: int, language: str) -> None:
    assert parse_number(format_decimal(number, locale=language)) == number


@given(st.text())
def test_parse_number_accepts_any_text(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.is_finite()
