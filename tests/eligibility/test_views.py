"""What the participant reads in the check, after sending, and after the decision."""

from datetime import timedelta

import pytest

from bot.eligibility.buttons import TalkAboutResult
from bot.eligibility.rules.application import Application, Decision, begin, decide, submit
from bot.eligibility.rules.assessment import Assessment, Outcome, Reason
from bot.eligibility.views import consultant, results
from bot.eligibility.views.check import (
    EligibilityViews,
    decided,
    go_on_or_start_over,
    sent_already,
)
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Day, Verbatim, phrase
from bot.kernel.participants import Participant
from bot.questionnaire.buttons import (
    ChangeAnswer,
    ChooseAnswerToChange,
    ExplainWhy,
    Finish,
    GiveAnswer,
    GoBack,
    Pause,
    Ref,
    Resume,
    ShowAnswers,
    StartOver,
)
from bot.questionnaire.rules.answering import answer
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire, Verdict
from tests.helpers.messages import data, texts
from tests.helpers.world import MONDAY

LIVES = Question(
    "lives", "Home", "Do you live here?", "one", "It is for this town.",
    (Choice("yes", "Yes"), Choice("soon", "Soon"), Choice("no", "No")),
)  # fmt: skip
AGE = Question(
    "age", "Age", "How old are you?", "one", "You must be 18.",
    (Choice("under18", "Under 18"), Choice("over18", "18 or older")),
)  # fmt: skip
MOTIVATION = Question("motivation", "Your reason", "Why?", "text", "It tells what matters.")
QUESTIONS = Questionnaire((LIVES, AGE, MOTIVATION))
REF = Ref("e", 3)
AMINA = Participant(42, "Amina", "en", MONDAY, id=7)
CALL = RunCommand(ParticipantCommand.CONSULTANT).pack()
MENU = RunCommand(ParticipantCommand.MENU).pack()


def application(**answers: str) -> Application:
    begun = begin(7, QUESTIONS, MONDAY)
    begun.id = 3
    for question, value in answers.items():
        answer(begun, QUESTIONS, question, value, 1, MONDAY)
    return begun


def complete() -> Application:
    first = {q.id: q.choices[0].id if q.choices else "To earn" for q in QUESTIONS.questions}
    return application(**first)


def sent() -> Application:
    application = complete()
    submit(application, QUESTIONS, MONDAY)
    return application


def views(of: Application) -> EligibilityViews:
    return EligibilityViews(of, QUESTIONS)


def choices(question: str) -> list[list[str]]:
    return [[REF.data(GiveAnswer, question, c.id)] for c in QUESTIONS.question(question).choices]


def test_first_question_offers_its_choices_the_reason_and_the_consultant() -> None:
    shown = views(application()).question(LIVES)
    assert texts(shown) == ["Question {place} of {total}", LIVES.text]
    assert data(shown) == [
        *choices("lives"), [REF.data(ExplainWhy, "lives")], [REF.data(Pause)], [CALL],
    ]  # fmt: skip


def test_explained_question_shows_the_reason_and_no_button_for_it() -> None:
    shown = views(application(lives="yes")).question(AGE, "why")
    assert texts(shown) == ["Question {place} of {total}", AGE.text, AGE.why]
    assert data(shown) == [
        *choices("age"), [REF.data(GoBack, "age"), REF.data(Pause)], [CALL],
    ]  # fmt: skip


def test_question_for_words_says_how_it_is_answered() -> None:
    shown = views(application()).question(MOTIVATION)
    assert texts(shown)[-1] == "Write your answer as a message."
    assert shown.paragraphs[0].content == phrase(
        "Question {place} of {total}", place=Verbatim("3"), total=Verbatim("3")
    )


def test_corrected_question_says_which_answer_is_changed() -> None:
    correcting = complete()
    correcting.correcting = True
    assert views(correcting).question(AGE).paragraphs[0].content == phrase(
        "You change answer {place} of {total}", place=Verbatim("2"), total=Verbatim("3")
    )


def test_summary_lists_all_answers_and_what_can_be_done() -> None:
    shown = views(complete()).summary()
    assert texts(shown) == [
        "These are your answers. Is everything right?", *["{place}. {title}: {answer}"] * 3,
    ]  # fmt: skip
    assert data(shown) == [
        [REF.data(Finish)], [REF.data(ChooseAnswerToChange)], [REF.data(Pause)],
    ]  # fmt: skip


def test_every_answer_can_be_chosen_for_a_change() -> None:
    shown = views(complete()).which_to_change()
    assert data(shown) == [
        *([REF.data(ChangeAnswer, q.id)] for q in QUESTIONS.questions), [REF.data(Resume)],
    ]  # fmt: skip


