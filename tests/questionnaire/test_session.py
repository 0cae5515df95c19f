"""State machine of a questionnaire: numbers, files, keeping an answer, going back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questionnaire.rules.answering import (
    answer,
    attach_file,
    correct,
    go_back,
    keep_answer,
    skip,
)
from bot.questionnaire.rules.answers import MAX_NUMBER, NotANumber, TextTooLong, UnknownAnswer
from bot.questionnaire.rules.questionnaire import Choice, Kind, Question, Questionnaire
from bot.questionnaire.rules.session import (
    Answer,
    AnswerRequired,
    NotOpen,
    QuestionnaireSession,
    first_gap,
    go_to_question,
    go_to_summary,
)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def question(name: str, kind: Kind, **more: bool) -> Question:
    choices = (Choice("a", "A"), Choice("b", "B")) if kind in ("one", "several") else ()
    return Question(name, name, f"{name}?", kind, choices=choices, limit=100, **more)  # type: ignore[arg-type]  # only flags are given


HOURS, SHOW, TELL, PICK = (
    question("hours", "number"),
    question("show", "photo", optional=True),
    question("tell", "voice"),
    question("pick", "one"),
)
STEPS = Questionnaire((HOURS, SHOW, TELL, PICK))


@dataclass(kw_only=True)
class SampleSession(QuestionnaireSession):
    closed: bool = False
    gaps: bool = False

    @property
    def open(self) -> bool:
        return not self.closed

    @property
    def may_leave_gaps(self) -> bool:
        return self.gaps

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        return Answer(question_id, value, sequence, now)


def at(place: Question) -> SampleSession:
    session = SampleSession(started_at=NOON)
    go_to_question(session, place)
    return session


def paused(place: Question) -> SampleSession:
    session = at(place)
    session.paused_at = NOON
    return session


@pytest.mark.parametrize(
    ("text", "stored"),
    [("6", "6"), ("0", "0"), ("36000", "36000"), ("2.5", "2.5"), (" 7 ", "7"), ("٦", "6"),
     (str(MAX_NUMBER), str(MAX_NUMBER)), ("007", "7")],
)  # fmt: skip
def test_number_is_stored_as_plain_digits(text: str, stored: str) -> None:
    session = at(HOURS)
    assert answer(session, STEPS, "hours", text, 1, NOON)
    assert (session.value("hours"), session.current) == (stored, "show")


@pytest.mark.parametrize(
    "text",
    ["", " ", "six", "-1", "-0.5", "1e9", "1e-999999", "1_000", "nan", "Infinity", "6 7", "6,5",
     "1.23456", str(MAX_NUMBER + 1), "9" * 40, "5 kr"],
)  # fmt: skip
def test_invalid_number_is_refused_and_changes_nothing(text: str) -> None:
    session = at(HOURS)
    with pytest.raises(NotANumber):
        answer(session, STEPS, "hours", text, 1, NOON)
    assert session.current == "hours" and not session.answers


@given(st.decimals(0, MAX_NUMBER, places=4))
def test_number_within_the_limit_is_stored_unchanged(number: object) -> None:
    session = at(HOURS)
    answer(session, STEPS, "hours", format(number, "f"), 1, NOON)
    assert session.value("hours") == format(number, "f")


def test_file_is_an_answer_and_its_question_stays_current() -> None:
    session = at(SHOW)
    attach_file(session, SHOW, "", 1, NOON)
    attach_file(session, SHOW, "", 2, LATER)
    assert (session.value("show"), session.current, session.active_at) == ("", "show", LATER)


def test_captions_of_several_files_are_joined() -> None:
    session = at(SHOW)
    for sequence, caption in enumerate(["my table ", "", " the leg"], 1):
        attach_file(session, SHOW, caption, sequence, NOON)
    assert session.value("show") == "my table\nthe leg"


def test_file_after_a_skip_is_an_answer() -> None:
    session = at(SHOW)
    skip(session, STEPS, 1, NOON)
    go_back(session, STEPS, NOON)
    attach_file(session, SHOW, "", 2, NOON)
    assert session.value("show") == ""


@pytest.mark.parametrize("place", [HOURS, PICK])
def test_question_for_a_choice_or_number_refuses_a_file(place: Question) -> None:
    session = at(place)
    with pytest.raises(UnknownAnswer):
        attach_file(session, place, "", 1, NOON)
    assert not session.answers


def test_too_long_caption_leaves_the_answer_unchanged() -> None:
    session = at(SHOW)
    attach_file(session, SHOW, "x" * 60, 1, NOON)
    with pytest.raises(TextTooLong):
        attach_file(session, SHOW, "y" * 60, 2, NOON)
    assert session.value("show") == "x" * 60


def test_keep_answer_requires_an_answer() -> None:
    session = at(SHOW)
    with pytest.raises(AnswerRequired):
        keep_answer(session, STEPS, SHOW, NOON)
    attach_file(session, SHOW, "", 1, NOON)
    keep_answer(session, STEPS, SHOW, LATER)
    assert (session.current, session.active_at) == ("tell", LATER)


def test_keep_answer_of_the_last_question_leads_to_the_first_gap() -> None:
    session = at(PICK)
    answer(session, STEPS, "hours", "6", 1, NOON)
    answer(session, STEPS, "pick", "a", 2, NOON)
    assert session.current == "show"
    go_back(session, STEPS, NOON)
    keep_answer(session, STEPS, HOURS, NOON)
    assert session.current == "show"


def test_keep_answer_while_correcting_leads_back_to_the_summary() -> None:
    session = at(HOURS)
    for sequence, (name, value) in enumerate(
        {"hours": "6", "show": "x", "tell": "y", "pick": "a"}.items(), 1
    ):
        answer(session, STEPS, name, value, sequence, NOON)
    correct(session, STEPS, "show", NOON)
    keep_answer(session, STEPS, SHOW, NOON)
    assert session.at_summary and not session.correcting


def test_keep_answer_ends_a_pause() -> None:
    session = at(SHOW)
    attach_file(session, SHOW, "", 1, NOON)
    session.paused_at = NOON
    keep_answer(session, STEPS, SHOW, LATER)
    assert session.paused_at is None


def test_closed_session_refuses_files_and_keep_answer() -> None:
    session = at(SHOW)
    session.closed = True
    with pytest.raises(NotOpen):
        attach_file(session, SHOW, "", 1, NOON)
    with pytest.raises(NotOpen):
        keep_answer(session, STEPS, SHOW, NOON)


def test_closed_session_has_neither_question_nor_summary() -> None:
    session = at(SHOW)
    session.closed = True
    assert session.question(STEPS) is None and not session.at_summary


def test_answer_of_the_same_update_replaces_the_earlier_one() -> None:
    session = at(HOURS)
    answer(session, STEPS, "hours", "6", 5, NOON)
    assert answer(session, STEPS, "hours", "7", 5, NOON)
    assert session.value("hours") == "7"


def test_late_text_still_counts_after_a_file_without_caption() -> None:
    session = at(SHOW)
    attach_file(session, SHOW, "", 9, NOON)
    assert answer(session, STEPS, "show", "my table", 8, NOON)
    assert session.value("show") == "my table"


def test_late_text_is_ignored_after_a_file_with_caption() -> None:
    session = at(SHOW)
    attach_file(session, SHOW, "the table", 9, NOON)
    attach_file(session, SHOW, "", 10, NOON)
    assert not answer(session, STEPS, "show", "my table", 8, NOON)
    assert (session.value("show"), session.answers["show"].sequence) == ("the table", 9)


@pytest.mark.parametrize(
    ("number", "covered"), [(17, False), (18, True), (29, True), (29.9, True), (30, False)]
)
def test_choice_covers_numbers_within_its_limits(number: float, covered: bool) -> None:
    choice = Choice("18to29", "18–29", at_least=18, at_most=29)
    assert choice.covers(Decimal(str(number))) is covered


def test_choice_with_one_limit_covers_all_beyond_it() -> None:
    assert Choice("old", "60+", at_least=60).covers(Decimal(99))
    assert Choice("young", "-17", at_most=17).covers(Decimal(0))
    assert not Choice("other", "Other").covers(Decimal(0))


def test_places_count_from_one_and_end_at_the_last_question() -> None:
    assert (STEPS.place("hours"), STEPS.place("pick")) == (1, 4)
    assert STEPS.neighbour("hours", -1) is STEPS.neighbour("pick", +1) is None
    assert STEPS.neighbour("hours", +1) is SHOW


@pytest.mark.parametrize(("place", "following"), [(HOURS, "show"), (TELL, "pick"), (PICK, None)])
def test_question_left_as_a_gap_leads_to_the_next_or_the_summary(
    place: Question, following: str | None
) -> None:
    session = paused(place)
    session.gaps = True
    skip(session, STEPS, 1, LATER)
    assert session.current == following and session.at_summary is (following is None)
    assert (session.active_at, session.paused_at) == (LATER, None)
    assert not session.has_answer(place.id)


def test_optional_question_is_recorded_as_skipped_where_gaps_are_possible_too() -> None:
    session = at(SHOW)
    session.gaps = True
    skip(session, STEPS, 1, NOON)
    assert session.has_answer("show") and session.value("show") is None


def test_gap_left_while_correcting_leads_back_to_the_summary() -> None:
    session = at(HOURS)
    session.gaps = session.correcting = True
    skip(session, STEPS, 1, NOON)
    assert session.at_summary and not session.correcting


def test_summary_cannot_be_skipped() -> None:
    session = at(SHOW)
    session.gaps = True
    go_to_summary(session)
    with pytest.raises(AnswerRequired):
        skip(session, STEPS, 1, NOON)


def test_questions_need_an_answer_unless_the_questionnaire_says_otherwise() -> None:
    assert not QuestionnaireSession(started_at=NOON).may_leave_gaps
    with pytest.raises(AnswerRequired):
        skip(at(HOURS), STEPS, 1, NOON)


def test_every_step_records_when_the_questionnaire_was_used() -> None:
    steps: list[Callable[[SampleSession], object]] = [
        lambda s: answer(s, STEPS, "show", "x", 1, LATER),
        lambda s: skip(s, STEPS, 1, LATER),
        lambda s: go_back(s, STEPS, LATER),
        lambda s: correct(s, STEPS, "tell", LATER),
    ]
    for step in steps:
        session = paused(SHOW)
        step(session)
        assert (session.active_at, session.paused_at) == (LATER, None)


@pytest.mark.parametrize(("hours", "stale"), [(12, False), (12.1, True)])
def test_session_is_stale_after_half_a_day(hours: float, stale: bool) -> None:
    session = SampleSession(started_at=NOON)
    assert session.is_stale(NOON + timedelta(hours=hours)) is stale
    session.active_at = NOON + timedelta(hours=1)
    assert not session.is_stale(NOON + timedelta(hours=hours))


def test_going_back_moves_by_one_question() -> None:
    session = at(PICK)
    assert go_back(session, STEPS, NOON) and session.current == "tell"
    go_to_summary(session)
    assert go_back(session, STEPS, NOON) and session.current == "pick"


def test_skipped_question_is_no_gap() -> None:
    session = at(HOURS)
    answer(session, STEPS, "hours", "6", 1, NOON)
    skip(session, STEPS, 2, NOON)
    assert first_gap(session, STEPS) is TELL
