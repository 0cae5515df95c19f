"""Filling the blanks of a sentence, by codes of buttons or by typed text."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.callback_data import InvalidButton
from bot.kernel.messages import Phrase, TimeOfDay, Verbatim, Weekday
from bot.phrasebook.rules import (
    TYPED,
    Blank,
    Category,
    Filling,
    Phrasebook,
    Preset,
    Sentence,
    clock_stamp,
    read_code,
)

TODAY = date(2026, 11, 28)  # a Saturday
DAY, TIME = Blank("date", "day", "Which day?"), Blank("time", "time", "When?")
PLACE = Blank(
    "place", "words", "Where?", (Preset("Town Hall", False), Preset("on the phone", True))
)
SENTENCE = Sentence("meet", "{date} {time} {place}", (DAY, TIME, PLACE))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("7/12", date(2026, 12, 7)), ("7.12.2026", date(2026, 12, 7)),
        ("på mandag", date(2026, 11, 30)), ("i morgen", date(2026, 11, 29)),
        ("fredag den 4. december", date(2026, 12, 4)), ("i dag", TODAY),
        ("2/1", date(2027, 1, 2)),
        ("27/11/2026", None), ("snart", None), ("mandag eller tirsdag", None), ("31/2", None),
        ("7/12/2027", None), ("", None),
    ],
)  # fmt: skip
def test_day_is_read_in_danish_order_and_must_be_ahead(typed: str, day: date | None) -> None:
    assert read_code(DAY, typed, TODAY) == (f"{day:%Y%m%d}" if day else None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("9", "0900"), ("kl. 9.30", "0930"), ("halv ti", "0930"), ("kvart over to", "0215"),
        ("14:15", "1415"), ("25", None), ("snart", None), ("kl. 9 eller kl. 10", None),
    ],
)  # fmt: skip
def test_time_is_read_in_danish_notation(typed: str, code: str | None) -> None:
    assert read_code(TIME, typed, TODAY) == code


def test_words_are_taken_unchanged_up_to_a_limit() -> None:
    assert read_code(PLACE, "Kælderen", TODAY) == TYPED
    assert read_code(PLACE, "x" * 120, TODAY) == TYPED
    assert read_code(PLACE, "x" * 121, TODAY) is None
    assert read_code(PLACE, "", TODAY) is None


@given(st.dates(TODAY, TODAY + timedelta(days=700)), st.times(), st.text(min_size=1))
def test_chosen_codes_are_read_back_unchanged(day: date, at: time, words: str) -> None:
    chosen = (f"{day:%Y%m%d}", clock_stamp(at), TYPED)
    filling = Filling.read(SENTENCE, chosen, {"place": words})
    assert filling.next_blank is None and filling.chosen == chosen
    values = filling.values()
    assert values["date"] == Weekday(day)
    assert values["time"] == TimeOfDay(at.replace(second=0, microsecond=0, fold=0))
    assert values["place"] == Verbatim(words)


@given(st.lists(st.text("0123456789w²-x", max_size=9), max_size=5))
def test_any_codes_are_read_or_refused(chosen: list[str]) -> None:
    try:
        filling = Filling.read(SENTENCE, chosen, {})
    except InvalidButton:
        return
    assert set(filling.values()) == {b.id for b in SENTENCE.blanks[: len(filling.chosen)]}


def test_presets_are_translated_unless_they_are_names() -> None:
    codes = ("20261207", "0900")
    assert Filling(SENTENCE, (*codes, "0")).values()["place"] == Verbatim("Town Hall")
    assert Filling(SENTENCE, (*codes, "1")).values()["place"] == Phrase("on the phone")


def test_passed_day_reopens_its_blank_and_those_after_it() -> None:
    filling = Filling(SENTENCE, ("20261207", "0900", "0"))
    assert filling.until_today(date(2026, 12, 7)) == filling
    assert filling.until_today(date(2026, 12, 8)).next_blank == DAY


def test_blank_without_its_typed_words_is_open_again() -> None:
    filling = Filling.read(SENTENCE, ("20261207", "0900", TYPED), {})
    assert filling.next_blank == PLACE


def test_danish_and_the_source_need_no_confirmation() -> None:
    sentence = Sentence("x", "Hello!", confirmed={"ar": "Hanan A."})
    assert [sentence.needs_confirmation(code) for code in ("da", "en", "ar", "tr")] == [
        False, False, False, True,
    ]  # fmt: skip


def test_day_can_be_at_most_three_hundred_days_ahead() -> None:
    for ahead, fits in ((300, True), (301, False)):
        day = TODAY + timedelta(days=ahead)
        code = read_code(DAY, f"{day:%d/%m/%Y}", TODAY)
        assert code == (f"{day:%Y%m%d}" if fits else None)


def test_blanks_are_filled_and_emptied_in_their_order() -> None:
    empty = Filling(SENTENCE)
    assert empty.next_blank == DAY and empty.values() == {}
    first = empty.following("20261207")
    second = first.following("0930")
    assert (first.next_blank, second.next_blank) == (TIME, PLACE)
    assert second.back() == first and first.back() == empty
    typed = second.typed("Room 5")
    assert typed.next_blank is None and typed.typed_words() == {"place": "Room 5"}
    assert typed.back().typed_words() == {} and typed.back().next_blank == PLACE


@pytest.mark.parametrize(
    "chosen",
    [
        ("20261207", "0900", "0", "0"), ("20261232",), ("20261207", "2400"), ("20261207", "090"),
        ("20261207", "0900", "2"), ("20261207", TYPED),
    ],
)  # fmt: skip
def test_forged_codes_are_refused(chosen: tuple[str, ...]) -> None:
    with pytest.raises(InvalidButton):
        Filling.read(SENTENCE, chosen, {})


def test_sentences_and_categories_are_found_by_id() -> None:
    other = Sentence("thanks", "Thank you!")
    first, second = Category("a", "A", (SENTENCE,)), Category("b", "B", (other,))
    book = Phrasebook((first, second))
    assert (book.category("b"), book.sentence("thanks")) == (second, other)
    assert book.category_of(other) == second and book.category_of(SENTENCE) == first
    for find in (book.category, book.sentence):
        with pytest.raises(InvalidButton):
            find("no")
