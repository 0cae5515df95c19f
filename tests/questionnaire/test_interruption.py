"""Whether a text answers the current question or interrupts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questionnaire.rules.intents import FAMILIES
from bot.questionnaire.rules.interruption import (
    ALWAYS_INTERRUPT,
    CLEAR_DISTRESS_THRESHOLD,
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
    alerts_consultant,
    interpret,
    is_distress,
    needs_confirmation,
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
def test_clear_way_out_interrupts_every_question(
    intent: str, confidence: float, waiting: ExpectedInput, words: int
) -> None:
    assert interpret(NluResult(intent, confidence), waiting, words) is Interpretation.INTERRUPTION


@given(st.sampled_from(sorted(ALWAYS_INTERRUPT)), CONFIDENCES, WORDS)
def test_way_out_is_never_stored_as_an_answer(intent: str, confidence: float, words: int) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words)
        is not Interpretation.ANSWER
    )


@given(CONFIDENCES, WORDS)
def test_answer_to_a_question_for_text_is_an_answer(confidence: float, words: int) -> None:
    assert (
        interpret(NluResult("answer", confidence), ExpectedInput.FREE_TEXT, words)
        is Interpretation.ANSWER
    )


@given(st.sampled_from(sorted(COURSE_QUESTIONS)), st.floats(HIGH_CONFIDENCE, 1), WORDS)
def test_clear_question_about_the_course_interrupts(
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
def test_likely_question_about_the_course_is_asked_back(
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
def test_unlikely_question_about_the_course_is_an_answer(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words)
        is Interpretation.ANSWER
    )


@given(INTENTS, CONFIDENCES, WORDS)
def test_without_a_question_nothing_is_an_answer(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.NOTHING, words)
        is Interpretation.INTERRUPTION
    )


@given(INTENTS, CONFIDENCES, WORDS)
def test_text_in_a_question_with_buttons_interrupts(
    intent: str, confidence: float, words: int
) -> None:
    assert (
        interpret(NluResult(intent, confidence), ExpectedInput.BUTTONS, words)
        is Interpretation.INTERRUPTION
    )


@given(INTENTS, CONFIDENCES, CONFIDENCES, WORDS)
def test_higher_confidence_never_turns_a_request_into_an_answer(
    intent: str, one: float, other: float, words: int
) -> None:
    order = [Interpretation.ANSWER, Interpretation.ASK, Interpretation.INTERRUPTION]
    less, more = sorted([one, other])
    low = interpret(NluResult(intent, less), ExpectedInput.FREE_TEXT, words)
    high = interpret(NluResult(intent, more), ExpectedInput.FREE_TEXT, words)
    assert order.index(low) <= order.index(high)


@pytest.mark.parametrize("intent", sorted(ALWAYS_INTERRUPT))
def test_likely_way_out_in_a_long_text_is_asked_back(intent: str) -> None:
    meaning = NluResult(intent, (MEDIUM_CONFIDENCE + HIGH_CONFIDENCE) / 2)
    short = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_REQUEST_WORDS)
    long = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_REQUEST_WORDS + 1)
    assert (short, long) == (Interpretation.INTERRUPTION, Interpretation.ASK)


@pytest.mark.parametrize("intent", sorted(SMALL_TALK))
def test_small_talk_interrupts_only_in_a_short_text(intent: str) -> None:
    meaning = NluResult(intent, 0.95)
    short = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_SMALL_TALK_WORDS)
    long = interpret(meaning, ExpectedInput.FREE_TEXT, MAX_SMALL_TALK_WORDS + 1)
    assert (short, long) == (Interpretation.INTERRUPTION, Interpretation.ANSWER)


@given(INTENTS, CONFIDENCES, st.floats(DISTRESS_THRESHOLD, 1))
def test_distress_is_found_at_any_rank(intent: str, confidence: float, distress: float) -> None:
    assert is_distress(NluResult(intent, confidence, distress))


@given(st.floats(DISTRESS_THRESHOLD, 1))
def test_distress_as_the_first_intent_is_found(confidence: float) -> None:
    assert is_distress(NluResult("distress", confidence))


@given(
    st.sampled_from([i for i in CONTRACT if i != "distress"]), CONFIDENCES,
    st.floats(0, DISTRESS_THRESHOLD, exclude_max=True),
)  # fmt: skip
def test_low_confidence_in_distress_is_no_distress(
    intent: str, confidence: float, distress: float
) -> None:
    assert not is_distress(NluResult(intent, confidence, distress))


def test_intent_groups_are_disjoint_and_within_the_contract() -> None:
    assert set(CONTRACT) >= ALWAYS_INTERRUPT | COURSE_QUESTIONS | SMALL_TALK
    assert not ALWAYS_INTERRUPT & COURSE_QUESTIONS
    assert not SMALL_TALK & (ALWAYS_INTERRUPT | COURSE_QUESTIONS)


@pytest.mark.parametrize(
    ("intent", "confidence", "confirm"),
    [
        ("talk_to_human", HIGH_CONFIDENCE, False),
        ("talk_to_human", HIGH_CONFIDENCE - 0.01, True),
        ("greet", 0.1, False),
    ],
)
def test_uncertain_request_with_an_effect_is_confirmed_first(
    intent: str, confidence: float, confirm: bool
) -> None:
    assert needs_confirmation(NluResult(intent, confidence)) is confirm


@pytest.mark.parametrize(
    ("language", "distress", "alert"),
    [
        ("so", DISTRESS_THRESHOLD, True),
        (None, CLEAR_DISTRESS_THRESHOLD, True),
        (None, CLEAR_DISTRESS_THRESHOLD - 0.01, False),
    ],
)
def test_distress_in_an_unknown_language_must_be_clear_to_alert(
    language: str | None, distress: float, alert: bool
) -> None:
    by_share = NluResult("greet", 0.9, distress, language=language)
    by_intent = NluResult("distress", distress, language=language)
    assert alerts_consultant(by_share) is alerts_consultant(by_intent) is alert


@pytest.mark.parametrize(
    ("distress", "expected"),
    [(CLEAR_DISTRESS_THRESHOLD, True), (CLEAR_DISTRESS_THRESHOLD - 0.01, False)],
)
def test_distress_in_a_question_for_text_must_be_clear(distress: float, expected: bool) -> None:
    assert is_distress(NluResult("answer", 0.9, distress), ExpectedInput.FREE_TEXT) is expected
    assert is_distress(NluResult("distress", distress), ExpectedInput.FREE_TEXT) is expected


def test_confidence_of_another_intent_is_no_distress() -> None:
    assert not is_distress(NluResult("greet", 1.0), ExpectedInput.FREE_TEXT)


@pytest.mark.parametrize(
    ("intent", "confidence", "words", "expected"),
    [
        ("greet", 0.5, 4, Interpretation.INTERRUPTION),
        ("greet", 0.5, 5, Interpretation.ANSWER),
        ("greet", 0.49, 4, Interpretation.ANSWER),
        ("skip", 0.5, 12, Interpretation.INTERRUPTION),
        ("skip", 0.5, 13, Interpretation.ASK),
        ("skip", 0.8, 13, Interpretation.INTERRUPTION),
        ("skip", 0.49, 12, Interpretation.ASK),
        ("ask_deadline", 0.8, 30, Interpretation.INTERRUPTION),
        ("ask_deadline", 0.79, 3, Interpretation.ASK),
        ("ask_deadline", 0.5, 3, Interpretation.ASK),
        ("ask_deadline", 0.49, 3, Interpretation.ANSWER),
    ],
)
def test_text_is_interpreted_by_confidence_and_length(
    intent: str, confidence: float, words: int, expected: Interpretation
) -> None:
    assert interpret(NluResult(intent, confidence), ExpectedInput.FREE_TEXT, words) is expected


@pytest.mark.parametrize(
    ("distress", "anywhere", "in_words"),
    [(0.29, False, False), (0.3, True, False), (0.6, True, True)],
)
def test_distress_counts_from_these_confidences(
    distress: float, anywhere: bool, in_words: bool
) -> None:
    meaning = NluResult("answer", 0.9, distress)
    assert is_distress(meaning) is anywhere
    assert is_distress(meaning, ExpectedInput.FREE_TEXT) is in_words
    assert alerts_consultant(meaning) is in_words
