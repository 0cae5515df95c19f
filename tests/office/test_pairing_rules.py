"""The code that connects a group: what it is, how long, how often."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.office.rules.pairing import TRIES, VALID_FOR, Pairing, digits_of, shown

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SALT = "00" * 16
CODES = st.integers(0, 999_999).map(lambda number: f"{number:06}")
PAIRING = Pairing.of("123456", SALT, NOW)


@given(CODES, CODES)
def test_only_the_code_itself_fits(code: str, typed: str) -> None:
    assert Pairing.of(code, SALT, NOW).fits(shown(typed), NOW) == (code == typed)


@given(CODES)
def test_digest_depends_on_the_salt(code: str) -> None:
    assert Pairing.of(code, SALT, NOW).digest != Pairing.of(code, "01", NOW).digest


@pytest.mark.parametrize(
    "typed",
    ["123-456", "123456", " 123 456 ", "123–456", "١٢٣-٤٥٦", "12-34-56", "۱۲۳ ۴۵۶"],
)  # fmt: skip
def test_code_may_be_typed_in_any_way(typed: str) -> None:
    assert digits_of(typed) == "123456" and PAIRING.fits(typed, NOW)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "123-45a", "/pair", "½23456", "-" * 9])
def test_what_is_no_code_does_not_fit(typed: str) -> None:
    assert digits_of(typed) is None and not PAIRING.fits(typed, NOW)


@given(st.text(max_size=20))
def test_any_text_is_compared(typed: str) -> None:
    PAIRING.fits(typed, NOW)


@pytest.mark.parametrize(
    ("later", "fits"),
    [(timedelta(0), True), (VALID_FOR - timedelta(seconds=1), True), (VALID_FOR, False),
     (timedelta(seconds=-1), False)],
)  # fmt: skip
def test_code_is_valid_for_a_quarter_of_an_hour(later: timedelta, fits: bool) -> None:
    assert timedelta(minutes=15) == VALID_FOR
    assert PAIRING.fits("123456", NOW + later) == fits


def test_code_is_void_after_five_wrong_tries() -> None:
    pairing = PAIRING
    for _ in range(TRIES):
        assert pairing.fits("123456", NOW)
        pairing = pairing.after_miss()
    assert not pairing.fits("123456", NOW) and pairing.is_current(NOW)
    assert pairing.after_miss().tries == 0
