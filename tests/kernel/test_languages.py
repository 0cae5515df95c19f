import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import CONSULTANT_LANGUAGE, DEFAULT, OWN_NAMES, offer


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("da", "da"), ("DA", "da"), ("da-DK", "da"), ("ar-EG", "ar"), ("pl_PL", "pl"),
        ("en-GB", "en"), ("uk", "uk"), ("so-SO", "so"), ("ur-PK", "ur"), ("tr-TR", "tr"),
        ("fa-IR", "fa"), ("prs", "fa"), ("fa-AF", "fa"), ("prs-AF", "fa"),
        ("nb", "da"), ("nn-NO", "da"), ("no", "da"),
        ("de", "en"), ("pt-br", "en"), ("zh-hans", "en"), ("xx", "en"), ("-", "en"),
    ],
)  # fmt: skip
def test_newcomer_is_offered_the_closest_language(tag: str, language: str) -> None:
    assert offer(tag) == language


@pytest.mark.parametrize("tag", [None, ""])
def test_danish_is_offered_without_a_language_tag(tag: str | None) -> None:
    assert offer(tag) == DEFAULT == "da"


@given(st.text())
def test_any_language_tag_maps_to_a_supported_language(tag: str) -> None:
    assert offer(tag) in OWN_NAMES


@pytest.mark.parametrize(("code", "name"), OWN_NAMES.items())
def test_each_language_has_its_native_name(code: str, name: str) -> None:
    own = Locale.parse(code).languages[code]
    assert own.casefold() == name.casefold()


def test_consultants_language_is_supported() -> None:
    assert CONSULTANT_LANGUAGE in OWN_NAMES