def test_all_answers_lead_back_to_the_menu() -> None:
    shown = views(complete()).all_answers()
    assert texts(shown)[0] == "Your answers" and len(texts(shown)) == 4
    assert data(shown) == [[MENU]]


def test_place_in_the_check_is_told_after_an_interruption() -> None:
    at_question, at_summary = (views(application()).where_we_were(q) for q in (AGE, None))
    assert at_question.paragraphs[0].content == phrase(
        "We were at question {place} of {total}:", place=Verbatim("2"), total=Verbatim("3")
    )
    assert texts(at_summary) == ["Now back to your answers:"]


def test_pause_offers_to_go_on() -> None:
    shown = views(application()).paused()
    assert data(shown) == [[RunCommand(ParticipantCommand.JOIN).pack()], [MENU]]


def test_return_after_a_break_offers_to_go_on_or_start_over() -> None:
    shown = go_on_or_start_over(application(lives="yes"))
    assert texts(shown) == [
        "You have answered {count} question.",
        "Do you want to go on where you were, or start over?",
    ]
    assert data(shown) == [[REF.data(Resume)], [REF.data(StartOver)]]


def test_sent_answers_are_told_with_their_day_and_what_comes_next() -> None:
    shown = sent_already(sent())
    assert shown.paragraphs[0].content == phrase(
        "You sent your answers on {day}.", day=Day(MONDAY.date())
    )
    assert texts(shown)[1:] == [
        "The consultant writes to you here. You can also send new answers."
    ]
    assert data(shown) == [[REF.data(ShowAnswers)], [REF.data(StartOver)], [CALL]]


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (Decision.INVITED, "The consultant would like to meet you. You hear here when."),
        (Decision.SUITABLE, "The consultant thinks that the course is right for you."),
        (Decision.UNSUITABLE, "The consultant thinks that another way is better for you now."),
    ],
)
def test_decision_is_shown_with_the_ways_to_go_on(decision: Decision, text: str) -> None:
    application = sent()
    decide(application, decision, 900, MONDAY + timedelta(days=1))
    shown = decided(application)
    assert texts(shown) == [text]
    assert data(shown) == [[REF.data(ShowAnswers)], [REF.data(StartOver)], [CALL]]


@pytest.mark.parametrize(
    ("outcome", "head"),
    [
        (Outcome.LOOKS_RIGHT, "It looks right! The course seems to fit you."),
        (Outcome.UNCLEAR, "It may fit you. There is something to talk about first."),
        (
            Outcome.PROBABLY_NOT,
            "This course is probably not the right one for you just now.",
        ),
    ],
)
def test_result_gives_its_reasons_before_what_happens_next(outcome: Outcome, head: str) -> None:
    reasons = tuple(Reason(verdict, "because") for verdict in Verdict)
    result, next_step = results.result(Assessment(outcome, reasons))
    assert texts(result) == [head, "✅ {reason}", "💬 {reason}", "🔸 {reason}"]
    assert texts(next_step) == [
        "I have sent your answers to the consultant, who decides and writes to you here.",
        "Do not register a company or advertise yet. It could change your benefit.",
    ]
    assert data(next_step) == [[TalkAboutResult().pack()], [MENU]]


@pytest.mark.parametrize(
    ("decision", "lines"),
    [
        (
            Decision.INVITED,
            [
                "Good news: the consultant would like to meet you!",
                "You talk about your idea and what you need. There is nothing to prepare.",
                "The consultant writes to you here about day and time.",
            ],
        ),
        (
            Decision.SUITABLE,
            [
                "Good news: the consultant thinks that the course is right for you!",
                "You hear here when it starts. Until then there is nothing you must do.",
            ],
        ),
        (
            Decision.UNSUITABLE,
            [
                "Thank you for telling us about yourself. It took courage.",
                "The consultant thinks that this course is not the best way for you right now.",
                "That can change. The consultant is happy to talk with you about what fits "
                "better.",
            ],
        ),
    ],
)
def test_message_about_a_decision_is_read_in_its_order(
    decision: Decision, lines: list[str]
) -> None:
    shown = results.decision(decision)
    assert texts(shown) == lines
    assert data(shown) == [[TalkAboutResult().pack()]]


def test_consultant_is_told_of_a_second_decision_and_of_newer_answers() -> None:
    assert texts(consultant.decided_already(AMINA)) == ["That was decided already for {person}."]
    assert texts(consultant.replaced_by_newer(AMINA)) == [
        "{person} has sent newer answers. Please use those."
    ]
