"""The only number of an answer, in every language and script, alone or in a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.figures import find_figure, parse_figure

ARABIC, PERSIAN = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("da", "6", 6),
        ("da", "6 timer", 6),
        ("da", "cirka 25 om ugen", 25),
        ("da", "Jeg talte 14.", 14),
        ("da", "ca. 2,5 timer", "2.5"),
        ("en", "I have 6 hours a week.", 6),
        ("en", "twenty five", 25),
        ("en", "about 1,200 people", 1200),
        ("ar", "عندي ٦ ساعات في الأسبوع", 6),
        ("ar", "حوالي ٢٥", 25),
        ("fa", "حدود ۱۲ نفر", 12),
        ("ur", "تقریباً ۱۲ لوگ", 12),
        ("ur", "6 گھنٹے", 6),
        ("tr", "haftada 6 saat", 6),
        ("so", "6 saacadood", 6),
        ("pl", "około 10 godzin", 10),
        ("pl", "10 000 osób", 10000),
        ("uk", "приблизно 10 годин", 10),
        ("uk", "десять", 10),
    ],
)  # fmt: skip
def test_find_figure_returns_the_only_number(language: str, text: str, number: int | str) -> None:
    assert find_figure(text, language, "count") == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("da", "5.000 kr.", 5000),
        ("da", "to tusind kroner", 2000),
        ("en", "About 36000 kroner.", 36000),
        ("en", "150 kr for 2 hours", 150),
        ("ar", "حوالي ٤٥٠٠ كرون", 4500),
        ("fa", "۵۰۰ کرون", 500),
        ("ur", "۵۰۰ کرونر", 500),
        ("tr", "300 kron", 300),
        ("so", "300 karoon", 300),
        ("pl", "około 1500 koron", 1500),
        ("uk", "близько 1500 крон", 1500),
        ("en", "50", 50),
    ],
)
def test_find_figure_prefers_number_with_currency(language: str, text: str, number: int) -> None:
    assert find_figure(text, language, "kr") == number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "count"),
        ("I do not know", "count"),
        ("6 or 8 hours", "count"),
        ("6-8 hours", "count"),
        ("6 – 8 hours", "count"),
        ("I counted 14. 200 came later", "count"),
        ("on 2026-11-24", "count"),
        ("covid19", "count"),
        ("100 kr or 200 kr", "kr"),
        ("100-200 kr", "kr"),
    ],
)
def test_find_figure_without_exactly_one_number_is_none(text: str, unit: str) -> None:
    assert find_figure(text, "en", unit) is None  # type: ignore[arg-type]  # both are units


@given(st.integers(0, 999_999), st.sampled_from([ARABIC, PERSIAN, "0123456789"]))
def test_find_figure_reads_digits_of_every_script(number: int, digits: str) -> None:
    written = "".join(digits[int(c)] for c in str(number))
    assert find_figure(f"maybe {written} in all", "en", "count") == number


@given(st.text(max_size=60), st.sampled_from(["count", "kr"]))
def test_find_figure_accepts_any_text(text: str, unit: str) -> None:
    find_figure(text, "da", unit)  # type: ignore[arg-type]  # both are units


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6", 6), ("6 timer", 6), (" 6 timer ", 6), ("to tusind", 2000), ("seks timer", 6),
        ("6 timer om ugen", None), ("6 timer?", None), ("6 timer؟", None), ("er det 6", None),
        ("timer", None), ("", None),
    ],
)  # fmt: skip
def test_parse_figure_reads_a_number_with_at_most_one_unit(text: str, number: int | None) -> None:
    assert parse_figure(text, "da") == number
