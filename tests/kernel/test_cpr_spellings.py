"""Every realistic spelling of a CPR number is masked, and ordinary texts stay as they are."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kernel.redaction import MASK, mask_cpr
from bot.kernel.split_cpr import FirstHalf, first_half, mask_first, mask_second
from rasa_server.examples import load_test_set, training_examples

TODAY = date(2026, 12, 1)
ROOT = Path(__file__).parents[2]

# d, D: day, day + 60; m: month; y, Y: year of two and four digits; n: the last four; a, b: their
# halves; s: all ten digits, which the sign before it separates.
PLAIN = [
    "{d}{m}{y}{n}", "{d}{m}{y}-{n}", "{d}{m}{y} {n}", "{d}{m}{y}  {n}", "{d}{m}{y} - {n}",
    "{d}{m}{y}- {n}", "{d}{m}{y} -{n}", "{d}{m}{y}--{n}", "{d}{m}{y}----{n}", "{d}{m}{y}.{n}",
    "{d}{m}{y}...{n}", "{d}{m}{y}/{n}", "{d}{m}{y}\\{n}", "{d}{m}{y}:{n}", "{d}{m}{y}: {n}",
    "{d}{m}{y};{n}", "{d}{m}{y},{n}", "{d}{m}{y}, {n}", "{d}{m}{y}_{n}", "{d}{m}{y}~{n}",
    "{d}{m}{y}#{n}", "{d}{m}{y}*{n}", "{d}{m}{y}|{n}", "{d}{m}{y}'{n}", "{d}{m}{y}•{n}",
    "{d}{m}{y}·{n}", "{d}{m}{y}\t{n}", "{d}{m}{y}👉{n}", "{d}{m}{y}…{n}",
]  # fmt: skip
DASHES = ["{d}{m}{y}" + dash + "{n}" for dash in "–—‐‑‒−－﹣ـー"]
SPACES = ["{d}{m}{y}" + space + "{n}" for space in "\u00a0\u202f\u2009\u2003\u3000"]
PARTS = [
    "{d} {m} {y} {n}", "{d} {m} {y}-{n}", "{d}.{m}.{y}-{n}", "{d}.{m}.{y} {n}", "{d}.{m}.{y}.{n}",
    "{d}/{m}/{y} {n}", "{d}/{m}/{y}/{n}", "{d}/{m}-{y}-{n}", "{d}/{m} {y} {n}", "{d}-{m}-{y}-{n}",
    "{d} - {m} - {y} - {n}", "{d}. {m}. {y} {n}", "{d}{m} {y} {n}", "{d}\u00a0{m}\u00a0{y} {n}",
]  # fmt: skip
FULL_YEAR = [
    "{d}{m}{Y}{n}", "{d}{m}{Y}-{n}", "{d}{m}{Y} {n}", "{d}-{m}-{Y}-{n}", "{d}.{m}.{Y} {n}",
    "{d}/{m}/{Y}-{n}", "{d}/{m}-{Y} {n}", "{d} {m} {Y} {n}", "{d}.{m}.{Y}, {n}",
]  # fmt: skip
SERIAL_IN_TWO = [
    "{d}{m}{y} {a} {b}", "{d}{m}{y}-{a} {b}", "{d}{m}{y}-{a}-{b}", "{d} {m} {y} {a} {b}",
    "{d}-{m}-{y}-{a}-{b}", "{d} {m} {y} - {a} {b}", "{d}{m}{Y} {a} {b}",
]  # fmt: skip
BRACKETS = [
    "({d}{m}{y}){n}", "({d}{m}{y}) {n}", "({d}{m}{y})-{n}", "{d}{m}{y}({n})", "{d}{m}{y} ({n})",
    "({d}{m}{y})({n})", "({d}{m}{y}-{n})", "[{d}{m}{y}]-[{n}]", "[{d}{m}{y}-{n}]",
    "<{d}{m}{y}-{n}>", "{d}{m}{y} <{n}>", '"{d}{m}{y}" "{n}"', "«{d}{m}{y}»-«{n}»",
    "*{d}{m}{y}*-*{n}*", "({d}) ({m}) ({y}) ({n})",
]  # fmt: skip
BREAKS = [
    "{d}{m}{y}\n{n}", "{d}{m}{y}-\n{n}", "{d}{m}{y}\n-{n}", "{d}{m}{y} \n {n}", "{d}{m}{y}\r\n{n}",
    "{d}{m}{y}\n\n{n}", "{d}{m}{y}\u2028{n}", "{d}-{m}-{Y}\n{n}",
]  # fmt: skip
INVISIBLE = [
    "{d}{m}{y}" + sign + "{n}" for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u2066"
] + ["\u200b{d}\u200b{m}\u200b{y}\u200b-\u200b{n}\u200b", "\u202a{d}{m}{y}-{n}\u202c"]
SINGLE = [
    "{s: }",
    "{s:-}",
    "{s:.}",
    "{s:\u200b}",
    "{s:\ufe0f\u20e3}",
    "{s:  }",
    "{s: - }",
    "{s:_}",
]
FOREIGNERS = ["{D}{m}{y}{n}", "{D}{m}{y}-{n}", "{D} {m} {y} {n}", "{D}.{m}.{y} {a} {b}",
              "{D}{m}{Y}-{n}"]  # fmt: skip
CALLED = [
    "cpr:{d}{m}{y}{n}", "CPR-nr.{d}{m}{y}-{n}.", "c{d}{m}{y}{n}x", "cpr={d}{m}{y}-{n}",
    "№{d}{m}{y}-{n}!",
]  # fmt: skip
KINDS = [
    *PLAIN, *DASHES, *SPACES, *PARTS, *FULL_YEAR, *SERIAL_IN_TWO, *BRACKETS, *BREAKS, *INVISIBLE,
    *SINGLE, *FOREIGNERS, *CALLED,
]  # fmt: skip
SCRIPTS = [
    "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "⓪①②③④⑤⑥⑦⑧⑨",
]  # fmt: skip
# The years in which every serial number from 0000 to 3999 is that of somebody of the 1900s.
BORN = st.dates(date(1937, 1, 1), date(1999, 12, 31))
SERIAL = st.integers(0, 3999)
# A digit next to a number would make it a longer number.
AROUND = st.text(st.characters(exclude_categories=["Nd", "Nl", "No", "Cs"]), max_size=8)


class Digits(str):
    """All digits, separated by the format's specification."""

    def __format__(self, sign: str) -> str:
        return sign.join(self) + (sign if sign.startswith("\ufe0f") else "")


