"""Mistakes in the content of the eligibility check are refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.eligibility.schema import EligibilityYaml
from bot.questionnaire.rules.questionnaire import Choice, Question, Verdict

YES: dict[str, Any] = {"id": "yes", "label": "Yes", "verdict": "fits", "reason": "You may."}
NO: dict[str, Any] = {"id": "no", "label": "No", "alone": True}
HOME: dict[str, Any] = {
    "id": "home", "title": "Home", "text": "Here?", "why": "Because.", "kind": "one",
    "choices": [YES, NO],
}  # fmt: skip
IDEA: dict[str, Any] = {
    "id": "idea", "title": "Idea", "text": "What?", "why": "Because.", "kind": "text",
    "optional": True,
}  # fmt: skip


def read(*questions: dict[str, Any]) -> EligibilityYaml:
    return EligibilityYaml.model_validate({"questions": list(questions)})


def test_questions_are_read_with_all_their_parts() -> None:
    questionnaire = read(HOME, IDEA).questionnaire()
    choices = (Choice("yes", "Yes", Verdict.FITS, "You may."), Choice("no", "No", alone=True))
    assert questionnaire.questions == (
        Question("home", "Home", "Here?", "one", "Because.", choices),
        Question("idea", "Idea", "What?", "text", "Because.", optional=True),
    )


@pytest.mark.parametrize(
    ("questions", "mistake"),
    [
        ([], "at least 1 item"),
        ([HOME, HOME], "question id used twice: home"),
        ([HOME | {"choices": [YES, YES]}], "choice id used twice: yes"),
        ([HOME | {"choices": [YES]}], "at least two choices"),
        ([HOME | {"kind": "text"}], "no choices"),
        ([HOME | {"choices": [NO, YES | {"reason": None}]}], "a verdict needs a reason"),
        ([HOME | {"choices": [NO, YES | {"verdict": None}]}], "a verdict needs a reason"),
        ([HOME | {"kind": "number"}], "kind"),
    ],
)
def test_mistake_in_the_questions_is_refused(
    questions: list[dict[str, Any]], mistake: str
) -> None:
    with pytest.raises(ValidationError, match=mistake):
        read(*questions)
