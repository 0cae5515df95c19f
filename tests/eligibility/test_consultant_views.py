"""The summary of an application for the consultants."""

import pytest

from bot.content.loader import load
from bot.eligibility.buttons import Decide
from bot.eligibility.rules.application import Application, Decision, begin
from bot.eligibility.rules.assessment import assess
from bot.eligibility.views.consultant import SummaryForm, application_pages
from bot.kernel.messages import Message, Phrase
from bot.kernel.participants import Participant
from bot.questionnaire.rules.answering import answer
from bot.questionnaire.rules.questionnaire import Verdict
from bot.questionnaire.rules.session import answer_values
from tests.helpers.world import MONDAY

QUESTIONS = load().eligibility


def answered(**values: str) -> Application:
    """An application with the first choice of each question, or what is given."""
    application = begin(7, QUESTIONS, MONDAY)
    application.id = 3
    for question in QUESTIONS.questions:
        first = question.choices[0].id if question.choices else "To earn"
        answer(application, QUESTIONS, question.id, values.get(question.id, first), 1, MONDAY)
    return application


def pages(application: Application) -> list[Message]:
    assessment = assess(answer_values(application), QUESTIONS)
    participant = Participant(42, "Amina", "en", MONDAY, id=7)
    return application_pages(participant, application, QUESTIONS, assessment)


def texts(page: Message) -> list[str]:
    return [p.content.text for p in page.paragraphs if isinstance(p.content, Phrase)]


def test_short_application_is_one_page_with_a_button_for_each_decision() -> None:
    [page] = pages(answered())
    assert [b.data for row in page.buttons for b in row] == [
        Decide(3, decision).pack() for decision in Decision
    ]
    assert page.form == SummaryForm(len(page.paragraphs))
    assert len(page.paragraphs) == 3 + len(QUESTIONS.questions) + 1


def test_long_answers_are_spread_over_pages() -> None:
    long = "x" * 1000
    first, *others, last = pages(answered(motivation=long, idea=long))
    shown = [first, *others, last]
    assert sum(len(page.paragraphs) for page in shown) == 3 + len(QUESTIONS.questions) + 1
    heading = "{person} has answered the questions"
    assert [heading in texts(page) for page in shown] == [True] + [False] * (len(shown) - 1)
    assert [bool(page.buttons) for page in shown] == [False] * (len(shown) - 1) + [True]


@pytest.mark.parametrize(
    ("verdict", "mark"), [(Verdict.AGAINST, "🔸"), (Verdict.UNCLEAR, "💬"), (Verdict.FITS, "")]
)
def test_answers_against_and_unclear_are_marked(verdict: Verdict, mark: str) -> None:
    question, choice = next(
        (q, c) for q in QUESTIONS.questions for c in q.choices if c.verdict is verdict
    )
    lines = texts(pages(answered(**{question.id: choice.id}))[0])[3:]
    line = lines[QUESTIONS.place(question.id) - 1]
    assert line == f"{mark} {{title}}: {{answer}}".strip()


@pytest.mark.parametrize(("more", "count"), [(0, 1), (1, 2)])
def test_page_has_room_for_2800_characters_with_120_more_for_each_line(
    more: int, count: int
) -> None:
    short = answered(motivation="x", idea="x")
    used = sum(len(value or "") + 120 for value in answer_values(short).values())
    room = 2800 - used
    long = answered(motivation="x" * 601, idea="x" * (room - 600 + 1 + more))
    assert len(pages(long)) == count


def test_footer_says_whose_words_stand_in_quotation_marks() -> None:
    [page] = pages(answered())
    assert texts(page)[-1] == "The words in quotation marks are the person's own."
    assert texts(page)[2] == "Recommendation: probably not this course"
