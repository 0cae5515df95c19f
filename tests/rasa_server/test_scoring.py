"""Metrics of the evaluation, its page and its test sets."""

from pathlib import Path

import pytest

from rasa_server import report, scoring
from rasa_server.examples import (
    Example,
    InvalidExample,
    load_test_set,
    training_examples,
)
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


def test_figures_are_rounded_to_four_digits() -> None:
    thirds = [prediction("greet", "greet"), *[prediction("greet", "goodbye")] * 2]
    figures = scoring.summary(thirds)["da"]
    assert figures == {"accuracy": 0.3333, "macro_f1": 0.5, "recall": {"greet": 0.3333}}
    fifths = [*[prediction("greet", "greet")] * 2, prediction("greet", "goodbye")]
    assert scoring.summary(fifths)["da"]["macro_f1"] == 0.8
    sevenths = [*[prediction("greet", "greet")] * 4, *[prediction("greet", "thank")] * 6]
    assert scoring.summary(sevenths)["all"]["macro_f1"] == 0.5714


def test_accuracy_macro_f1_and_languages() -> None:
    assert scoring.accuracy(MIXED) == 0.8
    assert scoring.macro_f1(MIXED) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert scoring.by_language(MIXED) == {"ar": MIXED[3:], "da": MIXED[:3]}


def test_confusions_are_counted_and_sorted() -> None:
    wrong = [prediction("greet", "thank"), *[prediction("thank", "answer")] * 2]
    assert scoring.confusions([*MIXED, *wrong]) == [
        ("thank", "out_of_scope", 2), ("greet", "goodbye", 1), ("greet", "thank", 1),
    ]  # fmt: skip


def test_reliability_has_a_bin_for_each_tenth_of_confidence() -> None:
    predictions = [
        prediction("greet", "greet", confidence=0.05),
        prediction("greet", "goodbye", confidence=0.5),
        prediction("greet", "greet", confidence=0.58),
        prediction("greet", "greet", confidence=0.95),
        prediction("greet", "greet", confidence=1.0),
        prediction("greet", "nlu_fallback", confidence=0.4),
    ]
    assert scoring.reliability(predictions) == [
        (0.05, 1.0, 1),
        (pytest.approx(0.54), 0.5, 2),
        (pytest.approx(0.975), 1.0, 2),
    ]
    assert scoring.calibration_error(predictions) == pytest.approx((0.95 + 0.08 + 0.05) / 5)


def test_percentile_is_a_value_of_the_list() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert scoring.percentile(values, 0.5) == 51
    assert scoring.percentile(values, 0.95) == 96
    assert scoring.percentile(values, 1.0) == 100


def test_predictions_and_examples_are_immutable_values() -> None:
    assert len({prediction("greet", "greet"), prediction("greet", "greet")}) == 1
    assert not prediction("greet", "greet").by_word_list
    assert len({Example("da", "greet", "hej"), Example("da", "greet", "hej")}) == 1


def test_page_lists_the_confusions() -> None:
    page = report.page(MIXED, curve=[(10, 0.5)], megabytes=300, examples=10)
    assert "| greet | goodbye | 1 |" in page


def test_a_test_set_is_named_after_its_language(tmp_path: Path) -> None:
    (tmp_path / "da.tsv").write_text("greet\thej\tdu\n\n")
    assert load_test_set(tmp_path) == [Example("da", "greet", "hej\tdu")]


def test_training_examples_are_the_bullets_of_their_blocks(tmp_path: Path) -> None:
    (tmp_path / "da").mkdir()
    (tmp_path / "da" / "b.yml").write_text(
        "nlu:\n- intent: greet\n  examples: |\n    - hej\n    # a comment\n    -   hej - du\n"
        "- synonym: x\n"
    )
    (tmp_path / "da" / "a.yml").write_text("nlu:\n- intent: thank\n  examples: |\n    - tak\n")
    assert training_examples(tmp_path) == [
        Example("da", "thank", "tak"), Example("da", "greet", "hej"),
        Example("da", "greet", "hej - du"),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["greet hej", "\thej", " \thej"])
def test_a_line_without_an_intent_is_reported(tmp_path: Path, line: str) -> None:
    (tmp_path / "da.tsv").write_text(f"\n{line}\n")
    with pytest.raises(InvalidExample, match=r"da\.tsv:2"):
        load_test_set(tmp_path)


def test_a_line_without_a_tab_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "da.tsv").write_text("greet\thej\ngreet hej\n")
    with pytest.raises(InvalidExample, match=r"da\.tsv:2"):
        load_test_set(tmp_path)
