"""While a question waits: the answer, or a wish?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questionnaire.rules.intents import FAMILIES
from bot.questionnaire.rules.interruption import (
    ALWAYS_WIN,
    CLEAR,
    COURSE_QUESTIONS,
    DISTRESS_AT,
    LIKELY,
    LONG_ANSWER_WORDS,
    SMALL_TALK,
    SMALL_TALK_WORDS,
    Meaning,
    Reading,
    Waiting,
    is_distress,
    read,
)

CONTRACT = sorted(intent for intents in FAMILIES.values() for intent in intents)
INTENTS = st.sampled_from([*CONTRACT, "nlu_fallback", "something new"])
CONFIDENCES = st.floats(0, 1)
WORDS = st.integers(1, 400)


@given(st.sampled_from(sorted(ALWAYS_WIN)), st.floats(CLEAR, 1), st.sampled_from(Waiting), WORDS)
def test_nobody_is_held_in_a_question(
    intent: str, confidence: float, waiting: Waiting, words: int
) -> None:
    assert read(Meaning(intent, confidence), waiting, words) is Reading.INTERRUPTION


@given(st.sampled_from(sorted(ALWAYS_WIN)), CONFIDENCES, WORDS)
def test_a_wish_to_get_out_is_never_stored_unasked(
    intent: str, confidence: float, words: int
) -> None:
    assert read(Meaning(intent, confidence), Waiting.FREE_TEXT, words) is not Reading.ANSWER


@given(CONFIDENCES, WORDS)
def test_an_answer_to_a_waiting_question_is_no_interruption(confidence: float, words: int) -> None:
    assert read(Meaning("answer", confidence), Waiting.FREE_TEXT, words) is Reading.ANSWER


@given(st.sampled_from(sorted(COURSE_QUESTIONS)), st.floats(CLEAR, 1), WORDS)
def test_a_clear_question_about_the_course_wins(
    intent: str, confidence: float, words: int
) -> None:
    assert read(Meaning(intent, confidence), Waiting.FREE_TEXT, words) is Reading.INTERRUPTION


@given(
    st.sampled_from(sorted(COURSE_QUESTIONS)), st.floats(LIKELY, CLEAR, exclude_max=True), WORDS
)
def test_a_likely_question_about_the_course_is_asked_about(
    intent: str, confidence: float, words: int
) -> None:
    assert read(Meaning(intent, confidence), Waiting.FREE_TEXT, words) is Reading.ASK


@given(st.sampled_from(sorted(COURSE_QUESTIONS)), st.floats(0, LIKELY, exclude_max=True), WORDS)
def test_a_faint_question_about_the_course_is_the_answer(
    intent: str, confidence: float, words: int
) -> None:
    assert read(Meaning(intent, confidence), Waiting.FREE_TEXT, words) is Reading.ANSWER


@given(INTENTS, CONFIDENCES, WORDS)
def test_where_nothing_waits_nothing_is_an_answer(
    intent: str, confidence: float, words: int
) -> None:
    assert read(Meaning(intent, confidence), Waiting.NOTHING, words) is Reading.INTERRUPTION


@given(INTENTS, CONFIDENCES, WORDS)
def test_where_buttons_wait_words_are_never_doubted(
    intent: str, confidence: float, words: int
) -> None:
    assert read(Meaning(intent, confidence), Waiting.BUTTONS, words) is Reading.INTERRUPTION


@given(INTENTS, CONFIDENCES, CONFIDENCES, WORDS)
def test_more_confidence_never_makes_a_wish_more_of_an_answer(
    intent: str, one: float, other: float, words: int
) -> None:
    order = [Reading.ANSWER, Reading.ASK, Reading.INTERRUPTION]
    less, more = sorted([one, other])
    faint = read(Meaning(intent, less), Waiting.FREE_TEXT, words)
    strong = read(Meaning(intent, more), Waiting.FREE_TEXT, words)
    assert order.index(faint) <= order.index(strong)


@pytest.mark.parametrize("intent", sorted(ALWAYS_WIN))
def test_in_many_words_a_likely_wish_is_asked_about(intent: str) -> None:
    meaning = Meaning(intent, (LIKELY + CLEAR) / 2)
    short = read(meaning, Waiting.FREE_TEXT, LONG_ANSWER_WORDS)
    long = read(meaning, Waiting.FREE_TEXT, LONG_ANSWER_WORDS + 1)
    assert (short, long) == (Reading.INTERRUPTION, Reading.ASK)


@pytest.mark.parametrize("intent", sorted(SMALL_TALK))
def test_small_talk_is_passing_only_in_few_words(intent: str) -> None:
    meaning = Meaning(intent, 0.95)
    short = read(meaning, Waiting.FREE_TEXT, SMALL_TALK_WORDS)
    long = read(meaning, Waiting.FREE_TEXT, SMALL_TALK_WORDS + 1)
    assert (short, long) == (Reading.INTERRUPTION, Reading.ANSWER)


@given(INTENTS, CONFIDENCES, st.floats(DISTRESS_AT, 1))
def test_distress_is_seen_at_any_place_of_the_ranking(
    intent: str, confidence: float, distress: float
) -> None:
    assert is_distress(Meaning(intent, confidence, distress))


@given(st.floats(DISTRESS_AT, 1))
def test_distress_in_first_place_is_seen(confidence: float) -> None:
    assert is_distress(Meaning("distress", confidence))


@given(
    st.sampled_from([i for i in CONTRACT if i != "distress"]), CONFIDENCES,
    st.floats(0, DISTRESS_AT, exclude_max=True),
)  # fmt: skip
def test_no_alarm_without_distress(intent: str, confidence: float, distress: float) -> None:
    assert not is_distress(Meaning(intent, confidence, distress))


def test_the_groups_hold_intents_of_the_contract_and_do_not_overlap() -> None:
    assert set(CONTRACT) >= ALWAYS_WIN | COURSE_QUESTIONS | SMALL_TALK
    assert not ALWAYS_WIN & COURSE_QUESTIONS
    assert not SMALL_TALK & (ALWAYS_WIN | COURSE_QUESTIONS)
