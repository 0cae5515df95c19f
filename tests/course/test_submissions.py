"""One person's work on a task: every order of beginning, answering, handing in and review."""

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
    review,
    take_up,
)
from bot.files.rules.files import FileState, SentFile
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import (
    AnswerRequired,
    NotOpen,
    answer,
    answer_values,
    correct,
    pause,
)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DUE = date(2026, 11, 6)
STEPS = Questionnaire(
    "thanks",
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
    work = new()
    take_up(work, STEPS, NOON)
    return work


def filled() -> Submission:
    work = begun()
    for place, (step, value) in enumerate(FULL.items(), 1):
        answer(work, STEPS, step, value, place, NOON)
    return work


def handed() -> Submission:
    work = filled()
    hand_in(work, STEPS, NOON)
    return work


def judged(verdict: ReviewVerdict, comment: str | None = None) -> Submission:
    work = handed()
    review(work, verdict, 1, 900, NOON, comment)
    return work


class AnyOrder(RuleBasedStateMachine):
    """The person and the consultants, in any order and with old versions in their hands."""

    def __init__(self) -> None:
        super().__init__()
        self.work = new()
        self.now = NOON
        self.sequence = 0
        self.answers: dict[str, str] = {}
        self.versions = 0
        self.looked_at: set[tuple[int, ReviewVerdict]] = set()

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        self.sequence += 1
        return self.now

    @rule()
    def takes_up(self) -> None:
        if self.work.stage is Stage.APPROVED:
            with pytest.raises(NotOpen):
                take_up(self.work, STEPS, self.tick())
        else:
            take_up(self.work, STEPS, self.tick())
            assert self.work.stage is Stage.STARTED and self.work.paused_at is None

    @rule(step=st.sampled_from(sorted(FULL)), more=st.integers(0, 3))
    def answers_a_step(self, step: str, more: int) -> None:
        now, value = self.tick(), FULL[step] + str(more)
        if self.work.stage is Stage.STARTED:
            answer(self.work, STEPS, step, value, self.sequence, now)
            self.answers[step] = value
        else:
            with pytest.raises(NotOpen):
                answer(self.work, STEPS, step, value, self.sequence, now)

    @precondition(lambda self: self.work.open)
    @rule(step=st.sampled_from(sorted(FULL)))
    def corrects(self, step: str) -> None:
        correct(self.work, STEPS, step, self.tick())

    @precondition(lambda self: self.work.open)
    @rule()
    def pauses(self) -> None:
        pause(self.work, self.tick())

    @rule()
    def hands_in(self) -> None:
        now = self.tick()
        if self.work.stage is not Stage.STARTED:
            with pytest.raises(NotOpen):
                hand_in(self.work, STEPS, now)
        elif len(self.answers) < len(FULL):
            with pytest.raises(AnswerRequired):
                hand_in(self.work, STEPS, now)
        else:
            hand_in(self.work, STEPS, now)
            self.versions += 1

    @rule(verdict=st.sampled_from(ReviewVerdict), back=st.integers(0, 2))
    def is_looked_at(self, verdict: ReviewVerdict, back: int) -> None:
        version, now = self.versions - back, self.tick()
        possible = can_review(self.work, verdict, version)
        assert possible <= (back == 0 and (version, verdict) not in self.looked_at)
        if not possible:
            before = self.work.stage
            with pytest.raises(NotOpen):
                review(self.work, verdict, version, 900, now)
            assert self.work.stage is before
            return
        review(self.work, verdict, version, 900, now)
        self.looked_at.add((version, verdict))

    @invariant()
    def answers_are_never_lost(self) -> None:
        assert answer_values(self.work) == self.answers

    @invariant()
    def each_handing_in_is_a_version(self) -> None:
        assert self.work.version == self.versions
        assert (self.work.first_handed_in_at is None) == (self.versions == 0)

    @invariant()
    def something_waits_only_while_it_is_open(self) -> None:
        assert self.work.open or (self.work.current, self.work.pending) == (None, "")
        assert self.work.open or not self.work.correcting

    @invariant()
    def what_is_handed_in_has_no_gap(self) -> None:
        assert not self.work.is_done or self.answers.keys() == FULL.keys()

    @invariant()
    def what_is_approved_was_looked_at_in_its_last_version(self) -> None:
        good = (self.versions, ReviewVerdict.GOOD) in self.looked_at
        assert (self.work.stage is Stage.APPROVED) is good


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_it_begins_with_the_first_step() -> None:
    work = begun()
    assert (work.stage, work.current, work.active_at) == (Stage.STARTED, "who", NOON)


def test_nothing_can_be_answered_before_it_is_begun() -> None:
    with pytest.raises(NotOpen):
        answer(new(), STEPS, "who", "me", 1, NOON)


def test_going_on_after_a_pause_keeps_the_place() -> None:
    work = begun()
    answer(work, STEPS, "who", "me", 1, NOON)
    pause(work, NOON)
    take_up(work, STEPS, NOON)
    assert (work.current, work.paused_at) == ("what", None)


def test_handing_in_keeps_the_first_time_and_the_last() -> None:
    work, later = handed(), NOON + timedelta(days=1)
    take_up(work, STEPS, later)
    hand_in(work, STEPS, later)
    assert (work.first_handed_in_at, work.handed_in_at, work.version) == (NOON, later, 2)


def test_a_change_of_what_was_handed_in_begins_with_the_summary() -> None:
    work = handed()
    take_up(work, STEPS, NOON)
    assert work.at_summary


def test_a_change_begins_with_what_the_content_has_gained() -> None:
    work = handed()
    longer = Questionnaire("thanks", (*STEPS.questions, Question("new", "N", "N?", "text")))
    take_up(work, longer, NOON)
    assert work.current == "new"
    with pytest.raises(AnswerRequired):
        hand_in(work, longer, NOON)


def test_handing_in_from_the_middle_of_a_correction_leaves_nothing_open() -> None:
    work = filled()
    correct(work, STEPS, "who", NOON)
    hand_in(work, STEPS, NOON)
    assert (work.current, work.correcting) == (None, False)


def test_a_version_that_was_changed_meanwhile_is_not_judged() -> None:
    work = handed()
    take_up(work, STEPS, NOON)
    for version in (0, 1, 2):
        assert not can_review(work, ReviewVerdict.GOOD, version)
    hand_in(work, STEPS, NOON)
    with pytest.raises(NotOpen):
        review(work, ReviewVerdict.GOOD, 1, 900, NOON)
    review(work, ReviewVerdict.GOOD, 2, 900, NOON)
    assert work.stage is Stage.APPROVED


@pytest.mark.parametrize("first", list(ReviewVerdict))
def test_of_two_consultants_at_once_one_wins(first: ReviewVerdict) -> None:
    work = judged(first, "please")
    with pytest.raises(NotOpen):
        review(work, first, 1, 901, NOON + timedelta(minutes=1), "no")
    assert (work.reviewed_by, work.reviewed_at, work.comment) == (900, NOON, "please")


@pytest.mark.parametrize(
    ("verdict", "stage"),
    [(ReviewVerdict.GOOD, Stage.APPROVED), (ReviewVerdict.MORE, Stage.RETURNED)],
)
def test_after_a_talk_it_can_be_good_or_lack_something(
    verdict: ReviewVerdict, stage: Stage
) -> None:
    work = judged(ReviewVerdict.TALK)
    review(work, verdict, 1, 900, NOON)
    assert work.stage is stage


def test_what_came_back_is_still_to_do_and_what_waits_is_not() -> None:
    assert not judged(ReviewVerdict.MORE).is_done
    assert (
        handed().is_done
        and judged(ReviewVerdict.TALK).is_done
        and judged(ReviewVerdict.GOOD).is_done
    )


def test_late_is_what_is_not_handed_in_after_its_day() -> None:
    assert not begun().is_late(DUE) and begun().is_late(DUE + timedelta(days=1))
    assert not handed().is_late(DUE + timedelta(days=1))


def test_only_files_that_count_belong_to_a_step() -> None:
    work = begun()
    for state in FileState:
        work.files.append(SentFile(7, 5, "who", "photo", "t", 1, NOON, state))
    work.files.append(SentFile(7, 5, "what", "photo", "t", 1, NOON))
    assert [f.state for f in work.files_of("who")] == [FileState.WANTED, FileState.KEPT]
