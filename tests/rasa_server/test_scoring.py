"""Metrics of the evaluation, its page and its test sets."""

from pathlib import Path

import pytest

from rasa_server import report, scoring
from rasa_server.examples import Example, InvalidExample, load_test_set
from rasa_server.scoring import Prediction


def prediction(
    expected: str, predicted: str, language: str = "da", confidence: float = 0.9
) -> Prediction:
    return Prediction(language, "…", expected, predicted, confidence, 10.0)


MIXED = [
    prediction("greet", "greet"),
    prediction("greet", "goodbye"),
    prediction("goodbye", "goodbye"),
    prediction("out_of_scope", "nlu_fallback", "ar"),
    prediction("out_of_scope", "answer", "ar"),
]


def test_fallback_and_answer_count_as_out_of_scope() -> None:
    assert scoring.recalls(MIXED)["out_of_scope"] == 1.0


def test_f1_counts_misses_and_false_positives() -> None:
    scores = scoring.f1_scores(MIXED)
    assert scores["greet"] == pytest.approx(2 / 3)
    assert scores["goodbye"] == pytest.approx(2 / 3)


def test_fallback_is_incorrect_but_no_wrong_action() -> None:
    fallback, wrong = prediction("greet", "nlu_fallback"), prediction("greet", "delete_my_data")
    assert not fallback.is_correct and not fallback.is_wrong_action
    assert wrong.is_wrong_action


def test_summary_has_each_language_and_all() -> None:
    figures = scoring.summary(MIXED)
    assert set(figures) == {"da", "ar", "all"}
    assert figures["all"]["accuracy"] == 0.8
    assert figures["da"]["recall"] == {"goodbye": 1.0, "greet": 0.5}


def test_confidence_1_and_accuracy_1_are_calibrated() -> None:
    certain = [prediction("greet", "greet", confidence=1.0)] * 5
    assert scoring.calibration_error(certain) == 0.0


def test_page_lists_the_confusions() -> None:
    page = report.page(MIXED, curve=[(10, 0.5)], megabytes=300, examples=10)
    assert "| greet | goodbye | 1 |" in page


def test_a_test_set_is_named_after_its_language(tmp_path: Path) -> None:
    (tmp_path / "da.tsv").write_text("greet\thej\tdu\n\n")
    assert load_test_set(tmp_path) == [Example("da", "greet", "hej\tdu")]


def test_a_line_without_a_tab_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "da.tsv").write_text("greet\thej\ngreet hej\n")
    with pytest.raises(InvalidExample, match=r"da\.tsv:2"):
        load_test_set(tmp_path)
