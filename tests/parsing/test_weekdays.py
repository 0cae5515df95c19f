"""Days of every week in sentences."""

import pytest

from bot.parsing.weekdays import find_weekdays

ALL, WORK, END = {*range(7)}, {*range(5)}, {5, 6}


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "remind me in the evening on Sundays", {6}),
        ("en", "on Mondays and Thursdays at 5 pm", {0, 3}),
        ("en", "every day at noon", ALL),
        ("en", "only on weekdays", WORK),
        ("da", "mind mig om aftenen om søndagen", {6}),
        ("da", "på søndage", {6}),
        ("da", "hver mandag og onsdag kl. 17", {0, 2}),
        ("da", "kun i weekenden", END),
        ("da", "på hverdage", WORK),
        ("ar", "ذكرني في المساء أيام الأحد", {6}),
        ("ar", "كل يوم خميس", {3}),
        ("ar", "كل يوم", ALL),
        ("tr", "pazar akşamları hatırlat", {6}),
        ("tr", "cumartesileri ve salı günleri", {1, 5}),
        ("tr", "hafta sonu", END),
        ("fa", "یکشنبه‌ها عصر", {6}),
        ("fa", "هر روز", ALL),
        ("ur", "اتوار کو شام میں", {6}),
        ("ur", "har din", ALL),
        ("so", "fiidkii maalmaha Axadda", {6}),
        ("so", "maalin kasta", ALL),
        ("pl", "wieczorem w niedziele", {6}),
        ("pl", "w poniedziałki i środy", {0, 2}),
        ("pl", "codziennie rano", ALL),
        ("uk", "ввечері щонеділі", {6}),
        ("uk", "по суботах", {5}),
        ("uk", "щодня", ALL),
    ],
)
def test_find_weekdays_in_sentence(language: str, text: str, days: set[int]) -> None:
    assert find_weekdays(text, language) == days


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "remind me tomorrow"), ("da", "jeg vil mindes om opgaven"), ("en", "I want money"),
     ("tr", "bana hatırlat"), ("pl", "przypomnij mi"), ("xx", "nothing")],
)  # fmt: skip
def test_text_without_weekday_has_none(language: str, text: str) -> None:
    assert not find_weekdays(text, language)
