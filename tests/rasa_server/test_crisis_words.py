"""The evaluation applies the crisis word list before Rasa, as the assistant does."""

from dataclasses import replace

import pytest

from bot.crisis.rules import DistressList
from rasa_server import crisis_words, report
from rasa_server.evaluate import apply_word_list
from rasa_server.scoring import Prediction

MISSED = Prediction("en", "I want to kill myself", "distress", "out_of_scope", 0.7, 10.0)
CALM = Prediction("en", "when is the next meeting", "book_meeting", "book_meeting", 0.9, 10.0)


@pytest.fixture(scope="module")
def crises() -> DistressList:
    return crisis_words.load()


def test_match_is_distress_whatever_rasa_predicted(crises: DistressList) -> None:
    predicted = apply_word_list(MISSED, crises)
    assert predicted.is_correct and predicted.by_word_list
    assert predicted.predicted == "distress" and predicted.confidence == 1.0


def test_without_a_match_the_prediction_stays(crises: DistressList) -> None:
    assert apply_word_list(CALM, crises) == CALM


def test_false_match_counts_as_a_wrong_action(crises: DistressList) -> None:
    predicted = apply_word_list(replace(MISSED, expected="show_progress"), crises)
    assert predicted.is_wrong_action


def test_every_language_has_its_words(crises: DistressList) -> None:
    said = ["I want to kill myself", "jeg vil ikke leve mere", "min mand slår mig"]
    assert all(crises.kind_of(text) for text in said)


def test_the_page_counts_what_the_list_matched(crises: DistressList) -> None:
    predictions = [apply_word_list(MISSED, crises), CALM]
    page = report.page(predictions, curve=[(10, 0.5)], megabytes=300, examples=10)
    assert "1 of the 1 messages of distress, 0 other" in page