def spelled(kind: str, born: date, serial: int, digits: str) -> str:
    n = f"{serial:04}"
    text = kind.format(
        d=f"{born:%d}", D=born.day + 60, m=f"{born:%m}", y=f"{born:%y}", Y=born.year,
        n=n, a=n[:2], b=n[2:], s=Digits(f"{born:%d%m%y}{n}"),
    )  # fmt: skip
    return text.translate(str.maketrans("0123456789", digits))


def hidden(number: str) -> str:
    return "".join(MASK if unicodedata.digit(c, None) is not None else c for c in number)


def test_there_are_more_kinds_than_the_examination_tried() -> None:
    assert len(set(KINDS)) == len(KINDS) >= 74


@pytest.mark.parametrize("kind", KINDS, ids=ascii)
@settings(max_examples=25)
@given(BORN, SERIAL, st.sampled_from(SCRIPTS), AROUND, AROUND)
def test_cpr_number_is_masked_in_every_spelling(
    kind: str, born: date, serial: int, digits: str, before: str, after: str
) -> None:
    number = spelled(kind, born, serial, digits)
    assert mask_cpr(f"{before} {number}, {after}") == f"{before} {hidden(number)}, {after}"


SIGNS = st.text(st.sampled_from(" .-/,;:'()[]_|~#\u00a0\u200b–—·•"), max_size=4)


@given(BORN, SERIAL, st.sampled_from(SCRIPTS), SIGNS, st.sampled_from(["{d}{m}{y}", "{d}{m}{Y}"]))
def test_up_to_four_signs_before_the_last_four_digits_hide_nothing(
    born: date, serial: int, digits: str, signs: str, birthday: str
) -> None:
    number = spelled(birthday, born, serial, digits) + signs + f"{serial:04}"
    assert mask_cpr(number) == hidden(number)


@given(BORN, SERIAL, SIGNS)
def test_up_to_four_signs_in_the_date_hide_nothing(born: date, serial: int, signs: str) -> None:
    number = f"{born:%d}{signs}{born:%m}{signs}{born:%y}{signs}{serial:04}"
    assert mask_cpr(number) == hidden(number)


