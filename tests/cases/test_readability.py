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


@given(st.text())
def test_lix_of_any_text_is_not_negative(text: str) -> None:
    assert lix(text) >= 0
    is_heavy(text)
