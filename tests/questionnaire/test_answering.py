"""Steps of a questionnaire at its rules: limits, refusals, ticks, late and repeated answers."""

from collections.abc import Callable

import pytest

from bot.questionnaire.rules.answering import (
    answer,
    correct,
    finish_choices,
    go_back,
    pause,
    resume,
    skip,
    toggle_choice,
)
from bot.questionnaire.rules.answers import TextTooLong, UnknownAnswer
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import (
    AnswerRequired,
    NotOpen,
    answer_values,
    go_to_summary,
)
from tests.questionnaire.test_session import (
    HOURS,
    LATER,
    NOON,
    PICK,
    SHOW,
    STEPS,
    TELL,
    SampleSession,
    at,
    paused,
    question,
)


def test_text_is_stored_without_the_spaces_around_it() -> None:
    session = at(TELL)
    answer(session, STEPS, "tell", "  two words \n", 1, NOON)
    assert session.value("tell") == "two words"


@pytest.mark.parametrize(("length", "fits"), [(100, True), (101, False)])
def test_text_may_be_as_long_as_its_limit(length: int, fits: bool) -> None:
    session, text = at(TELL), "x" * length
    if fits:
        assert answer(session, STEPS, "tell", f" {text} ", 1, NOON)
    else:
        with pytest.raises(TextTooLong) as refused:
            answer(session, STEPS, "tell", text, 1, NOON)
        assert (refused.value.length, refused.value.limit) == (101, 100)
    assert session.has_answer("tell") is fits


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_empty_text_is_no_answer(text: str) -> None:
    session = at(TELL)
    with pytest.raises(UnknownAnswer):
        answer(session, STEPS, "tell", text, 1, NOON)
    assert not session.answers


def test_only_an_empty_list_is_given_at_once() -> None:
    costs = Question("costs", "Costs", "Costs?", "items")
    session, steps = at(costs), Questionnaire((costs,))
    with pytest.raises(UnknownAnswer):
        answer(session, steps, "costs", '[[1,"rent","5",true]]', 1, NOON)
    assert not session.answers
    assert answer(session, steps, "costs", "[]", 2, NOON) and session.at_summary
    assert session.value("costs") == "[]"


def test_unknown_question_is_neither_answered_nor_corrected() -> None:
    session = at(TELL)
    with pytest.raises(UnknownAnswer):
        answer(session, STEPS, "gone", "x", 1, NOON)
    with pytest.raises(UnknownAnswer):
        correct(session, STEPS, "gone", NOON)
    assert (session.current, session.answers) == ("tell", {})


def test_closed_session_takes_no_step() -> None:
    steps: list[Callable[[SampleSession], object]] = [
        lambda s: answer(s, STEPS, "show", "x", 1, LATER),
        lambda s: skip(s, STEPS, 1, LATER),
        lambda s: go_back(s, STEPS, LATER),
        lambda s: correct(s, STEPS, "tell", LATER),
        lambda s: toggle_choice(s, PICK, "a", LATER),
        lambda s: pause(s, LATER),
        lambda s: resume(s, LATER),
    ]
    for step in steps:
        session = at(SHOW)
        session.closed = True
        with pytest.raises(NotOpen):
            step(session)
        assert (session.current, session.answers, session.active_at) == ("show", {}, None)


def test_repeated_answer_to_an_earlier_question_changes_nothing() -> None:
    session = at(HOURS)
    assert answer(session, STEPS, "hours", "6", 1, NOON)
    assert not answer(session, STEPS, "hours", "6", 2, NOON)
    assert answer(session, STEPS, "hours", "7", 3, NOON)
    assert not answer(session, STEPS, "hours", "8", 2, NOON), "it was given before"
    assert (session.value("hours"), session.current) == ("7", "show")


def test_going_back_from_the_first_question_stays_there() -> None:
    session = at(HOURS)
    assert not go_back(session, STEPS, LATER)
    assert (session.current, session.active_at) == ("hours", LATER)


def test_correction_leads_to_the_next_question_while_another_one_is_missing() -> None:
    session = at(HOURS)
    correct(session, STEPS, "show", NOON)
    assert (session.current, session.correcting) == ("show", False)
    answer(session, STEPS, "show", "x", 1, NOON)
    assert session.current == "tell"


def test_choices_are_ticked_only_where_several_fit() -> None:
    session = at(PICK)
    for choice in ("a", "gone"):
        with pytest.raises(UnknownAnswer):
            toggle_choice(session, PICK, choice, NOON)
    several = question("several", "several")
    session = paused(several)
    with pytest.raises(UnknownAnswer):
        toggle_choice(session, several, "gone", LATER)
    toggle_choice(session, several, "b", LATER)
    assert (session.pending, session.active_at, session.paused_at) == ("b", LATER, None)


def test_question_with_several_answers_begins_with_the_earlier_ticks() -> None:
    several = question("several", "several")
    session = at(several)
    assert session.pending == ""
    steps = Questionnaire((several, PICK))
    answer(session, steps, "several", "a,b", 1, NOON)
    assert (session.current, session.pending) == ("pick", "")
    answer(session, steps, "pick", "a", 2, NOON)
    assert go_back(session, steps, NOON)
    assert (session.current, session.pending) == ("pick", ""), "only ticks are kept there"
    go_back(session, steps, NOON)
    assert (session.current, session.pending) == ("several", "a,b")


def test_ticked_choices_are_recorded_only_at_their_question() -> None:
    several = question("several", "several")
    session, steps = at(several), Questionnaire((several, PICK))
    with pytest.raises(AnswerRequired):
        finish_choices(session, steps, 1, NOON)
    toggle_choice(session, several, "b", NOON)
    finish_choices(session, steps, 1, LATER)
    assert (session.value("several"), session.current) == ("b", "pick")
    go_to_summary(session)
    session.pending = "b"
    with pytest.raises(AnswerRequired):
        finish_choices(session, steps, 2, LATER)


def test_paused_session_is_stale_at_once_until_it_goes_on() -> None:
    session = at(SHOW)
    pause(session, NOON)
    assert session.is_stale(NOON)
    resume(session, LATER)
    assert not session.is_stale(LATER) and session.active_at == LATER


def test_value_of_a_missing_or_skipped_question_is_none() -> None:
    session = at(SHOW)
    assert session.value("show") is None and answer_values(session) == {}
    skip(session, STEPS, 1, NOON)
    answer(session, STEPS, "tell", "x", 2, NOON)
    assert answer_values(session) == {"show": None, "tell": "x"}