@pytest.mark.parametrize(
    "text",
    ["99 12 010190-1234", "10 12 010190-1234", "12 13 010190-1234", "010190-1234 020285-1235"],
)
def test_numbers_before_it_do_not_hide_a_cpr_number(text: str) -> None:
    assert mask_cpr(text).endswith(f"{MASK * 6}-{MASK * 4}")


@pytest.mark.parametrize(
    "number", ["3102901234", "0013901234", "0113901234", "3201901234", "9201901234", "6001901234",
               "2902991234", "01-01-1990-5678", "01-01-2024 1200"],
)  # fmt: skip
def test_impossible_dates_are_not_masked(number: str) -> None:
    assert mask_cpr(number) == number


# Ordinary texts.


def ordinary_texts() -> list[str]:
    training = training_examples(ROOT / "nlu_data")
    tests = [e for name in ("exam", "heldout") for e in load_test_set(ROOT / "tests" / name)]
    return [example.text for example in [*training, *tests]]


def test_at_most_one_ordinary_text_in_a_thousand_is_masked() -> None:
    texts = ordinary_texts()
    assert len(texts) >= 10_000
    assert sum(mask_cpr(text) != text for text in texts) <= len(texts) / 1000


def test_at_most_one_pair_of_ordinary_texts_in_a_thousand_is_taken_for_a_split_number() -> None:
    texts = ordinary_texts()
    halves = [first_half(text, TODAY) for text in texts]
    alarms = [
        second for half, second in zip(halves, texts[1:], strict=False)
        if half is not None and mask_second(second, half) is not None
    ]  # fmt: skip
    assert len(alarms) <= len(texts) / 1000
    assert sum(half is not None for half in halves) <= len(texts) / 1000


DAY = st.dates(date(2024, 1, 1), date(2032, 12, 31))
HOUR, MINUTE = st.integers(0, 23), st.sampled_from([0, 15, 30, 45])
DATE_FORMS = ["%d.%m.%y", "%d/%m/%y", "%d/%m-%y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m %Y", "%Y-%m-%d"]


@given(DAY, st.sampled_from(DATE_FORMS), HOUR, MINUTE, HOUR, MINUTE)
def test_times_and_opening_hours_are_not_masked(
    day: date, form: str, hour: int, minute: int, until: int, end: int
) -> None:
    for text in (
        f"{day:{form}} {hour:02}:{minute:02}", f"{day:{form}} kl. {hour:02}.{minute:02}",
        f"{day:{form}} {hour:02}-{until:02}", f"{hour:02}-{until:02}",
        f"{hour:02}:{minute:02}-{until:02}:{end:02}", f"{hour:02}-12 13-{until:02}{end:02}",
        f"{hour:02}.{minute:02} – {until:02}.{end:02}",
        f"{day:{form}}, {hour:02}:{minute:02}-{until:02}:00",
    ):  # fmt: skip
        assert mask_cpr(text) == text


@given(DAY, st.sampled_from(DATE_FORMS), st.integers(1000, 9999), st.sampled_from(
    [" kr", " kr.", " kroner", ",50", ".50 kr", ",-", " DKK", " €", " %"]))  # fmt: skip
def test_amounts_behind_a_date_are_not_masked(
    day: date, form: str, amount: int, unit: str
) -> None:
    text = f"{day:{form}} {amount}{unit}"
    assert mask_cpr(text) == text


# A number that ends in a day and a month before one that begins with a year is masked: trust.md.
@given(
    st.integers(10_000_000, 99_999_999),
    st.integers(10_000_000, 99_999_999).filter(lambda n: str(n)[:2] not in ("18", "19", "20")),
)
def test_cvr_and_phone_numbers_in_a_row_are_not_masked(one: int, two: int) -> None:
    a, b = str(one), str(two)
    pairs = f"{a[:2]} {a[2:4]} {a[4:6]} {a[6:]}"
    for text in (
        f"CVR {a}", f"CVR-nr. {pairs}", f"{a}, {b}", f"{pairs}, {b}", f"{a} og {b}",
        f"+45 {pairs}", f"{pairs} {b[:2]} {b[2:4]} {b[4:6]} {b[6:]}",
        f"+{a[:2]} {a[2:4]} {a[4:6]} {b[:4]}",
    ):  # fmt: skip
        assert mask_cpr(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "20*12*10=2400", "20 + 12 + 10 = 1600", "121285+1500", "121285 * 12 = 1455420",
        "10-12 14-16 18-20", "5000 4004 4011 6243", "2012 8512 3412", "2012 4512341234",
        "+61 12 34 5678", "30.11.2026, 2100 København", "24.12.2026 1730", "01.12.26-05.12.26",
        "01-12-2026 – 24-12-2026", "1/12 2026 1500 kr", "IBAN DK50 0040 0440 1162 43",
        "10 121 285 kr", "0101 til 2412", "10\n12\n85\n1500", "6 10 12 20 50 100", "½ + ¼",
    ],
)  # fmt: skip
def test_sums_accounts_and_lists_are_not_masked(text: str) -> None:
    assert mask_cpr(text) == text


