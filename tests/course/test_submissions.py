"""A submission: every order of starting, answering, handing in and review."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.course.rules.submissions import (
    ReviewVerdict,
    Stage,
    Submission,
    can_review,
    hand_in,
    remove_files,
    review,
    take_up,
)
from bot.files.rules.files import FileState, SentFile
from bot.questionnaire.rules.answering import answer, correct, pause
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import AnswerRequired, NotOpen, answer_values

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DUE = date(2026, 11, 6)
STEPS = Questionnaire(
    (
        Question("who", "Who", "Who?", "text"),
        Question("what", "What", "What?", "text", optional=True),
        Question("many", "Many", "How many?", "number"),
    ),
)
FULL = {"who": "my sister", "what": "hair", "many": "3"}


def new() -> Submission:
    return Submission(
        started_at=NOON, enrolment_id=1, participant_id=7, task_id="thanks", due_on=DUE, id=5
    )


def begun() -> Submission:
    submission = new()
    take_up(submission, STEPS, NOON)
    return submission


def filled() -> Submission:
    submission = begun()
    for place, (step, value) in enumerate(FULL.items(), 1):
        answer(submission, STEPS, step, value, place, NOON)
    return submission


def handed_in() -> Submission:
    submission = filled()
    hand_in(submission, STEPS, NOON)
    return submission


def reviewed(verdict: ReviewVerdict, comment: str | None = None) -> Submission:
    submission = handed_in()
    review(submission, verdict, 1, 900, NOON, comment)
    return submission


class AnyOrder(RuleBasedStateMachine):
    """Actions of participant and consultants in any order, with old versions too."""

    def __init__(self) -> None:
        super().__init__()
        self.submission = new()
        self.now = NOON
        self.sequence = 0
        self.answers: dict[str, str] = {}
        self.versions = 0
        self.verdicts: set[tuple[int, ReviewVerdict]] = set()

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        self.sequence += 1
        return self.now

    @rule()
    def starts_or_resumes(self) -> None:
        if self.submission.stage is Stage.APPROVED:
            with pytest.raises(NotOpen):
                take_up(self.submission, STEPS, self.tick())
        else:
            take_up(self.submission, STEPS, self.tick())
            assert self.submission.stage is Stage.STARTED and self.submission.paused_at is None

    @rule(step=st.sampled_from(sorted(FULL)), more=st.integers(0, 3))
    def answers_a_step(self, step: str, more: int) -> None:
        now, value = self.tick(), FULL[step] + str(more)
        if self.submission.stage is Stage.STARTED:
            answer(self.submission, STEPS, step, value, self.sequence, now)
            self.answers[step] = value
        else:
            with pytest.raises(NotOpen):
                answer(self.submission, STEPS, step, value, self.sequence, now)

    @precondition(lambda self: self.submission.open)
    @rule(step=st.sampled_from(sorted(FULL)))
    def corrects(self, step: str) -> None:
        correct(self.submission, STEPS, step, self.tick())

    @precondition(lambda self: self.submission.open)
    @rule()
    def pauses(self) -> None:
        pause(self.submission, self.tick())

    @rule()
    def hands_in(self) -> None:
        now = self.tick()
        if self.submission.stage is not Stage.STARTED:
            with pytest.raises(NotOpen):
                hand_in(self.submission, STEPS, now)
        elif len(self.answers) < len(FULL):
            with pytest.raises(AnswerRequired):
                hand_in(self.submission, STEPS, now)
        else:
            hand_in(self.submission, STEPS, now)
            self.versions += 1

    @rule(verdict=st.sampled_from(ReviewVerdict), back=st.integers(0, 2))
    def is_reviewed(self, verdict: ReviewVerdict, back: int) -> None:
        version, now = self.versions - back, self.tick()
        possible = can_review(self.submission, verdict, version)
        assert possible <= (back == 0 and (version, verdict) not in self.verdicts)
        if not possible:
            before = self.submission.stage
            with pytest.raises(NotOpen):
                review(self.submission, verdict, version, 900, now)
            assert self.submission.stage is before
            return
        review(self.submission, verdict, version, 900, now)
        self.verdicts.add((version, verdict))

    @invariant()
    def answers_are_never_lost(self) -> None:
        assert answer_values(self.submission) == self.answers

    @invariant()
    def each_hand_in_is_a_version(self) -> None:
        assert self.submission.version == self.versions
        assert (self.submission.first_handed_in_at is None) == (self.versions == 0)

    @invariant()
    def a_question_is_open_only_while_started(self) -> None:
        assert self.submission.open or (self.submission.current, self.submission.pending) == (
            None,
            "",
        )
        assert self.submission.open or not self.submission.correcting

    @invariant()
    def a_handed_in_submission_is_complete(self) -> None:
        assert not self.submission.is_done or self.answers.keys() == FULL.keys()

    @invariant()
    def an_approved_submission_was_reviewed_in_its_last_version(self) -> None:
        good = (self.versions, ReviewVerdict.GOOD) in self.verdicts
        assert (self.submission.stage is Stage.APPROVED) is good


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_starting_asks_the_first_step() -> None:
    submission = begun()
    assert (submission.stage, submission.current, submission.active_at) == (
        Stage.STARTED,
        "who",
        NOON,
    )


def test_answering_before_starting_is_refused() -> None:
    with pytest.raises(NotOpen):
        answer(new(), STEPS, "who", "me", 1, NOON)


def test_resuming_after_a_pause_keeps_the_step() -> None:
    submission = begun()
    answer(submission, STEPS, "who", "me", 1, NOON)
    pause(submission, NOON)
    take_up(submission, STEPS, NOON)
    assert (submission.current, submission.paused_at) == ("what", None)


def test_handing_in_keeps_first_and_last_time() -> None:
    submission, next_day = handed_in(), NOON + timedelta(days=1)
    take_up(submission, STEPS, next_day)
    hand_in(submission, STEPS, next_day)
    assert (submission.first_handed_in_at, submission.handed_in_at, submission.version) == (
        NOON,
        next_day,
        2,
    )


def test_reopening_begins_with_the_summary() -> None:
    submission = handed_in()
    take_up(submission, STEPS, NOON)
    assert submission.at_summary


def test_reopening_begins_with_a_step_added_to_the_content() -> None:
    submission = handed_in()
    longer = Questionnaire((*STEPS.questions, Question("new", "N", "N?", "text")))
    take_up(submission, longer, NOON)
    assert submission.current == "new"
    with pytest.raises(AnswerRequired):
        hand_in(submission, longer, NOON)


def test_step_added_between_answers_is_asked_like_a_correction() -> None:
    submission = handed_in()
    first, *others = STEPS.questions
    longer = Questionnaire((first, Question("new", "N", "N?", "text"), *others))
    take_up(submission, longer, NOON)
    assert (submission.current, submission.correcting) == ("new", True)
    answer(submission, longer, "new", "yes", 9, NOON)
    assert submission.at_summary and not submission.correcting


def test_step_added_at_the_end_is_asked_like_any_other() -> None:
    submission = handed_in()
    longer = Questionnaire((*STEPS.questions, Question("new", "N", "N?", "text")))
    take_up(submission, longer, NOON)
    assert (submission.current, submission.correcting) == ("new", False)
    answer(submission, longer, "new", "yes", 9, NOON)
    assert submission.at_summary


def test_handing_in_during_a_correction_closes_the_step() -> None:
    submission = filled()
    correct(submission, STEPS, "who", NOON)
    hand_in(submission, STEPS, NOON)
    assert (submission.current, submission.correcting) == (None, False)


def test_only_the_newest_version_can_be_reviewed() -> None:
    submission = handed_in()
    take_up(submission, STEPS, NOON)
    for version in (0, 1, 2):
        assert not can_review(submission, ReviewVerdict.GOOD, version)
    hand_in(submission, STEPS, NOON)
    with pytest.raises(NotOpen):
        review(submission, ReviewVerdict.GOOD, 1, 900, NOON)
    review(submission, ReviewVerdict.GOOD, 2, 900, NOON)
    assert submission.stage is Stage.APPROVED


@pytest.mark.parametrize("first", list(ReviewVerdict))
def test_second_review_of_a_version_is_refused(first: ReviewVerdict) -> None:
    submission = reviewed(first, "please")
    with pytest.raises(NotOpen):
        review(submission, first, 1, 901, NOON + timedelta(minutes=1), "no")
    assert (submission.reviewed_by, submission.reviewed_at, submission.comment) == (
        900,
        NOON,
        "please",
    )


@pytest.mark.parametrize(
    ("verdict", "stage"),
    [(ReviewVerdict.GOOD, Stage.APPROVED), (ReviewVerdict.MORE, Stage.RETURNED)],
)
def test_after_a_talk_it_can_be_approved_or_sent_back(
    verdict: ReviewVerdict, stage: Stage
) -> None:
    submission = reviewed(ReviewVerdict.TALK)
    review(submission, verdict, 1, 900, NOON)
    assert submission.stage is stage


def test_returned_is_not_done_and_waiting_is_done() -> None:
    assert not reviewed(ReviewVerdict.MORE).is_done
    assert (
        handed_in().is_done
        and reviewed(ReviewVerdict.TALK).is_done
        and reviewed(ReviewVerdict.GOOD).is_done
    )


def test_late_after_the_deadline_unless_handed_in() -> None:
    assert not begun().is_late(DUE) and begun().is_late(DUE + timedelta(days=1))
    assert not handed_in().is_late(DUE + timedelta(days=1))


def test_files_of_a_step_are_wanted_or_kept() -> None:
    submission = begun()
    for state in FileState:
        submission.files.append(SentFile(7, 5, "who", "photo", "t", 1, NOON, state))
    submission.files.append(SentFile(7, 5, "what", "photo", "t", 1, NOON))
    assert [f.state for f in submission.files_of("who")] == [FileState.WANTED, FileState.KEPT]


def test_removing_files_keeps_the_text_and_drops_an_answer_without_text() -> None:
    submission = begun()
    for place, (step, text) in enumerate([("who", "me"), ("what", "")], 1):
        submission.files.append(SentFile(7, 5, step, "photo", "t", 1, NOON))
        answer(submission, STEPS, step, "x", place, NOON)
        submission.answers[step].value = text
    remove_files(submission, "who")
    remove_files(submission, "what")
    assert {file.state for file in submission.files} == {FileState.REMOVED}
    assert answer_values(submission) == {"who": "me"} and "what" not in submission.answers


def test_files_of_a_handed_in_submission_cannot_be_removed() -> None:
    submission = handed_in()
    submission.files.append(SentFile(7, 5, "who", "photo", "t", 1, NOON))
    with pytest.raises(NotOpen):
        remove_files(submission, "who")
    assert submission.files[0].state is FileState.WANTED


def test_an_answer_that_was_a_refused_file_does_not_count() -> None:
    submission = begun()
    answer(submission, STEPS, "who", "x", 1, NOON)
    submission.answers["who"].value = ""
    assert not submission.has_answer("who") and not submission.has_answer("what")
    submission.files.append(SentFile(7, 5, "who", "photo", "t", 1, NOON))
    assert submission.has_answer("who")
    submission.files[0].state = FileState.REFUSED
    assert not submission.has_answer("who")
