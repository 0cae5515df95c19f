"""Readability of Danish texts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.rules.readability import is_heavy, lix


def test_short_words_and_sentences_are_not_heavy() -> None:
    text = "Kom på fredag. Vi ser på din idé. Tag din liste med. Jeg er her kl. 10."
    assert lix(text) < 20 and not is_heavy(text)


def test_long_words_and_sentences_are_heavy() -> None:
    text = "Virksomhedsregistreringen forudsætter, at jobcenteret "
    text += "forhåndsgodkender aktiviteten skriftligt først."
    assert lix(text) > 60 and is_heavy(text)


def test_few_words_are_never_heavy() -> None:
    assert not is_heavy("Virksomhedsregistrering hos Erhvervsstyrelsen")


def test_lix_adds_words_per_sentence_and_percent_of_long_words() -> None:
    assert lix("Du skal komme. Konsulenten venter.") == 5 / 2 + 100 * 1 / 5


def test_words_are_long_from_seven_letters_on() -> None:
    assert lix("aaaaaa bbbbbbb") == 2 + 50


def test_digits_are_no_words_and_a_line_or_a_colon_ends_a_sentence() -> None:
    assert lix("Kom kl 10:30") == 2
    assert lix("Husk:\nkaffe, te\nog brød") == 5 / 3
    assert lix("12 + 4") == 0


def test_text_is_heavy_above_a_lix_of_thirty_from_eight_words_on() -> None:
    """Eight words: in one sentence 8, and 12.5 for each long one."""
    short, long = "ord ", "langeord "
    assert lix(long + 7 * short) == 20.5 and not is_heavy(long + 7 * short)
    assert lix(2 * long + 6 * short) == 33 and is_heavy(2 * long + 6 * short)
    assert lix(2 * long + 5 * short) > 30 and not is_heavy(2 * long + 5 * short)
    at_the_limit = 10 * short + 2 * long + 8 * short
    assert lix(at_the_limit) == 30 and not is_heavy(at_the_limit)


@given(st.text())
def test_lix_of_any_text_is_not_negative(text: str) -> None:
    assert lix(text) >= 0
    is_heavy(text)
