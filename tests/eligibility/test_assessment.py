from hypothesis import given
from hypothesis import strategies as st

from bot.content.loader import load
from bot.eligibility.rules.assessment import Outcome, assess
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire, Verdict
from tests.helpers.eligibility import value

ONE = Question(
    "one", "T", "T?", "one", "why",
    (
        Choice("good", "G", Verdict.FITS, "good"),
        Choice("open", "O", Verdict.UNCLEAR, "open"),
        Choice("bad", "B", Verdict.AGAINST, "bad"),
        Choice("plain", "P"),
    ),
)  # fmt: skip
SEVERAL = Question(
    "several", "T", "T?", "several", "why",
    (Choice("x", "X", Verdict.UNCLEAR, "x"), Choice("y", "Y", Verdict.FITS, "y")),
)  # fmt: skip
TEXT = Question("text", "T", "T?", "text", "why", optional=True)
QUESTIONS = Questionnaire((ONE, SEVERAL, TEXT))
SHIPPED = load().eligibility
OUTCOMES = [Outcome.LOOKS_RIGHT, Outcome.UNCLEAR, Outcome.PROBABLY_NOT]


def outcome(**answers: str | None) -> Outcome:
    return assess(answers, QUESTIONS).outcome


def test_fitting_answers_look_right() -> None:
    assert outcome(one="good", several="y") is Outcome.LOOKS_RIGHT


def test_one_unclear_answer_makes_the_outcome_unclear() -> None:
    assert outcome(one="good", several="x,y") is Outcome.UNCLEAR


def test_one_answer_against_decides_the_outcome() -> None:
    assert outcome(one="bad", several="y") is Outcome.PROBABLY_NOT


def test_reasons_against_come_first() -> None:
    reasons = assess({"one": "bad", "several": "x,y"}, QUESTIONS).reasons
    assert [r.text for r in reasons] == ["bad", "x", "y"]
    assert [r.text for r in assess({"one": "good", "several": "x"}, QUESTIONS).reasons] == [
        "x",
        "good",
    ]


def test_answer_without_a_verdict_gives_no_reason() -> None:
    assert assess({"one": "plain"}, QUESTIONS).reasons == ()


def test_text_answers_are_not_assessed() -> None:
    assert outcome(one="good", text="bad") is Outcome.LOOKS_RIGHT


def test_skipped_answers_and_dropped_choices_do_not_count() -> None:
    assert outcome(one=None, several="gone") is Outcome.LOOKS_RIGHT


@given(st.data())
def test_every_answer_to_the_shipped_questions_has_reasons(data: st.DataObject) -> None:
    answers = {
        q.id: data.draw(st.sampled_from([c.id for c in q.choices]))
        for q in SHIPPED.questions
        if q.choices
    }
    assessment = assess(answers, SHIPPED)
    verdicts = [r.verdict for r in assessment.reasons]
    assert verdicts and all(r.text for r in assessment.reasons)
    assert verdicts == sorted(verdicts, key=[Verdict.AGAINST, Verdict.UNCLEAR, Verdict.FITS].index)


def test_best_answers_to_the_shipped_questions_look_right() -> None:
    """A question with verdicts but none that fits would let nobody look right."""
    answers = {q.id: value(q) for q in SHIPPED.questions}
    assert assess(answers, SHIPPED).outcome is Outcome.LOOKS_RIGHT


@given(st.data())
def test_worse_answer_never_improves_the_outcome(data: st.DataObject) -> None:
    ranks = {"good": 0, "open": 1, "bad": 2}
    first, second = data.draw(st.tuples(*[st.sampled_from(sorted(ranks))] * 2))
    other = data.draw(st.sampled_from(["x", "y", "x,y"]))
    better, worse = sorted([first, second], key=lambda choice: ranks[choice])
    assert OUTCOMES.index(outcome(one=better, several=other)) <= OUTCOMES.index(
        outcome(one=worse, several=other)
    )
