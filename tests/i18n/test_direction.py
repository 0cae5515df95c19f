"""Left-to-right runs in right-to-left text, and people's own words in any text."""

import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.direction import FSI, LRI, PDI, is_rtl, isolate_foreign, isolate_runs

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RTL_LETTERS = "ابتسعربیپچګگکיהעבר"
MIXED = st.text(st.sampled_from(f"{RTL_LETTERS}abcæøåXYZ0123456789 ,.:/@+-–%()،؟۔٣۴\n"))


def shown(text: str) -> str:
    """With the isolates as brackets, so that a failing test can be read."""
    return text.replace(LRI, "[").replace(FSI, "<").replace(PDI, "]")


@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_arabic_persian_and_urdu_are_right_to_left(language: str) -> None:
    assert is_rtl(Locale.parse(language))


@pytest.mark.parametrize("language", ["da", "en", "tr", "so", "pl", "uk"])
def test_other_languages_are_left_to_right(language: str) -> None:
    assert not is_rtl(Locale.parse(language))


@pytest.mark.parametrize(
    "run",
    [
        "kontanthjælp", "Lev uden vold", "Åse Ærø Øster", "sygedagpenge", "a-kasse", "CVR", "Łódź",
        "/start", "70 201 201", "+45 12 34 56 78", "18–29", "50.000", "20,000", "17:30", "25%",
        "amina@example.dk", "@egen_chef", "https://virk.dk", "CVR 12345678", "PMV 2026", "e-Boks",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["اتصل {} الآن", "{} است", "({})", "یہ: {}۔"])
def test_left_to_right_run_becomes_one_isolate(run: str, around: str) -> None:
    assert shown(isolate_runs(around.format(run), rtl=True)) == around.format(f"[{run}]")


@pytest.mark.parametrize("text", ["اتصل 112", "سؤال 4 من 9", "١٢٣", "مرحبا", ""])
def test_digits_and_native_letters_are_not_isolated(text: str) -> None:
    assert isolate_runs(text, rtl=True) == text


def test_full_stop_after_a_run_stays_outside_its_isolate() -> None:
    assert shown(isolate_runs("من Virk.", rtl=True)) == "من [Virk]."
    assert shown(isolate_runs("Virk، CVR", rtl=True)) == "[Virk]، [CVR]"


@given(MIXED)
def test_isolation_adds_only_balanced_isolates(text: str) -> None:
    isolated = isolate_runs(text, rtl=True)
    assert isolated.replace(LRI, "").replace(PDI, "") == text
    assert re.fullmatch(f"(?:[^{LRI}{PDI}]|{LRI}[^{LRI}{PDI}]+{PDI})*", isolated)


@given(MIXED)
def test_no_right_to_left_letter_is_isolated(text: str) -> None:
    for run in re.findall(f"{LRI}(.*?){PDI}", isolate_runs(text, rtl=True), re.DOTALL):
        assert not set(run) & set(RTL_LETTERS)


@given(MIXED)
def test_every_latin_letter_is_isolated(text: str) -> None:
    outside = re.sub(f"{LRI}.*?{PDI}", "", isolate_runs(text, rtl=True), flags=re.DOTALL)
    assert not set(outside) & set("abcæøåXYZ")


@given(st.text())
def test_left_to_right_text_is_unchanged(text: str) -> None:
    assert isolate_runs(text, rtl=False) == text


@pytest.mark.parametrize("name", ["محمد", "דוד", "Ali علی", "عائشة 3"])
def test_right_to_left_words_are_isolated_in_left_to_right_text(name: str) -> None:
    assert isolate_foreign(name, rtl=False) == f"{FSI}{name}{PDI}"


@pytest.mark.parametrize("name", ["Amina", "Олена", "Åse", "42", ""])
def test_left_to_right_words_are_unchanged_in_left_to_right_text(name: str) -> None:
    assert isolate_foreign(name, rtl=False) == name


@pytest.mark.parametrize("name", ["Amina", "محمد", "42", "Олена"])
def test_every_user_text_is_isolated_in_right_to_left_text(name: str) -> None:
    assert isolate_foreign(name, rtl=True) == f"{FSI}{name}{PDI}"


@given(st.text(st.sampled_from(f"{OVERRIDES}aب ")), st.booleans())
def test_user_text_cannot_change_the_direction(text: str, rtl: bool) -> None:
    isolated = isolate_foreign(text, rtl)
    inside = isolated.removeprefix(FSI).removesuffix(PDI)
    assert not set(inside) & set(OVERRIDES)
    assert inside == "".join(c for c in text if c not in OVERRIDES)
