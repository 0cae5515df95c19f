"""Applications: the steps of the check in any order, submission, decision."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.eligibility.rules.application import (
    Application,
    Decision,
    Status,
    abandon,
    begin,
    decide,
    submit,
)
from bot.eligibility.rules.assessment import Outcome
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
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire, Verdict
from bot.questionnaire.rules.session import STALE_AFTER, AnswerRequired, NotOpen, answer_values

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HELP = Question(
    "help", "Help", "Help?", "several", "why",
    (Choice("a", "A"), Choice("b", "B"), Choice("none", "None", alone=True)),
)  # fmt: skip
QUESTIONS = Questionnaire(
    (
        Question(
            "live", "Home", "Here?", "one", "why",
            (
                Choice("yes", "Yes", Verdict.FITS, "You live here."),
                Choice("no", "No", Verdict.AGAINST, "You do not live here."),
            ),
        ),
        Question("why", "Reason", "Why?", "text", "why"),
        Question("idea", "Idea", "Idea?", "text", "why", optional=True),
        HELP,
    ),
)  # fmt: skip
VALUES = {
    "live": st.sampled_from(["yes", "no"]),
    "why": st.sampled_from(["to earn", "for my children"]),
    "idea": st.sampled_from(["a café", "sewing"]),
    "help": st.sampled_from(["a", "b", "a,b", "none"]),
}
FULL = {"live": "yes", "why": "to earn", "idea": "a café", "help": "a"}


def started() -> Application:
    return begin(7, QUESTIONS, NOON)


def answered(**changes: str) -> Application:
    application = started()
    for place, (question, value) in enumerate((FULL | changes).items(), start=1):
        answer(application, QUESTIONS, question, value, place, NOON)
    return application


def submitted() -> Application:
    application = answered()
    submit(application, QUESTIONS, NOON)
    return application


def current(application: Application) -> str | None:
    question = application.question(QUESTIONS)
    return question.id if question else None


class AnyOrder(RuleBasedStateMachine):
    """Every step at any time, early and late updates mixed; `newest` is what must be stored."""

    def __init__(self) -> None:
        super().__init__()
        self.application = started()
        self.newest: dict[str, tuple[int, str | None]] = {}
        self.now = NOON

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def expect(self, question: str, value: str | None, sequence: int) -> None:
        known = self.newest.get(question)
        if known is None or known[0] <= sequence:
            self.newest[question] = (sequence, value)

    def is_open(self) -> bool:
        return self.application.open

    @precondition(is_open)
    @rule(data=st.data(), question=st.sampled_from(sorted(VALUES)), sequence=st.integers(1, 30))
    def answers(self, data: st.DataObject, question: str, sequence: int) -> None:
        value = data.draw(VALUES[question])
        answer(self.application, QUESTIONS, question, value, sequence, self.tick())
        self.expect(question, value, sequence)

    @precondition(is_open)
    @rule(data=st.data(), sequence=st.integers(1, 30))
    def answers_the_current_question(self, data: st.DataObject, sequence: int) -> None:
        if question := current(self.application):
            value = data.draw(VALUES[question])
            answer(self.application, QUESTIONS, question, value, sequence, self.tick())
            self.expect(question, value, sequence)

    @precondition(is_open)
    @rule(sequence=st.integers(1, 30))
    def skips(self, sequence: int) -> None:
        question = current(self.application)
        if question == "idea":
            skip(self.application, QUESTIONS, sequence, self.tick())
            self.expect(question, None, sequence)
        else:
            with pytest.raises(AnswerRequired):
                skip(self.application, QUESTIONS, sequence, self.tick())

    @precondition(is_open)
    @rule()
    def goes_back(self) -> None:
        before = current(self.application)
        moved = go_back(self.application, QUESTIONS, self.tick())
        assert moved or current(self.application) == before == "live"

    @precondition(lambda self: current(self.application) == "help")
    @rule(choice=st.sampled_from(["a", "b", "none"]))
    def ticks(self, choice: str) -> None:
        before = choice in self.application.pending.split(",")
        toggle_choice(self.application, HELP, choice, self.tick())
        assert (choice in self.application.pending.split(",")) is not before

    @precondition(is_open)
    @rule(sequence=st.integers(1, 30))
    def finishes_ticking(self, sequence: int) -> None:
        pending = self.application.pending
        if pending:
            finish_choices(self.application, QUESTIONS, sequence, self.tick())
            self.expect("help", pending, sequence)
        else:
            with pytest.raises(AnswerRequired):
                finish_choices(self.application, QUESTIONS, sequence, self.tick())

    @precondition(is_open)
    @rule(question=st.sampled_from(sorted(VALUES)))
    def corrects(self, question: str) -> None:
        correct(self.application, QUESTIONS, question, self.tick())
        assert current(self.application) == question

    @precondition(is_open)
    @rule()
    def pauses(self) -> None:
        pause(self.application, self.tick())
        assert self.application.is_stale(self.now)

    @precondition(is_open)
    @rule()
    def resumes(self) -> None:
        resume(self.application, self.tick())
        assert not self.application.is_stale(self.now)

    @precondition(is_open)
    @rule()
    def submits(self) -> None:
        if len(self.newest) == len(QUESTIONS.questions):
            submit(self.application, QUESTIONS, self.tick())
            assert self.application.status is Status.SUBMITTED
        else:
            with pytest.raises(AnswerRequired):
                submit(self.application, QUESTIONS, self.tick())

    @precondition(lambda self: not self.application.open)
    @rule(question=st.sampled_from(sorted(VALUES)))
    def is_closed(self, question: str) -> None:
        for step in steps(question):
            with pytest.raises(NotOpen):
                step(self.application)

    @invariant()
    def the_newest_answer_to_each_question_is_stored(self) -> None:
        assert answer_values(self.application) == {
            q: value for q, (_, value) in self.newest.items()
        }

    @invariant()
    def a_question_is_current_exactly_while_asking(self) -> None:
        asking = self.application.status is Status.ASKING
        assert (current(self.application) is not None) is asking
        assert (self.application.current is not None) is asking

    @invariant()
    def the_summary_has_no_gap(self) -> None:
        if self.application.status in (Status.SUMMARY, Status.SUBMITTED):
            assert self.newest.keys() == VALUES.keys()

    @invariant()
    def exclusive_choice_is_ticked_alone(self) -> None:
        pending = self.application.pending
        assert pending in ("", "a", "b", "a,b", "none")
        assert not pending or not self.application.open or current(self.application) == "help"


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def steps(question: str) -> list[Callable[[Application], object]]:
    """Everything that can be done to an open application only."""
    return [
        lambda a: answer(a, QUESTIONS, question, FULL[question], 99, NOON),
        lambda a: toggle_choice(a, HELP, "a", NOON),
        lambda a: skip(a, QUESTIONS, 99, NOON),
        lambda a: go_back(a, QUESTIONS, NOON),
        lambda a: correct(a, QUESTIONS, question, NOON),
        lambda a: pause(a, NOON),
        lambda a: resume(a, NOON),
        lambda a: submit(a, QUESTIONS, NOON),
    ]


@pytest.mark.parametrize("step", range(len(steps("why"))))
@pytest.mark.parametrize("close", [lambda a: submit(a, QUESTIONS, NOON), abandon])
def test_closed_application_refuses_every_step(
    close: Callable[[Application], object], step: int
) -> None:
    application = answered()
    close(application)
    with pytest.raises(NotOpen):
        steps("why")[step](application)


def test_answers_in_turn_lead_to_the_summary() -> None:
    application = started()
    for question, value in FULL.items():
        assert current(application) == question
        answer(application, QUESTIONS, question, value, 1, NOON)
    assert application.status is Status.SUMMARY


def test_corrected_answer_leads_back_to_the_summary() -> None:
    application = answered()
    correct(application, QUESTIONS, "live", NOON)
    answer(application, QUESTIONS, "live", "no", 9, NOON)
    assert application.status is Status.SUMMARY
    assert application.value("live") == "no"


def test_correction_can_be_left_without_a_change() -> None:
    application = answered()
    correct(application, QUESTIONS, "why", NOON)
    assert go_back(application, QUESTIONS, NOON)
    assert application.status is Status.SUMMARY
    assert answer_values(application) == FULL


def test_going_back_from_the_summary_asks_the_last_question_with_its_ticks() -> None:
    application = answered(help="a,b")
    go_back(application, QUESTIONS, NOON)
    assert (current(application), application.pending) == ("help", "a,b")


def test_going_back_from_the_first_question_is_refused() -> None:
    application = started()
    assert not go_back(application, QUESTIONS, NOON)
    assert current(application) == "live"


def test_late_answer_changes_nothing_and_returns_false() -> None:
    application = started()
    answer(application, QUESTIONS, "live", "yes", 9, NOON)
    assert not answer(application, QUESTIONS, "live", "no", 8, NOON)
    assert application.value("live") == "yes"


def test_same_answer_again_changes_nothing() -> None:
    application = started()
    assert answer(application, QUESTIONS, "live", "yes", 1, NOON)
    assert not answer(application, QUESTIONS, "live", "yes", 2, NOON)


def test_earlier_question_can_be_answered_without_moving_the_current_one() -> None:
    application = started()
    answer(application, QUESTIONS, "live", "yes", 1, NOON)
    assert answer(application, QUESTIONS, "live", "no", 2, NOON)
    assert current(application) == "why"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("gone", "yes"), ("live", "maybe"), ("live", ""), ("live", "yes,maybe"), ("why", "  \n"),
        ("help", "a,x"), ("help", "b,a"), ("help", "a,a"), ("help", ","),
    ],
)  # fmt: skip
def test_invalid_answer_is_refused(question: str, value: str) -> None:
    application = started()
    with pytest.raises(UnknownAnswer):
        answer(application, QUESTIONS, question, value, 1, NOON)
    assert not application.answers


def test_question_with_one_answer_refuses_two() -> None:
    with pytest.raises(UnknownAnswer):
        answer(started(), QUESTIONS, "live", "yes,no", 1, NOON)


def test_exclusive_choice_is_refused_together_with_another() -> None:
    with pytest.raises(UnknownAnswer):
        answer(started(), QUESTIONS, "help", "a,none", 1, NOON)


def test_question_with_one_answer_cannot_be_ticked() -> None:
    application = started()
    with pytest.raises(UnknownAnswer):
        toggle_choice(application, QUESTIONS.question("live"), "yes", NOON)


def test_unknown_choice_cannot_be_ticked() -> None:
    with pytest.raises(UnknownAnswer):
        toggle_choice(started(), HELP, "x", NOON)


def test_text_is_stored_without_surrounding_space() -> None:
    application = started()
    answer(application, QUESTIONS, "why", "  to earn\n", 1, NOON)
    assert application.value("why") == "to earn"


@given(st.integers(Question.limit + 1, Question.limit + 50))
def test_too_long_text_is_refused_with_the_limit(length: int) -> None:
    with pytest.raises(TextTooLong) as refusal:
        answer(started(), QUESTIONS, "why", "x" * length, 1, NOON)
    assert (refusal.value.length, refusal.value.limit) == (length, Question.limit)


def test_text_of_the_longest_length_is_accepted() -> None:
    application = started()
    assert answer(application, QUESTIONS, "why", "x" * Question.limit, 1, NOON)


def test_unknown_question_cannot_be_corrected() -> None:
    with pytest.raises(UnknownAnswer):
        correct(answered(), QUESTIONS, "gone", NOON)


def test_correction_before_the_summary_goes_on_from_there() -> None:
    application = started()
    answer(application, QUESTIONS, "live", "yes", 1, NOON)
    correct(application, QUESTIONS, "live", NOON)
    answer(application, QUESTIONS, "live", "no", 2, NOON)
    assert (current(application), application.correcting) == ("why", False)


@pytest.mark.parametrize(
    ("away", "cold"), [(timedelta(0), False), (STALE_AFTER, False), (STALE_AFTER * 2, True)]
)
def test_session_is_stale_after_a_long_break(away: timedelta, cold: bool) -> None:
    assert started().is_stale(NOON + away) is cold


def test_dropped_question_leads_to_the_first_gap() -> None:
    application = started()
    application.current = "gone"
    answer(application, QUESTIONS, "live", "yes", 1, NOON)
    assert current(application) == "why"


def test_dropped_last_question_leads_to_a_question_or_the_summary() -> None:
    application = answered()
    correct(application, QUESTIONS, "help", NOON)
    shorter = Questionnaire(QUESTIONS.questions[:-1])
    has_question = application.question(shorter) is not None
    assert has_question or application.status is Status.SUMMARY


def test_ticks_of_a_dropped_question_are_dropped_with_it() -> None:
    application = started()
    correct(application, QUESTIONS, "help", NOON)
    toggle_choice(application, HELP, "a", NOON)
    shorter = Questionnaire(QUESTIONS.questions[:-1])
    question = application.question(shorter)
    assert (question and question.id, application.pending) == ("live", "")


def test_answers_with_a_new_gap_are_not_submitted() -> None:
    application = answered()
    longer = Questionnaire((*QUESTIONS.questions, Question("new", "N", "N?", "text", "w")))
    with pytest.raises(AnswerRequired):
        submit(application, longer, NOON)
    assert application.open


def test_submitting_stores_time_and_outcome() -> None:
    application = submitted()
    assert (application.submitted_at, application.outcome) == (NOON, Outcome.LOOKS_RIGHT)
    assert application.decision is None, "it recommends, a consultant decides"


def test_decision_can_be_changed() -> None:
    application = submitted()
    assert decide(application, Decision.UNSUITABLE, 900, NOON)
    assert decide(application, Decision.INVITED, 901, NOON)
    assert (application.status, application.decision) == (Status.DECIDED, Decision.INVITED)
    assert application.decided_by == 901


def test_same_decision_again_changes_nothing() -> None:
    application = submitted()
    decide(application, Decision.INVITED, 900, NOON)
    assert not decide(application, Decision.INVITED, 901, NOON + STALE_AFTER)
    assert (application.decided_by, application.decided_at) == (900, NOON)


@pytest.mark.parametrize("status", [Status.ASKING, Status.SUMMARY, Status.ABANDONED])
def test_application_that_was_not_submitted_cannot_be_decided(status: Status) -> None:
    application = answered()
    application.status = status
    with pytest.raises(NotOpen):
        decide(application, Decision.SUITABLE, 900, NOON)
