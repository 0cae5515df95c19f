"""Answers by choices: what a question accepts, and how several are ticked."""

import pytest

from bot.questionnaire.rules.answering import correct, go_back
from bot.questionnaire.rules.answers import UnknownAnswer, validated
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire
from tests.questionnaire.test_session import LATER, NOON, PICK, STEPS, SampleSession, at

HELP = Question(
    "help",
    "Help",
    "Help?",
    "several",
    choices=(Choice("a", "A"), Choice("b", "B"), Choice("none", "None", alone=True)),
)


@pytest.mark.parametrize(
    ("question", "value"),
    [(PICK, "a"), (PICK, "b"), (HELP, "a"), (HELP, "a,b"), (HELP, "none")],
)
def test_known_choices_in_the_order_of_the_buttons_are_accepted(
    question: Question, value: str
) -> None:
    assert validated(question, value) == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (PICK, ""), (PICK, "c"), (PICK, "a,b"), (PICK, "a,c"),
        (HELP, "b,a"), (HELP, "a,a"), (HELP, "a,none"), (HELP, "c"), (HELP, ","),
    ],
)  # fmt: skip
def test_other_values_are_refused(question: Question, value: str) -> None:
    with pytest.raises(UnknownAnswer):
        validated(question, value)


@pytest.mark.parametrize(
    ("before", "ticked", "after"),
    [
        ("", "a", "a"), ("b", "a", "a,b"), ("a,b", "a", "b"), ("a", "a", ""),
        ("a,b", "none", "none"), ("none", "a", "a"), ("none", "none", ""),
    ],
)  # fmt: skip
def test_choice_is_ticked_and_unticked(before: str, ticked: str, after: str) -> None:
    choice = HELP.choice(ticked)
    assert choice is not None and HELP.toggled(before, choice) == after


def test_back_from_a_correction_leads_to_the_summary() -> None:
    session = SampleSession(started_at=NOON)
    correct(session, STEPS, "pick", NOON)
    session.correcting = True
    assert go_back(session, STEPS, LATER)
    assert session.at_summary and not session.correcting


def test_dropped_question_leads_to_the_first_gap() -> None:
    session = at(PICK)
    shorter = Questionnaire(STEPS.questions[:-1])
    question = session.question(shorter)
    assert question is not None and question.id == "hours"
