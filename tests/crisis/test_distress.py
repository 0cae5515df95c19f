"""The distress word list: normalisation, patterns, and which kind wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.crisis.rules import ALARMS, DistressList, DistressWords, Kind, normalise
from bot.crisis.schema import DistressYaml

LETTERS = "aàåAæœøoeıİiłßŉ ىيیےئكکةهەھہأإآاؤءـ\u200b\u200c\u200f\u064e'’.,!-_٣۳3\n😢бєйіїґ"
TEXTS = st.text() | st.text(LETTERS)


def listed(kind: Kind, *words: str) -> DistressList:
    return DistressList({"en": [DistressWords(kind, words)]})


def matches(pattern: str, text: str) -> bool:
    return listed("life", pattern).kind_of(text) == "life"


@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(TEXTS)
def test_only_words_with_single_spaces_are_left(text: str) -> None:
    plain = normalise(text)
    assert plain == " ".join(plain.split())
    assert all(c == " " or c.isalnum() for c in plain)


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("Jeg vil DØ!!!", "jeg vil dø"),
        ("laengere", "længere"),
        ("maa", "må"),
        ("doe", "dø"),
        ("ölmek istiyorum", "OLMEK ISTIYORUM"),
        ("İntihar", "intihar"),
        ("kıyıcam", "kiyicam"),
        ("życie łzy", "zycie lzy"),
        ("I don’t", "i dont"),
        ("I don´t", "i dont"),
        ("I don`t", "i dont"),
        ("œuvre", "oeuvre"),
        ("ægte", "aegte"),
        ("б'є", "б’є"),
        ("б'є", "бє"),
        ("la'aan", "laan"),
        ("pleeeease", "please"),
        ("أريد", "اريد"),
        ("على", "علي"),
        ("عايزة", "عايزه"),
        ("مـــوت", "موت"),
        ("أَمُوت", "اموت"),
        ("كتير", "کتیر"),
        ("نمی‌خوام", "نميخوام"),
        ("ھوں", "ہوں"),
        ("گئی", "گئے"),
        ("ز\u200bن\u200eد", "زند"),
        ("١١٢", "112"),
        ("۱۱۲", "112"),
    ],
)
def test_spelling_variants_normalise_to_the_same_words(written: str, also: str) -> None:
    assert normalise(written) == normalise(also)


def test_numbers_keep_their_repeated_digits() -> None:
    assert normalise("ring 112") == "ring 112"


@given(TEXTS)
def test_any_text_can_be_searched(text: str) -> None:
    words = listed("shelter", "no~where ... sleep", "without (a) roof", "i freeze/fre*")
    assert words.kind_of(text) in (None, *ALARMS)


@given(TEXTS, TEXTS)
def test_crisis_is_found_anywhere_in_a_text(before: str, after: str) -> None:
    assert matches("want* to die", f"{before} I want to die {after}")


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("want* to die", "she wanted to die", True),
        ("want* to die", "want to diet", False),
        ("want* to die", "unwanted to die", False),
        ("hit/beat me", "they beat me", True),
        ("hit/beat me", "beat them and me", False),
        ("go (back) home", "go home", True),
        ("go (back) home", "go back home", True),
        ("go (back/straight) home", "go straight home", True),
        ("go (back) home", "go straight home", False),
        ("he ... kill me", "he kill me", True),
        ("he ... kill me", "he says he will kill me", True),
        ("he ... kill me", "he is a man who could kill me", False),
        ("he ... kill me", "he says that it could kill me", False),
        ("fre* ... street", "freezing on the street", True),
        ("fre* ... street", "frozen on the street", False),
        ("no~where to sleep", "nowhere to sleep", True),
        ("no~where to sleep", "no where to sleep", True),
        ("ke*si kes", "kendisi kes", True),
        ("i die", "hi die", False),
        ("b'є мене", "b’є МЕНЕ", True),
        ("ضربني", "وضربني", True),
        ("ضربني", "بضربني", False),
        ("به قتل", "به\u200cقتل", False),
        ("به~قتل", "به\u200cقتل", True),
    ],
)
def test_pattern_matches(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits


def test_most_urgent_kind_is_returned() -> None:
    words = DistressList(
        {
            "en": [
                DistressWords("shelter", ("no food",)),
                DistressWords("violence", ("hits me",)),
            ],
            "da": [DistressWords("life", ("vil dø",))],
        }
    )
    assert words.kind_of("no food, he hits me, jeg vil dø") == "life"
    assert words.kind_of("no food and he hits me") == "violence"
    assert words.kind_of("no food") == "shelter"
    assert words.kind_of("food") is None


def test_crisis_beside_an_idiom_is_found() -> None:
    words = DistressList(
        {
            "en": [
                DistressWords("life", ("kill myself",)),
                DistressWords("idiom", ("dying to", "could kill for")),
            ]
        }
    )
    assert words.kind_of("I am dying to eat, I could kill for a coffee") is None
    assert words.kind_of("I could kill for a coffee, or kill myself, dying to sleep") == "life"
    assert words.kind_of("kill myself, I am dying to") == "life"


def test_removed_idiom_does_not_join_the_words_around_it() -> None:
    words = DistressList(
        {"en": [DistressWords("life", ("i die",)), DistressWords("idiom", ("i die laughing",))]}
    )
    assert words.kind_of("I die laughing") is None
    assert words.kind_of("I I die laughing die") is None
    assert words.kind_of("I die laughing but I die") == "life"


@pytest.mark.parametrize(
    "pattern",
    [
        "", " ", "(really) die", "... die", "*die", "d* now", "die (now)", "die ...", "die |now|",
        "die [a-z]", "die .", "die a//b", "die ()", "die !", "die/* now",
    ],
)  # fmt: skip
def test_invalid_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"must|not a word"):
        listed("life", pattern)


def test_word_list_is_read_from_its_languages() -> None:
    group = {"kind": "life", "words": ["want to die"]}
    words = DistressYaml.model_validate({"languages": {"en": [group], "da": []}}).word_list()
    assert words.kind_of("I want to die") == "life" and words.kind_of("to die") is None


@pytest.mark.parametrize(
    "group",
    [
        {"kind": "life", "words": []},
        {"kind": "life", "words": ["x"]},
        {"kind": "life", "words": ["x" * 2001]},
        {"kind": "sadness", "words": ["want to die"]},
    ],
)
def test_incomplete_word_list_is_refused(group: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DistressYaml.model_validate({"languages": {"en": [group]}})
