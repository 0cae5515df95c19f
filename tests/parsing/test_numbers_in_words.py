"""One number as the whole text, in a language: in words, with a scale, with kroner."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.folding import fold, fold_word
from bot.parsing.numbers import parse_number
from bot.parsing.vocabulary.number_words import NUMBER_WORDS

LANGUAGES = sorted(OWN_NAMES)

NUMBERS = {
    "da": {"nul": "0", "ét": "1", "fem og tyve": "25", "femogtyve": "25", "halvtreds": "50",
           "nioghalvfems": "99", "hundrede": "100", "to hundrede og femoghalvtreds": "255",
           "to tusind": "2000", "totusind": "2000", "tolv hundrede": "1200", "5k": "5000",
           "halvanden million": "1500000", "2,5 mio": "2500000", "5 tkr": "5000",
           "5.000 kr.": "5000", "5.000,-": "5000", "kr. 300": "300"},
    "en": {"zero": "0", "twenty-five": "25", "twenty five": "25", "ninety nine": "99",
           "a hundred": "100", "one hundred and five": "105", "two thousand": "2000",
           "two thousand five hundred": "2500", "two and a half thousand": "2500",
           "three million": "3000000", "5k": "5000", "twelve hundred": "1200"},
    "ar": {"صفر": "0", "خمسة وعشرون": "25", "خمسه وعشرين": "25", "تسعة وتسعون": "99",
           "مئة": "100", "مية وخمسين": "150", "ألفين": "2000", "ألف ونص": "1500",
           "ثلاثة آلاف وخمسمئة": "3500", "عشرين الف": "20000", "٥ آلاف": "5000",
           "خمسة عشر": "15", "خمستاشر": "15", "مليون": "1000000"},
    "tr": {"sıfır": "0", "yirmi beş": "25", "yirmibes": "25", "doksan dokuz": "99",
    "yüz": "100",
           "yuz elli": "150", "onaltı": "16", "iki bin": "2000", "ikibinbeşyüz": "2500",
           "iki buçuk milyon": "2500000", "20 bin": "20000", "kirk": "40"},
    "fa": {"صفر": "0", "بیست و پنج": "25", "نود و نه": "99", "صد": "100", "پنجصد": "500",
           "دو هزار": "2000", "دوهزار و پانصد": "2500", "سی و پنج هزار": "35000",
           "یک و نیم میلیون": "1500000", "۲۰ هزار": "20000", "پونصد": "500", "چهل": "40"},
    "ur": {"صفر": "0", "پچیس": "25", "ننانوے": "99", "سو": "100", "پانچ سو": "500",
           "دو ہزار": "2000", "ساڑھے تین ہزار": "3500", "ڈیڑھ لاکھ": "150000",
           "ڈھائی ہزار": "2500", "20 hazar": "20000", "das hazar": "10000",
           "1,00,000": "100000", "باون": "52"},
    "so": {"eber": "0", "shan iyo labaatan": "25", "labaatan iyo shan": "25",
           "sagaal iyo sagaashan": "99", "kow iyo toban": "11", "boqol": "100",
           "boqol iyo konton": "150", "laba kun": "2000", "laba kun iyo shan boqol": "2500",
           "40 kun": "40000", "sadex": "3", "hal milyan": "1000000"},
    "pl": {"zero": "0", "dwadziescia piec": "25", "dziewięćdziesiąt dziewięć": "99",
    "sto": "100",
           "sto pięćdziesiąt": "150", "dwa tysiące": "2000", "dwa tysiące pięćset": "2500",
           "pięć tysięcy": "5000", "półtora tysiąca": "1500", "5 tys.": "5000",
           "dwa i pół tysiąca": "2500", "milion": "1000000"},
    "uk": {"нуль": "0", "двадцять п’ять": "25", "дев'яносто дев'ять": "99", "сто": "100",
           "сто п'ятдесят": "150", "дві тисячі": "2000", "дві тисячі п'ятсот": "2500",
           "пʼять тисяч": "5000", "півтори тисячі": "1500", "5 тис": "5000",
           "два з половиною мільйони": "2500000", "сорок": "40"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [(lang, text, number) for lang, table in NUMBERS.items() for text, number in table.items()],
)
def test_parse_number_in_words(language: str, text: str, number: str) -> None:
    assert parse_number(text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "نه"), ("ur", "بہتر"), ("en", "a"), ("da", "to tre"), ("da", "fem og"),
        ("en", "one two"), ("da", "tusind tak"), ("so", "iyo"), ("tr", "binlerce"),
        ("da", "otteogtyven"), ("da", "1.2.3 mio"), ("xx", "five"),
        ("en", "five twenty"), ("da", "fem tyve"), ("da", "fem og tolv"), ("ar", "ألف ألفين"),
    ],
)  # fmt: skip
def test_words_that_are_not_one_number_are_none(language: str, text: str) -> None:
    assert parse_number(text, language) is None


def test_words_need_a_language() -> None:
    assert parse_number("to tusind") is None
    assert parse_number("5k") is None
    assert parse_number("5.000 kr.") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_spelling_has_one_value(language: str) -> None:
    seen: dict[str, Decimal] = {}
    for word, value in NUMBER_WORDS[language].values():
        key = fold_word(word).replace(" ", "")
        assert seen.setdefault(key, value) == value, word


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 99),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["latn", "arab", "arabext"]),
)
def test_decimal_round_trip_in_locale_format(
    whole: int, cents: int, language: str, digits: str
) -> None:
    number = Decimal(whole) + Decimal(cents) / 100
    text = format_decimal(number, locale=language)
    if language in ("ar", "fa", "ur"):
        text = format_decimal(number, locale=language, numbering_system=digits)
    assert parse_number(text) == number
    assert parse_number(text, language) == number


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]))
def test_parse_number_in_language_accepts_any_text(text: str, language: str) -> None:
    number = parse_number(text, language)
    assert number is None or number.is_finite()


@given(st.text())
def test_fold_keeps_place_of_every_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.plain) == len(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)
