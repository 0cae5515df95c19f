"""While a question waits: the answer, or a wish?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questionnaire.rules.intents import FAMILIES
from bot.questionnaire.rules.interruption import (
    ALWAYS_INTERRUPT,
    COURSE_QUESTIONS,
    DISTRESS_THRESHOLD,
    HIGH_CONFIDENCE,
    MAX_REQUEST_WORDS,
    MAX_SMALL_TALK_WORDS,
    MEDIUM_CONFIDENCE,
    SMALL_TALK,
    ExpectedInput,
    Interpretation,
    NluResult,
    interpret,
    is_distress,
)

CONTRACT = sorted(intent for intents in FAMILIES.values() for intent in intents)
INTENTS = st.sampled_from([*CONTRACT, "nlu_fallback", "something new"])
CONFIDENCES = st.floats(0, 1)
WORDS = st.integers(1, 400)


@given(
    st.sampled_from(sorted(ALWAYS_INTERRUPT)),
    st.floats(HIGH_CONFIDENCE, 1),
    st.sampled_from(ExpectedInput),
    WORDS,
)
def test_nobody_is_held_in_a_question(
    intent: str, confidence: float, waiting: ExpectedInput, words: int
) -> None:
    assert interpret(NluResult(intent, confidence), waiting, words) is Interpretation.INTERRUPTION


@given(st.sampled_from(sorted(ALWAYS_INTERRUPT)), CONFIDENCES, WORDS)
def test_a_wish_to_get_out_is_never_stored_unasked(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words)
        is not Interpretation.ANSWER
    )


@given(CONFIDENCES, WORDS)
def test_an_answer_to_a_waiting_question_is_no_interruption(confidence: float, words: int) -> None:
    assert (
        interpret(NluResult("answer", confidence), ExpectedInput.FREE_TEXT, words)
        is Interpretation.ANSWER
    )


@given(st.sampled_from(sorted(COURSE_QUESTIONS)), st.floats(HIGH_CONFIDENCE, 1), WORDS)
def test_a_clear_question_about_the_course_wins(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words)
        is Interpretation.INTERRUPTION
    )


@given(
    st.sampled_from(sorted(COURSE_QUESTIONS)),
    st.floats(MEDIUM_CONFIDENCE, HIGH_CONFIDENCE, exclude_max=True),
    WORDS,
)
def test_a_likely_question_about_the_course_is_asked_about(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words)
        is Interpretation.ASK
    )


@given(
    st.sampled_from(sorted(COURSE_QUESTIONS)),
    st.floats(0, MEDIUM_CONFIDENCE, exclude_max=True),
    WORDS,
)
def test_a_faint_question_about_the_course_is_the_answer(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words)
        is Interpretation.ANSWER
    )


@given(INTENTS, CONFIDENCES, WORDS)
def test_where_nothing_waits_nothing_is_an_answer(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.NOTHING, words)
        is Interpretation.INTERRUPTION
    )


@given(INTENTS, CONFIDENCES, WORDS)
def test_where_buttons_wait_words_are_never_doubted(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.BUTTONS, words)
        is Interpretation.INTERRUPTION
    )


@given(INTENTS, CONFIDENCES, CONFIDENCES, WORDS)
def test_more_confidence_never_makes_a_wish_more_of_an_answer(
    intent: str, one: float, other: float, words: int
) -> None:
    order = [Interpretation.ANSWER, Interpretation.ASK, Interpretation.INTERRUPTION]
    less, more = sorted([one, other])
    faint = interpret(NluResult(intent, less), ExpectedInput.FREE_TEXT, words)
    strong = interpret(NluResult(intent, more), ExpectedInput.FREE_TEXT, words)
    assert order.index(faint) <= order.index(strong)


@pytest.mark.parametrize("intent", sorted(ALWAYS_INTERRUPT))
def test_in_many_words_a_likely_wish_is_asked_about(intent: str) -> None:
    meaning = NluResult(intent, (MEDIUM_CONFIDENCE + HIGH_CONFIDENCE) / 2)
    short = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_REQUEST_WORDS)
    long = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_REQUEST_WORDS + 1)
    assert (short, long) == (Interpretation.INTERRUPTION, Interpretation.ASK)


@pytest.mark.parametrize("intent", sorted(SMALL_TALK))
def test_small_talk_is_passing_only_in_few_words(intent: str) -> None:
    meaning = NluResult(intent, 0.95)
    short = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_SMALL_TALK_WORDS)
    long = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_SMALL_TALK_WORDS + 1)
    assert (short, long) == (Interpretation.INTERRUPTION, Interpretation.ANSWER)


@given(INTENTS, CONFIDENCES, st.floats(DISTRESS_THRESHOLD, 1))
def test_distress_is_seen_at_any_place_of_the_ranking(
    intent: str, confidence: float, distress: float
) -> None:
    assert is_distress(NluResult(intent, confidence, distress))


@given(st.floats(DISTRESS_THRESHOLD, 1))
def test_distress_in_first_place_is_seen(confidence: float) -> None:
    assert is_distress(NluResult("distress", confidence))


@given(
    st.sampled_from([i for i in CONTRACT if i != "distress"]), CONFIDENCES,
    st.floats(0, DISTRESS_THRESHOLD, exclude_max=True),
)  # fmt: skip
def test_no_alarm_without_distress(intent: str, confidence: float, distress: float) -> None:
    assert not is_distress(NluResult(intent, confidence, distress))


def test_the_groups_hold_intents_of_the_contract_and_do_not_overlap() -> None:
    assert set(CONTRACT) >= ALWAYS_INTERRUPT | COURSE_QUESTIONS | SMALL_TALK
    assert not ALWAYS_INTERRUPT & COURSE_QUESTIONS
    assert not SMALL_TALK & (ALWAYS_INTERRUPT | COURSE_QUESTIONS)