# Split over two messages.

FIRSTS = [
    "{d}{m}{y}", "{d}{m}{y}-", "{d}{m}{y} -", "mit cpr er {d}{m}{y}", "{d} {m} {y}", "{d}.{m}.{y}",
    "{d}/{m}-{y}", "{d}-{m}-{Y}", "{d}{m}{Y}", "({d}{m}{y})", "cpr nummer: {d}.{m}.{Y}\n",
    "{D}{m}{y}-",
    "{d}\u200b{m}\u200b{y}\u200b",
]  # fmt: skip
SECONDS = ["{n}", "-{n}", " {n} ", "{n}.", "({n})", "- {n}!", "{a} {b}", "\n{n}", "\u200b{n}"]


@given(BORN, SERIAL, st.sampled_from(FIRSTS), st.sampled_from(SECONDS), st.sampled_from(SCRIPTS))
def test_number_split_over_two_messages_is_masked_in_both(
    born: date, serial: int, first: str, second: str, digits: str
) -> None:
    one, two = (spelled(kind, born, serial, digits) for kind in (first, second))
    half = first_half(one, TODAY)
    assert half is not None
    assert mask_second(two, half) == hidden(two)
    assert mask_first(one) == hidden(one)


@given(
    BORN,
    SERIAL,
    st.integers(1, 3),
    st.sampled_from(["-", " - ", "/", "--", " (", ".", "–", "\u200b-"]),
)
def test_number_split_within_its_last_digits_is_masked_in_both(
    born: date, serial: int, begun: int, signs: str
) -> None:
    n = f"{serial:04}"
    one, two = f"{born:%d%m%y}{signs}{n[:begun]}", n[begun:]
    half = first_half(one, TODAY)
    assert half is not None and half.missing == 4 - begun
    assert mask_second(two, half) == hidden(two) and mask_first(one) == hidden(one)


@given(BORN)
def test_what_is_remembered_holds_no_digit_of_the_birth_date(born: date) -> None:
    """Everybody born in the same years leaves the same."""
    assert first_half(f"{born:%d%m%y}", TODAY) == FirstHalf(4, "012349", named=False)


@pytest.mark.parametrize(
    "text", ["og de sidste er 1234", "1234 tak", "så 12 34", "1234 😊 det var det"]
)
def test_words_may_surround_the_rest_of_a_number_that_was_called_so(text: str) -> None:
    half = first_half("mit CPR-nummer er 010190", TODAY)
    assert half is not None and mask_second(text, half) == hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "1234 kr", "1234,50", "1.234", "1234,-", "12345", "123", "1234 5678", "12:34", "12.34",
        "$1234", "20 12 34 56", "tak", "", "010190", "1234 om måneden", "1500 stk",
    ],
)  # fmt: skip
def test_other_numbers_behind_a_birth_date_are_not_masked(text: str) -> None:
    half = first_half("010190", TODAY)
    assert half is not None and mask_second(text, half) is None


@pytest.mark.parametrize(
    "text",
    [
        "01-06-2019", "24-12-2026", "01.03.27", "d. 15.10.26", "15/10-20", "10-12 13", "4000",
        "20 12 85 12", "20128512", "310290", "001290", "12345", "1234567", "010190 er min dag",
        "+45 20 12 85", "010190 12",
    ],
)  # fmt: skip
def test_other_endings_begin_no_split_number(text: str) -> None:
    assert first_half(text, TODAY) is None


@given(st.text() | st.from_regex(r"[0-9 .\-/–\n]{0,30}"))
def test_any_text_may_be_a_half(text: str) -> None:
    half = first_half(text, TODAY)
    masked = mask_first(text)
    assert len(masked) == len(text) and (half is None or masked != text)
    rest = mask_second(text, half) if half else None
    assert rest is None or len(rest) == len(text)
