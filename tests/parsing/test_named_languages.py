"""Names of languages in texts."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.languages import find_languages

TABLE = {
    "arabisk": "ar", "عربي": "ar", "بالعربي لو سمحت": "ar", "العربية": "ar",
    "na arabski": "ar",
    "carabi": "ar", "arapca": "ar", "turkce": "tr", "Türkçe konuşalım": "tr", "tyrkisk": "tr",
    "af soomaali": "so", "afka soomaaliga": "so", "somalisk": "so", "الصومالية": "so",
    "ukraińsku": "uk", "українською будь ласка": "uk", "ukrainsk": "uk", "polsk": "pl",
    "po polsku": "pl", "польською": "pl", "farsi": "fa", "فارسی": "fa", "دری": "fa",
    "persisk": "fa", "اردو میں بات کریں": "ur", "urdu": "ur", "انگریزی": "en",
    "ingiriisi": "en",
    "English please": "en", "англійською": "en", "ڈینش": "da", "dansk": "da",
    "الدنماركية": "da",
    "duński": "da", "данською": "da", "Danca": "da",
    "lepiej po angielsku niż po polsku": "en pl", "چشم های زیبا داری": "",
    "kan du dansk og engelsk?": "da en", "arabisk eller tyrkisk": "ar tr",
    "deutsch": "", "tysk": "", "pashto": "", "norsk": "", "jestem z Polski": "",
    "200 danske kroner": "", "Україна": "", "Danmark": "", "nail polish": "", "hej": "",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), TABLE.items())
def test_find_languages_in_text(text: str, codes: str) -> None:
    assert find_languages(text) == codes.split()


@pytest.mark.parametrize("code", OWN_NAMES)
def test_own_name_of_language_is_found(code: str) -> None:
    assert find_languages(OWN_NAMES[code]) == [code]


@pytest.mark.parametrize("spoken", OWN_NAMES)
@pytest.mark.parametrize("code", OWN_NAMES)
def test_name_of_language_in_each_locale_is_found(spoken: str, code: str) -> None:
    assert find_languages(Locale(spoken).languages[code]) == [code]


@given(st.text())
def test_find_languages_accepts_any_text(text: str) -> None:
    assert set(find_languages(text)) <= set(OWN_NAMES)
