"""CPR numbers never get past here; what only looks a little like one does."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.redaction import MASK, mask_cpr

SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]
SPACINGS = [
    "{d}{m}{y}{n}", "{d}{m}{y}-{n}", "{d}{m}{y} {n}", "{d}{m}{y} - {n}", "{d}{m}{y}–{n}",
    "{d}{m}{y} – {n}", "{d} {m} {y} {n}", "{d} {m} {y}-{n}", "{d}.{m}.{y}-{n}", "{d}/{m}/{y} {n}",
    "{d}-{m}-{y}-{n}", "{d}{m}{y}.{n}", "{d}{m}{y}/{n}",
]  # fmt: skip
BORN = st.dates(date(1937, 1, 1), date(1999, 12, 31))
# The words around a number; a digit next to it would make it a longer number.
AROUND = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=8)


def cpr(born: date, serial: int, spacing: str, digits: str = SCRIPTS[0]) -> str:
    text = spacing.format(d=f"{born:%d}", m=f"{born:%m}", y=f"{born:%y}", n=f"{serial:04}")
    return text.translate(str.maketrans("0123456789", digits))


@given(BORN, st.integers(0, 3999), st.sampled_from(SPACINGS), st.sampled_from(SCRIPTS), AROUND,
       AROUND)  # fmt: skip
def test_cpr_number_is_masked_in_every_notation(
    born: date, serial: int, spacing: str, digits: str, before: str, after: str
) -> None:
    number = cpr(born, serial, spacing, digits)
    masked = mask_cpr(f"{before} {number}, {after}")
    hidden = "".join(MASK if c.isdecimal() else c for c in number)
    assert masked == f"{before} {hidden}, {after}"


@given(BORN, st.integers(4000, 9999))
def test_every_serial_number_is_masked(born: date, serial: int) -> None:
    """Serials say the century: 4 and 9 go with 1937 to 2036, 5 to 8 with the 1800s and 2000s."""
    number = cpr(born, serial, SPACINGS[1])
    alive = serial < 5000 or serial >= 9000 or born.year % 100 >= 58
    assert (MASK in mask_cpr(number)) is alive


@pytest.mark.parametrize(
    "number",
    [
        "010190\u00a01234", "010190\u20111234", "010190—1234", "010190\u202f1234", "010190\t1234",
        "010190−1234", "01\u00a001\u00a090\u00a01234",
    ],
    ids=ascii,
)  # fmt: skip
def test_unicode_spaces_and_dashes_do_not_hide_a_cpr_number(number: str) -> None:
    assert mask_cpr(number) == "".join(MASK if c.isdecimal() else c for c in number)


def test_several_cpr_numbers_in_a_text_are_all_masked() -> None:
    text = "Mit er 010190-1234 og min mands er 0202851235."
    assert mask_cpr(text) == "Mit er ••••••-•••• og min mands er ••••••••••."


@pytest.mark.parametrize(
    "text", ["cpr:0101901234", "(010190-1234)", "nr.010190-1234!", "c0101901234x"]
)
def test_adjacent_letters_and_punctuation_do_not_hide_a_cpr_number(text: str) -> None:
    assert MASK * 4 in mask_cpr(text)


@given(st.text() | st.from_regex(r"[0-9 .\-/–]{0,30}"))
def test_masking_keeps_the_length_and_replaces_only_digits(text: str) -> None:
    masked = mask_cpr(text)
    assert len(masked) == len(text)
    assert all(a == b or (b == MASK and a.isdecimal()) for a, b in zip(text, masked, strict=True))
    assert mask_cpr(masked) == masked


@given(st.integers(20_000_000, 99_999_999), st.sampled_from(["", "+45 ", "0045 ", "+45", "0045"]))
def test_danish_phone_numbers_are_not_masked(number: int, country: str) -> None:
    n = str(number)
    for text in (n, f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}", f"{n[:4]} {n[4:]}"):
        assert mask_cpr(country + text) == country + text


@pytest.mark.parametrize(
    "text",
    [
        "70 201 201", "+48 601 234 567", "+90 532 123 45 67", "0912 345 6789", "+252 61 2345678",
        "+380 50 123 45 67", "112", "1888", "CVR 12345678", "DK12345678", "DK5000400440116243",
        "5000", "5.000,50 kr", "1 200 000", "50.000 kr.", "1.000.000.000", "20.000-50.000",
        "01-01-1990", "24.12.2026 kl. 17:30", "2026-11-23", "01/02/2026 10.00", "10:00-12:30",
        "3210901234", "0113901234", "99 99 99 9999", "12345678901", "010190123", "010190-12345",
    ],
)  # fmt: skip
def test_ordinary_numbers_are_not_masked(text: str) -> None:
    assert mask_cpr(text) == text


@given(st.integers(0, 10**9 - 1))
def test_amounts_are_not_masked(amount: int) -> None:
    for text in (f"{amount} kr", f"{amount:,} kr", f"{amount:,} kr".replace(",", ".")):
        assert mask_cpr(text) == text


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_dates_and_times_are_not_masked(moment: datetime) -> None:
    for form in ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%d.%m.%y %H:%M", "%d%m%Y"):
        text = moment.strftime(form)
        assert mask_cpr(text) == text
