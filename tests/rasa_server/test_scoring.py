from pathlib import Path

import pytest

from rasa_server import report, scoring
from rasa_server.examples import BadExample, Example, exam
from rasa_server.scoring import Judged


def judged(expected: str, answered: str, language: str = "da", confidence: float = 0.9) -> Judged:
    return Judged(language, "…", expected, answered, confidence, 10.0)


MIXED = [
    judged("greet", "greet"),
    judged("greet", "goodbye"),
    judged("goodbye", "goodbye"),
    judged("out_of_scope", "nlu_fallback", "ar"),
    judged("out_of_scope", "answer", "ar"),
]


def test_fallback_and_answer_count_as_out_of_scope() -> None:
    assert scoring.recalls(MIXED)["out_of_scope"] == 1.0


def test_f1_weighs_what_was_missed_and_what_was_wrongly_claimed() -> None:
    scores = scoring.f1_scores(MIXED)
    assert scores["greet"] == pytest.approx(2 / 3)
    assert scores["goodbye"] == pytest.approx(2 / 3)


def test_asking_back_is_wrong_but_not_harmful() -> None:
    asked_back, did_wrong = judged("greet", "nlu_fallback"), judged("greet", "delete_my_data")
    assert not asked_back.is_right and not asked_back.is_harmful
    assert did_wrong.is_harmful


def test_the_summary_has_every_language_and_all() -> None:
    figures = scoring.summary(MIXED)
    assert set(figures) == {"da", "ar", "all"}
    assert figures["all"]["accuracy"] == 0.8
    assert figures["da"]["recall"] == {"goodbye": 1.0, "greet": 0.5}


def test_somebody_always_right_and_always_sure_is_calibrated() -> None:
    sure = [judged("greet", "greet", confidence=1.0)] * 5
    assert scoring.calibration_error(sure) == 0.0


def test_the_page_names_the_worst_confusion() -> None:
    page = report.page(MIXED, curve=[(10, 0.5)], megabytes=300, examples=10)
    assert "| greet | goodbye | 1 |" in page


def test_an_exam_is_read_with_its_language(tmp_path: Path) -> None:
    (tmp_path / "da.tsv").write_text("greet\thej\tdu\n\n")
    assert exam(tmp_path) == [Example("da", "greet", "hej\tdu")]


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    (tmp_path / "da.tsv").write_text("greet\thej\ngreet hej\n")
    with pytest.raises(BadExample, match=r"da\.tsv:2"):
        exam(tmp_path)
